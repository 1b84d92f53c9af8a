import { describe, expect, test } from 'vitest';
import { latestScores } from '#db/queries/placement-scores.ts';
import { typeRegion } from '#db/schema/index.ts';
import { makeGate } from '#jobs/aws/gate.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { openFaultyDesk } from '../helpers/faulty-desk.ts';
import { JOB, openScoreDesk, SCORES, sentScores } from '../helpers/score-desk.ts';

const listOf = (params: Readonly<Record<string, string>>, name: string) =>
  Object.keys(params)
    .filter((key) => key.startsWith(`${name}.`))
    .map((key) => params[key]);

describe('the questions', () => {
  test('never change: not with time, nor with a type or a region that AWS adds', async () => {
    const desk = await openFaultyDesk({ types: [], regions: [] });
    await desk.run(JOB);
    const first = sentScores(desk);
    expect(first).toHaveLength(9);
    const newcomer = { instanceType: 'p6-b300.48xlarge', region: 'eu-west-1', usageClasses: 'spot' };
    desk.db.orm
      .insert(typeRegion)
      .values({ ...newcomer, firstSeenAt: 1, lastSeenAt: 1 })
      .run();
    desk.db.sqlite.exec("UPDATE region SET enabled = 1 WHERE name IN ('ap-southeast-3', 'il-central-1')");
    desk.pass(30 * MINUTE);
    await desk.run(JOB);
    expect(sentScores(desk).slice(9)).toEqual(first);
  });

  test('name at least three types and at most ten regions, and zones only region by region', async () => {
    const desk = await openFaultyDesk({ types: [], regions: [] });
    await desk.run(JOB);
    for (const params of sentScores(desk)) {
      expect(new Set(listOf(params, 'InstanceType')).size).toBeGreaterThanOrEqual(3);
      expect(params.TargetCapacityUnitType).toBe('units');
      const regions = listOf(params, 'RegionName').length;
      expect(regions).toBeLessThanOrEqual(10);
      if (params.SingleAvailabilityZone !== undefined)
        expect([params.SingleAvailabilityZone, regions]).toEqual(['true', 1]);
    }
    expect(sentScores(desk).filter((params) => params.SingleAvailabilityZone === 'true')).toHaveLength(3);
  });

  test('are left out by a watch list, and never changed by one', async () => {
    const all = await openFaultyDesk({ types: [], regions: [] });
    await all.run(JOB);
    const some = await openFaultyDesk({ types: ['trn*'], regions: ['us-east-2'] });
    await some.run(JOB);
    expect(sentScores(some)).toHaveLength(1);
    expect(sentScores(all)).toContainEqual(sentScores(some)[0]);
    // What was said of regions that nobody watches is not kept.
    expect(new Set(latestScores(some.db).scores.map(({ region }) => region))).toEqual(new Set(['us-east-2']));
  });

  test('of a second capacity and of zones are told apart in what is kept', async () => {
    const desk = await openScoreDesk([{ capacities: [1, 8] }, { level: 'zone', regions: ['us-east-1'] }]);
    expect((await desk.run(JOB)).state).toBe('ok');
    const { scores } = latestScores(desk.db, { regions: ['us-east-1'] });
    expect(scores.map(({ capacity, level, zoneId }) => `${capacity} ${level} ${zoneId}`)).toEqual([
      '1 region null',
      '8 region null',
      ...[1, 2, 3, 4, 5, 6].map((n) => `8 zone use1-az${n}`),
    ]);
    for (const { score, outcome } of scores) {
      if (outcome === 'value') expect(score).toBeGreaterThanOrEqual(1);
      expect(score ?? 1).toBeLessThanOrEqual(10);
    }
  });
});

describe('a score over time', () => {
  test('is a point where it changes, and its change of a day is known when the day is', async () => {
    const desk = await openScoreDesk([{}], { scenario: 'scarcity' });
    await desk.run(JOB);
    const before = latestScores(desk.db).scores;
    expect(before.every(({ change24h, observedAt }) => change24h === null && observedAt === desk.now())).toBe(
      true,
    );
    for (let hours = 1; hours <= 24; hours++) {
      desk.pass(HOUR);
      await desk.run(JOB);
    }
    const after = latestScores(desk.db).scores;
    expect(after.map(({ change24h }) => change24h)).toEqual(
      after.map(({ score }, i) => (score ?? 0) - (before[i]?.score ?? 0)),
    );
  });
});

test('every call goes through the gate, and one that is throttled slows the next ones down', async () => {
  const desk = await openScoreDesk([{ capacities: [1, 8], regions: ['us-east-1'] }]);
  let at = 0;
  const sleep = async (ms: number) => {
    at += ms;
  };
  desk.context.gate = makeGate({ now: () => at, sleep });
  desk.standIn.faults.add({ ...SCORES, kind: 'throttle', times: 3 });
  await desk.run('region');
  await desk.run('instance-type');
  desk.context.gate.drain();
  await desk.run(JOB);
  const use = desk.db.sqlite
    .prepare<[string], { calls: number; throttled: number; region: string }>(
      'SELECT region, calls, throttled FROM api_use WHERE action = ?',
    )
    .all(SCORES.action);
  expect(use).toEqual([{ region: 'us-east-1', calls: 4, throttled: 1 }]);
});
