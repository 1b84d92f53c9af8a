import { describe, expect, test, vi } from 'vitest';
import { HOUR } from '#lib/domain/time.ts';
import { askDesk } from '../helpers/desk-api.ts';
import { openFaultyDesk } from '../helpers/faulty-desk.ts';

vi.mock('server-only', () => ({}));

const SEARCH = { service: 'sagemaker', action: 'SearchTrainingPlanOfferings' };
const ALWAYS = { times: Number.POSITIVE_INFINITY };
const EAST = { types: ['p5*', 'trn1.32xlarge'], regions: ['us-east-2'] };

type Part = { type: string; count: number; startAt: string; endAt: string };

describe('training plans', () => {
  test('one fee over the sum of the parts, types without ml., zones by ID', async () => {
    const desk = await openFaultyDesk(EAST);
    expect((await desk.run('training-plan')).state).toBe('ok');
    const rows = (await askDesk(desk)('training-plans')).filter((row) => row.feeUsd !== null);
    const several = rows.filter((row) => (row.parts as Part[]).length > 1);
    expect(several.length).toBeGreaterThan(0);
    for (const row of rows) {
      const parts = row.parts as Part[];
      const hours = parts.reduce(
        (sum, one) => sum + (Date.parse(one.endAt) - Date.parse(one.startAt)) / HOUR,
        0,
      );
      const accelerators = row.type === 'trn1.32xlarge' ? 16 : row.type === 'p5.4xlarge' ? 1 : 8;
      expect(row.type).not.toMatch(/^ml\./);
      expect(row.zoneId).toMatch(/^use2-az\d$/);
      expect(row.paidHours).toBeCloseTo(hours, 6);
      expect(Number(row.perAcceleratorHourUsd)).toBeCloseTo(Number(row.feeUsd) / hours / accelerators, 5);
    }
    // The gaps are not paid for: by the time from start to end it would look cheaper.
    for (const row of several) {
      const span = (Date.parse(String(row.endAt)) - Date.parse(String(row.startAt))) / HOUR;
      expect(span).toBeGreaterThan(Number(row.paidHours));
    }
  });

  test('a plan that can begin at once is one plan while its start moves on', async () => {
    const desk = await openFaultyDesk(EAST);
    await desk.run('training-plan');
    const soonest = () =>
      desk.db.sqlite
        .prepare<unknown[], { id: number; start_at: number; fee: number; gone_at: number | null }>(
          'SELECT * FROM offer WHERE gone_at IS NULL AND start_at < ? ORDER BY id',
        )
        .all(desk.now() + 2 * HOUR);
    const before = soonest();
    expect(before.length).toBeGreaterThan(0);
    desk.pass(HOUR);
    await desk.run('training-plan');
    const after = soonest();
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(after.every((row, i) => row.fee < (before[i]?.fee ?? 0))).toBe(true);
    // A fee for fewer hours at the same rate is no news.
    const fees = desk.db.sqlite
      .prepare('SELECT count(*) FROM offer_fee WHERE at = ?')
      .pluck()
      .get(desk.now());
    expect(fees).toBe(0);
  });

  test('a plan that a complete answer no longer shows is gone; a failed one ends nothing', async () => {
    const desk = await openFaultyDesk(EAST);
    await desk.run('training-plan');
    const ask = askDesk(desk);
    const open = (await ask('training-plans')).filter((row) => row.feeUsd !== null);
    desk.standIn.faults.add({ ...SEARCH, ...ALWAYS, kind: 'status500' });
    desk.pass(HOUR);
    await desk.run('training-plan');
    expect(await ask('training-plans?state=gone')).toEqual([]);
    desk.standIn.faults.clear();
    desk.standIn.faults.add({ ...SEARCH, ...ALWAYS, kind: 'empty-set' });
    await desk.run('training-plan');
    expect(await ask('training-plans?state=gone')).toHaveLength(open.length);
    const rows = await ask('training-plans?type=p5.48xlarge');
    expect(rows).toMatchObject([{ region: 'us-east-2', outcome: 'none', feeUsd: null, reason: null }]);
    // Back on sale is an episode of its own.
    desk.standIn.faults.clear();
    desk.pass(HOUR);
    await desk.run('training-plan');
    expect((await ask('training-plans?state=all')).length).toBeGreaterThan(open.length);
  });

  test('a fee that cannot be read is set aside, and its look is partial', async () => {
    const desk = await openFaultyDesk({ ...EAST, types: ['p5.48xlarge'] });
    desk.standIn.faults.add({ ...SEARCH, kind: 'bad-price', value: '-1' });
    expect((await desk.run('training-plan')).state).toBe('partial');
  });
});

describe('where there is no market to see', () => {
  test('an account without the SageMaker quota is told that the quota hides it: not that nothing is on sale', async () => {
    const desk = await openFaultyDesk({ ...EAST, accessKey: 'AKIAZEROQUOTA0000000' });
    expect((await desk.run('training-plan')).state).toBe('failed');
    const rows = await askDesk(desk)('training-plans?type=p5.48xlarge');
    expect(rows).toMatchObject([
      { outcome: 'denied', reason: expect.stringContaining('the SageMaker quota hides the market') },
    ]);
    const classes = desk.db.sqlite.prepare(
      "SELECT DISTINCT error_class FROM target WHERE collector = 'training-plan'",
    );
    expect(classes.pluck().all()).toEqual(['quota']);
  });

  test('a region without the service is not asked twice in a run, and sells nothing', async () => {
    const desk = await openFaultyDesk({ types: ['p5*'], regions: ['eu-central-1'] });
    const ended = await desk.run('training-plan');
    expect(ended).toMatchObject({ state: 'ok', counts: { asked: 0 } });
    desk.db.sqlite.exec(
      "INSERT INTO type_region VALUES ('p5.48xlarge', 'us-east-1', 'capacity-block', 0, 0), ('p5en.48xlarge', 'us-east-1', 'capacity-block', 0, 0)",
    );
    expect(await desk.run('training-plan')).toMatchObject({ state: 'ok', counts: { asked: 1 } });
    const rows = await askDesk(desk)('training-plans?type=p5*.48xlarge&region=eu-central-1');
    expect(rows.map((row) => `${row.type} ${row.outcome}`).sort()).toEqual([
      'p5.48xlarge not_sold',
      'p5e.48xlarge never',
      'p5en.48xlarge not_sold',
    ]);
  });

  test('a type that SageMaker does not know is not sold', async () => {
    const desk = await openFaultyDesk({ types: [], regions: ['us-east-2'] });
    await desk.run('instance-type');
    desk.db.sqlite.exec(
      "UPDATE type_region SET usage_classes = 'on-demand'; UPDATE type_region SET usage_classes = 'capacity-block' WHERE instance_type IN ('g6.xlarge', 'p5.48xlarge')",
    );
    expect((await desk.run('training-plan')).state).toBe('ok');
    const ask = askDesk(desk);
    expect(await ask('training-plans?type=g6.xlarge')).toMatchObject([{ outcome: 'not_sold', feeUsd: null }]);
    expect((await ask('training-plans?type=p5.48xlarge')).every((row) => row.outcome === 'value')).toBe(true);
  });

  test('while the source is switched off, every region says that nobody has asked', async () => {
    const desk = await openFaultyDesk(EAST);
    await desk.run('instance-type');
    const rows = await askDesk(desk)('training-plans?type=p5.48xlarge');
    expect(rows.length).toBeGreaterThan(1);
    expect(new Set(rows.map((row) => row.outcome))).toEqual(new Set(['never']));
  });
});
