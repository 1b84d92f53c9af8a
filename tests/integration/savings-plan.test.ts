import { describe, expect, test, vi } from 'vitest';
import { DAY } from '#lib/domain/time.ts';
import { askDesk } from '../helpers/desk-api.ts';
import { type FaultyDesk, newestLooks, openFaultyDesk } from '../helpers/faulty-desk.ts';

vi.mock('server-only', () => ({}));

const RATES = { service: 'savingsplans', action: 'DescribeSavingsPlansOfferingRates' };
const ALWAYS = { times: Number.POSITIVE_INFINITY };
const WEST = { types: ['p5*', 'g6.*'], regions: ['us-west-2'] };

const rateOf = (desk: FaultyDesk, qualifier: string, type = 'p5.48xlarge') =>
  desk.db.sqlite
    .prepare(
      "SELECT last_value AS value, outcome, unit FROM series WHERE kind = 'savings-plan' AND qualifier = ? AND instance_type = ?",
    )
    .get(qualifier, type) as { value: number; outcome: string; unit: string };

describe('Savings Plan rates', () => {
  test('two plans, two terms and three ways to pay, page by page until the empty token', async () => {
    const desk = await openFaultyDesk({ ...WEST, pageSize: 50 });
    expect((await desk.run('savings-plan')).state).toBe('ok');
    const rows = await askDesk(desk)('savings-plans?type=p5.48xlarge&region=us-west-2');
    expect(new Set(rows.map((row) => `${row.planType}/${row.term}/${row.payment}`)).size).toBe(12);
    for (const row of rows) {
      expect(row.rateUsd).toMatch(/^\d+\.\d{5}$/);
      expect(Number(row.perAcceleratorUsd)).toBeCloseTo(Number(row.rateUsd) / 8, 4);
    }
    const { value, unit } = rateOf(desk, 'Compute/3y/All Upfront');
    expect(unit).toBe('microusd/h');
    expect(value).toBeLessThan(rateOf(desk, 'Compute/1y/All Upfront').value);
  });

  test('a share of the on-demand price, where there is one', async () => {
    const desk = await openFaultyDesk({ types: ['p5.48xlarge'], regions: ['us-west-2'] });
    await desk.run('savings-plan');
    const ask = askDesk(desk);
    const before = await ask('savings-plans?type=p5.48xlarge');
    expect(before.every((row) => row.shareOfOnDemand === null)).toBe(true);
    await desk.run('on-demand-price');
    for (const row of await ask('savings-plans?type=p5.48xlarge')) {
      expect(row.shareOfOnDemand).toBeGreaterThan(0.4);
      expect(row.shareOfOnDemand).toBeLessThan(0.8);
    }
  });

  test('p5e has no on-demand price and no rate: no plan, and no zero; where it is not listed it is not sold', async () => {
    const desk = await openFaultyDesk({ types: ['p5*'], regions: ['us-west-2', 'eu-central-1'] });
    await desk.run('savings-plan');
    const rows = await askDesk(desk)('savings-plans?type=p5e.48xlarge');
    expect(rows.map((row) => `${row.region} ${row.outcome} ${row.rateUsd}`).sort()).toEqual([
      'eu-central-1 not_sold null',
      'us-west-2 none null',
    ]);
    expect(rateOf(desk, 'Compute/1y/No Upfront', 'p5e.48xlarge')).toBeUndefined();
  });

  test('one rate that cannot be read is set aside: the others are saved and nothing ends', async () => {
    const desk = await openFaultyDesk(WEST);
    desk.standIn.faults.add({ ...RATES, kind: 'bad-price', value: 'abc' });
    expect((await desk.run('savings-plan')).state).toBe('partial');
    expect(newestLooks(desk.db, 'savings-plan').get('us-west-2')).toEqual({
      outcome: 'failed',
      errorClass: 'schema',
      completeness: 'partial',
      quarantined: 1,
    });
    expect(rateOf(desk, 'EC2Instance/3y/All Upfront').value).toBeGreaterThan(0);
  });

  test('a listing that breaks off keeps what came and ends nothing', async () => {
    const desk = await openFaultyDesk({ ...WEST, pageSize: 50 });
    await desk.run('savings-plan');
    const before = desk.db.sqlite.prepare('SELECT * FROM point').all();
    desk.pass(DAY);
    desk.standIn.faults.add({ ...RATES, ...ALWAYS, kind: 'status500', skip: 1 });
    expect((await desk.run('savings-plan')).state).toBe('partial');
    expect(newestLooks(desk.db, 'savings-plan').get('us-west-2')).toMatchObject({
      completeness: 'partial',
      errorClass: 'server',
    });
    expect(desk.db.sqlite.prepare('SELECT * FROM point').all()).toEqual(before);
  });

  test('rates that all vanish are doubted twice; the third time they are over', async () => {
    const desk = await openFaultyDesk(WEST);
    await desk.run('savings-plan');
    desk.standIn.faults.add({ ...RATES, ...ALWAYS, kind: 'empty-set' });
    for (let look = 1; look <= 2; look++) {
      desk.pass(DAY);
      expect((await desk.run('savings-plan')).state).toBe('partial');
      expect(rateOf(desk, 'Compute/1y/No Upfront').outcome).toBe('value');
    }
    desk.pass(DAY);
    expect((await desk.run('savings-plan')).state).toBe('ok');
    expect(rateOf(desk, 'Compute/1y/No Upfront')).toMatchObject({ outcome: 'none', value: null });
    expect(newestLooks(desk.db, 'savings-plan').get('us-west-2')).toMatchObject({ outcome: 'none' });
    const rows = await askDesk(desk)('savings-plans?type=p5.48xlarge');
    expect(new Set(rows.map((row) => `${row.outcome} ${row.rateUsd}`))).toEqual(new Set(['none null']));
  });

  test('a region that is not watched has a row that says so', async () => {
    const desk = await openFaultyDesk(WEST);
    await desk.run('savings-plan');
    const rows = await askDesk(desk)('savings-plans?region=sa-east-1');
    expect(rows).toMatchObject([{ region: 'sa-east-1', type: null, outcome: 'never' }]);
  });
});
