import { describe, expect, test, vi } from 'vitest';
import { askDesk } from '../helpers/desk-api.ts';
import { newestLooks, openFaultyDesk } from '../helpers/faulty-desk.ts';

vi.mock('server-only', () => ({}));

const P5 = 'p5.48xlarge';
const ALWAYS = { times: Number.POSITIVE_INFINITY };

/** Four sources, what they ask, and where their rows are served; `about` is a question that has a row of value. */
const SOURCES = [
  {
    job: 'savings-plan',
    asks: { service: 'savingsplans', action: 'DescribeSavingsPlansOfferingRates' },
    about: `savings-plans?type=${P5}&region=us-west-2`,
  },
  {
    job: 'type-offering',
    asks: { service: 'ec2', action: 'DescribeInstanceTypeOfferings' },
    about: `type-offerings?type=${P5}&region=us-west-2`,
  },
  { job: 'reservation', asks: { service: 'ec2' }, about: 'reservations?region=us-west-2' },
  {
    job: 'training-plan',
    asks: { service: 'sagemaker', action: 'SearchTrainingPlanOfferings' },
    about: `training-plans?type=${P5}&region=us-west-2`,
  },
];

const FAULTS = [
  ['throttle', 'throttled', 'throttle'],
  ['denied', 'denied', 'permission'],
  ['status500', 'failed', 'server'],
  ['html', 'failed', 'schema'],
  ['renamed-set', 'failed', 'schema'],
] as const;

describe.each(SOURCES)('$job', ({ job, asks, about }) => {
  test('tells the outcomes apart, in the store and to whoever asks, and is over them when they are over', async () => {
    const desk = await openFaultyDesk({ types: ['p5.48xlarge'], regions: ['us-west-2', 'il-central-1'] });
    const ask = askDesk(desk);
    const outcomes = async (path: string) => [...new Set((await ask(path)).map((row) => row.outcome))];
    await desk.run('region');
    await desk.run('instance-type');
    expect(await outcomes(about)).toEqual(['never']);

    for (const [kind, outcome, errorClass] of FAULTS) {
      desk.standIn.faults.add({ ...asks, ...ALWAYS, kind });
      expect((await desk.run(job)).state).toBe('failed');
      expect(newestLooks(desk.db, job).get('us-west-2')).toMatchObject({ outcome, errorClass });
      expect(await outcomes(about)).toEqual([outcome]);
      desk.standIn.faults.clear();
    }

    expect((await desk.run(job)).state).toBe('ok');
    expect(await outcomes(about)).toEqual(['value']);
    expect(newestLooks(desk.db, job).get('il-central-1')).toMatchObject({ outcome: 'region_disabled' });
    expect(await outcomes(about.replace('us-west-2', 'il-central-1'))).toEqual(['region_disabled']);

    // What is on record stays through a failure, and says that it is not confirmed.
    desk.standIn.faults.add({ ...asks, ...ALWAYS, kind: 'denied' });
    const before = await ask(about);
    await desk.run(job);
    const after = await ask(about);
    expect(after.map((row) => ({ ...row, outcome: 'value' }))).toEqual(before);
    expect(after.every((row) => row.outcome === 'denied')).toBe(true);
  });

  test('a region that fails hides no other', async () => {
    const desk = await openFaultyDesk({ types: ['p5.48xlarge'], regions: ['us-east-2', 'us-west-2'] });
    await desk.run('instance-type');
    // Savings Plans are asked of one host for all regions: there, one question is the one that fails.
    const where = asks.service === 'savingsplans' ? { times: 1 } : { region: 'us-east-2', ...ALWAYS };
    desk.standIn.faults.add({ ...asks, ...where, kind: 'denied' });
    expect((await desk.run(job)).state).toBe('partial');
    const outcomes = [...newestLooks(desk.db, job).values()].map((look) => look.outcome).sort();
    expect(outcomes).toEqual(['denied', 'value']);
  });

  test('F43: asked twice, it tells nothing twice', async () => {
    const desk = await openFaultyDesk({ types: ['p5.48xlarge'], regions: ['us-west-2'] });
    const records = () => ({
      news: desk.db.sqlite.prepare('SELECT * FROM news').all(),
      points: desk.db.sqlite.prepare('SELECT * FROM point').all(),
      offerings: desk.db.sqlite.prepare('SELECT * FROM type_offering').all(),
      states: desk.db.sqlite.prepare('SELECT * FROM reservation_state').all(),
      offers: desk.db.sqlite.prepare('SELECT id, first_seen_at, gone_at FROM offer').all(),
    });
    await desk.run(job);
    const first = records();
    expect((await desk.run(job)).state).toBe('ok');
    expect(records()).toEqual(first);
  });
});
