import { GetSpotPlacementScoresCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { latestScores } from '#db/queries/placement-scores.ts';
import { scoreLedger } from '#db/queries/score-ledger.ts';
import { makeGate } from '#jobs/aws/gate.ts';
import { checkScores } from '#jobs/check-scores.ts';
import { parseScores } from '#lib/config/scores.ts';
import { DEFAULT_SOURCES } from '#lib/config/sources.ts';
import { KNOWN_REGIONS } from '#lib/domain/region.ts';
import { DAY, formatInstant, HOUR, MINUTE } from '#lib/domain/time.ts';
import { type FaultyDesk, facts, openFaultyDesk } from '../helpers/faulty-desk.ts';

const JOB = 'placement-score';
const SCORES = { service: 'ec2', action: 'GetSpotPlacementScores' };
const HOPPER = ['p5.48xlarge', 'p5e.48xlarge', 'p5en.48xlarge'];
const REGIONS = ['eu-north-1', 'us-east-1', 'us-west-2'];

type Wanted = Partial<{
  name: string;
  types: string[];
  capacities: number[];
  level: string;
  regions: string[];
}>;

const settings = (baskets: Wanted[], acceptChange = false) =>
  parseScores({
    acceptChange,
    baskets: baskets.map((one) => ({
      name: 'hopper',
      types: HOPPER,
      capacities: [8],
      regions: REGIONS,
      ...one,
    })),
  });

/** A desk that asks about the baskets given; one basket at region level unless told. */
async function openScoreDesk(
  baskets: Wanted[] = [{}],
  setup: Parameters<typeof openFaultyDesk>[0] = {},
): Promise<FaultyDesk> {
  const desk = await openFaultyDesk({ types: [], regions: REGIONS, ...setup });
  ask(desk, baskets);
  return desk;
}

function ask(desk: FaultyDesk, baskets: Wanted[], acceptChange = false): void {
  desk.context.sources = { ...DEFAULT_SOURCES, scores: settings(baskets, acceptChange) };
}

const sent = (desk: FaultyDesk) =>
  desk.standIn.requests.filter(({ action }) => action === SCORES.action).map(({ params }) => params);
const listOf = (params: Readonly<Record<string, string>>, name: string) =>
  Object.keys(params)
    .filter((key) => key.startsWith(`${name}.`))
    .map((key) => params[key]);

/** How the newest look at each question went, by region and what was asked. */
function looks(desk: FaultyDesk): Record<string, string> {
  const rows = desk.db.sqlite
    .prepare<[string], { region: string; key: string; outcome: string; class: string | null }>(
      `SELECT region, query_key AS key, outcome, error_class AS class FROM target
       WHERE collector = ? AND current = 1 ORDER BY region, query_key`,
    )
    .all(JOB);
  return Object.fromEntries(
    rows.map(({ region, key, outcome, class: why }) => [
      `${region} ${key.split('/').slice(0, 3).join('/')}`,
      why === null ? outcome : `${outcome} ${why}`,
    ]),
  );
}

const everywhere = (what: string) =>
  Object.fromEntries(REGIONS.map((name) => [`${name} hopper/8/region`, what]));
const outcomes = (desk: FaultyDesk) =>
  latestScores(desk.db).scores.map(({ region, zoneId, outcome }) => `${region} ${zoneId} ${outcome}`);

describe('the questions', () => {
  test('never change: not with time, nor with a type or a region that AWS adds', async () => {
    const desk = await openFaultyDesk({ types: [], regions: [] });
    await desk.run(JOB);
    const first = sent(desk);
    expect(first).toHaveLength(9);
    desk.db.sqlite.exec(`INSERT INTO type_region SELECT 'p7.48xlarge', name, 'spot', 1, 1 FROM region`);
    desk.db.sqlite.exec("UPDATE region SET enabled = 1 WHERE name IN ('ap-southeast-3', 'il-central-1')");
    desk.pass(30 * MINUTE);
    await desk.run(JOB);
    expect(sent(desk).slice(9)).toEqual(first);
  });

  test('name at least three types and at most ten regions, and zones only region by region', async () => {
    const desk = await openFaultyDesk({ types: [], regions: [] });
    await desk.run(JOB);
    for (const params of sent(desk)) {
      expect(new Set(listOf(params, 'InstanceType')).size).toBeGreaterThanOrEqual(3);
      expect(params.TargetCapacityUnitType).toBe('units');
      const regions = listOf(params, 'RegionName').length;
      expect(regions).toBeLessThanOrEqual(10);
      if (params.SingleAvailabilityZone !== undefined)
        expect([params.SingleAvailabilityZone, regions]).toEqual(['true', 1]);
    }
    expect(sent(desk).filter((params) => params.SingleAvailabilityZone === 'true')).toHaveLength(3);
  });

  test('are left out by a watch list, and never changed by one', async () => {
    const all = await openFaultyDesk({ types: [], regions: [] });
    await all.run(JOB);
    const some = await openFaultyDesk({ types: ['trn*'], regions: ['us-east-2'] });
    await some.run(JOB);
    expect(sent(some)).toHaveLength(1);
    expect(sent(all)).toContainEqual(sent(some)[0]);
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

describe('an answer that leaves a region out', () => {
  const empty = { ...SCORES, kind: 'empty-set' as const };

  test('says that there is no score there: ten regions at most were asked about', async () => {
    const desk = await openScoreDesk();
    await desk.run(JOB);
    desk.standIn.faults.add(empty);
    desk.pass(30 * MINUTE);
    expect((await desk.run(JOB)).state).toBe('ok');
    expect(looks(desk)).toEqual(everywhere('none'));
    expect(latestScores(desk.db).scores.every(({ score }) => score === null)).toBe(true);
  });

  test('says not sold where AWS lists none of the types on Spot', async () => {
    const types = ['trn1.32xlarge', 'trn1n.32xlarge', 'trn2.48xlarge'];
    const desk = await openScoreDesk([{ name: 'trainium', types }]);
    await desk.run(JOB);
    expect(outcomes(desk)).toEqual([
      'eu-north-1 null not_sold',
      'us-east-1 null value',
      'us-west-2 null value',
    ]);
  });

  test('says none of the zones without a score', async () => {
    const desk = await openScoreDesk([{ level: 'zone', regions: ['us-east-1'] }]);
    desk.standIn.faults.add(empty);
    await desk.run(JOB);
    expect(outcomes(desk)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `us-east-1 use1-az${n} none`));
  });

  test('does not say so of a disabled region', async () => {
    const desk = await openScoreDesk([{ regions: ['il-central-1', 'us-east-1'] }], {
      regions: ['il-central-1', 'us-east-1'],
    });
    await desk.run(JOB);
    expect(outcomes(desk)).toEqual(['il-central-1 null region_disabled', 'us-east-1 null value']);
  });
});

describe('a look that goes wrong', () => {
  test.each([
    ['a login page', { kind: 'html' }, 'failed schema'],
    ['an empty body', { kind: 'empty' }, 'failed schema'],
    ['a set under another name', { kind: 'renamed-set' }, 'failed schema'],
    ['XML that stops in the middle', { kind: 'truncated' }, 'failed schema'],
    ['the same page token for ever', { kind: 'same-token' }, 'failed schema'],
    ['a connection that breaks', { kind: 'reset' }, 'failed network'],
    ['no answer at all', { kind: 'hang' }, 'failed timeout'],
    ['a throttle', { kind: 'throttle' }, 'throttled throttle'],
    ['a missing permission', { kind: 'denied' }, 'denied permission'],
    ['keys that are refused', { kind: 'auth' }, 'denied auth'],
    ['status 500', { kind: 'status500' }, 'failed server'],
  ] as const)('%s: is told apart, ends nothing, and is over when it is over', async (_, fault, words) => {
    const desk = await openScoreDesk();
    await desk.run(JOB);
    const before = facts(desk.db);
    desk.standIn.faults.add({ ...SCORES, times: Number.POSITIVE_INFINITY, ...fault });
    expect((await desk.run(JOB)).state).toBe('failed');
    expect(looks(desk)).toEqual(everywhere(words));
    expect(facts(desk.db)).toEqual(before);
    const { scores } = latestScores(desk.db);
    expect(scores.map(({ outcome, reason }) => [outcome, typeof reason])).toEqual(
      REGIONS.map(() => [words.split(' ')[0], 'string']),
    );
    desk.standIn.faults.clear();
    expect((await desk.run(JOB)).state).toBe('ok');
    expect(looks(desk)).toEqual(everywhere('value'));
  });

  test('stops no other question', async () => {
    const desk = await openScoreDesk([{ capacities: [1, 8], regions: ['us-east-1'] }]);
    desk.standIn.faults.add({ ...SCORES, kind: 'denied' });
    expect((await desk.run(JOB)).state).toBe('partial');
    expect(looks(desk)).toEqual({
      'us-east-1 hopper/1/region': 'denied permission',
      'us-east-1 hopper/8/region': 'value',
    });
  });

  const answer = (items: string) => ({
    ...SCORES,
    kind: 'status' as const,
    status: 200,
    body: `<GetSpotPlacementScoresResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><spotPlacementScoreSet>${items}</spotPlacementScoreSet></GetSpotPlacementScoresResponse>`,
  });
  const item = (region: string, score: number) =>
    `<item><region>${region}</region><score>${score}</score></item>`;

  test('in one entry, such as a score of 11, is set aside and counted; the others are kept', async () => {
    const desk = await openScoreDesk();
    await desk.run(JOB);
    const [before] = latestScores(desk.db, { regions: ['us-west-2'] }).scores;
    desk.standIn.faults.add(answer(item('us-west-2', 11) + item('us-east-1', 2) + item('eu-north-1', 3)));
    desk.pass(30 * MINUTE);
    expect(await desk.run(JOB)).toMatchObject({ state: 'partial', counts: { quarantined: 1, complete: 2 } });
    expect(looks(desk)).toMatchObject({ 'us-west-2 hopper/8/region': 'failed schema' });
    const { scores } = latestScores(desk.db);
    expect(scores.map(({ region, score, outcome }) => `${region} ${score} ${outcome}`)).toEqual([
      'eu-north-1 3 value',
      'us-east-1 2 value',
      `us-west-2 ${before?.score} failed`,
    ]);
  });

  test('in an entry of nobody knows which region proves no region absent', async () => {
    const desk = await openScoreDesk();
    await desk.run(JOB);
    desk.standIn.faults.add(answer(item('', 5) + item('us-east-1', 2)));
    await desk.run(JOB);
    expect(outcomes(desk)).toEqual(REGIONS.map((region) => `${region} null failed`));
    expect(latestScores(desk.db).scores.every(({ score }) => score !== null)).toBe(true);
  });
});

describe('AWS’s limit on new configurations', () => {
  /** Another tool of the account uses configurations up. */
  async function useUp(desk: FaultyDesk, count: number): Promise<void> {
    for (let at = 0; at < count; at++)
      await desk.context.aws
        .ec2('us-east-1')
        .send(
          new GetSpotPlacementScoresCommand({
            InstanceTypes: HOPPER,
            TargetCapacity: 70 + at,
            RegionNames: ['us-east-1'],
          }),
        );
  }
  const four = [{ capacities: [1, 2, 4, 8], regions: ['us-east-1'] }];
  const states = (desk: FaultyDesk) => Object.values(looks(desk));

  test('stops new configurations for a day after one refusal; known ones go on', async () => {
    const desk = await openScoreDesk(four);
    await useUp(desk, 8);
    await desk.run(JOB);
    expect(states(desk)).toEqual(['value', 'value', 'throttled quota', 'throttled quota']);
    // The third was refused; the fourth was not even sent.
    expect(sent(desk)).toHaveLength(8 + 3);
    const { scores } = latestScores(desk.db);
    expect(scores[2]?.reason).toMatch(/^MaxConfigLimitExceeded: /);
    expect(scores[3]?.reason).toMatch(
      /^a new configuration waits until 2026-03-02T12:00:00Z at least: AWS has refused a new configuration/,
    );
    for (let hours = 0; hours < 23; hours++) {
      desk.pass(HOUR);
      await desk.run(JOB);
      expect(states(desk)).toEqual(['value', 'value', 'throttled quota', 'throttled quota']);
    }
    expect(sent(desk)).toHaveLength(8 + 3 + 23 * 2);
    desk.pass(HOUR);
    await desk.run(JOB);
    expect(states(desk)).toEqual(['value', 'value', 'value', 'value']);
  });

  test('is told by the ledger', async () => {
    const desk = await openScoreDesk(four);
    await useUp(desk, 8);
    await desk.run(JOB);
    const at = desk.now();
    expect(scoreLedger(desk.db, at)).toMatchObject({ limit: 10, used: 2, stoppedUntil: at + DAY });
    const rows = scoreLedger(desk.db, at).configurations;
    expect(rows.map(({ capacity, state, freeAt }) => [capacity, state, freeAt])).toEqual([
      [1, 'used', at + DAY],
      [2, 'used', at + DAY],
      [4, 'refused', null],
    ]);
    expect(scoreLedger(desk.db, at + DAY).configurations.map(({ state }) => state)).toEqual([
      'lapsed',
      'lapsed',
      'lapsed',
    ]);
  });

  test('is no obstacle after a day of silence: everything is new, and there is room for it', async () => {
    const desk = await openScoreDesk([
      { capacities: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], regions: ['us-east-1'] },
    ]);
    await desk.run(JOB);
    desk.pass(3 * DAY);
    ask(desk, [{ capacities: [11, 12, 13], regions: ['us-east-1'] }]);
    expect((await desk.run(JOB)).state).toBe('ok');
  });
});

describe('a change of the settings', () => {
  const ten = [{ capacities: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], regions: ['us-east-1'] }];
  const changed = [{ capacities: [1, 2, 3, 4, 5, 6, 7, 8, 90, 100], regions: ['us-east-1'] }];
  const check = (desk: FaultyDesk, baskets: Wanted[], acceptChange = false) => {
    const known = { regions: KNOWN_REGIONS, types: [...HOPPER, 'p6-b200.48xlarge'] };
    const at = { db: desk.db, now: desk.now() };
    return () => checkScores(settings(baskets, acceptChange), desk.context.watch, known, at);
  };

  test('that AWS would not take is refused with the sum and the instant from which it is possible', async () => {
    const desk = await openScoreDesk(ten);
    await desk.run(JOB);
    const possible = formatInstant(desk.now() + DAY);
    desk.pass(HOUR);
    expect(check(desk, ten)).not.toThrow();
    expect(check(desk, changed)).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(
          new RegExp(
            `ask for 10 placement-score configurations, 2 of them new, and 10 were used in the last 24 hours: 10 \\+ 2 = 12, and AWS takes about 10 .* possible from ${possible}`,
          ),
        ),
      }),
    );
    desk.pass(23 * HOUR);
    expect(check(desk, changed)).not.toThrow();
  });

  test('that is accepted on purpose lets the new ones wait, and goes on with the known ones', async () => {
    const desk = await openScoreDesk(ten);
    await desk.run(JOB);
    expect(check(desk, changed, true)).not.toThrow();
    ask(desk, changed, true);
    const values = () => Object.values(looks(desk)).filter((words) => words === 'value').length;
    for (let hours = 1; hours < 24; hours++) {
      desk.pass(HOUR);
      expect((await desk.run(JOB)).state).toBe('partial');
      expect(values()).toBe(8);
    }
    expect(latestScores(desk.db).scores.at(-1)?.reason).toMatch(/10 others were used in the last 24 hours/);
    desk.pass(HOUR);
    expect((await desk.run(JOB)).state).toBe('ok');
    expect(values()).toBe(10);
  });

  test('to other types under the same name is refused: the history is of one question', async () => {
    const desk = await openScoreDesk();
    await desk.run(JOB);
    const types = [...HOPPER, 'p6-b200.48xlarge'];
    expect(check(desk, [{ types }], true)).toThrow(
      /the basket hopper was p5\.48xlarge, .* give other types another name/,
    );
    expect(check(desk, [{ types, name: 'hopper-and-b200' }])).not.toThrow();
  });

  test.each<[Wanted, string]>([
    [{ types: [...HOPPER, 'p5.48xlage'] }, 'TYPE_UNKNOWN'],
    [{ regions: ['us-east1'] }, 'REGION_UNKNOWN'],
  ])('to a name that does not exist (%j) is refused', async (basket, code) => {
    const desk = await openScoreDesk();
    expect(check(desk, [basket])).toThrow(expect.objectContaining({ code }));
  });
});

test('every call goes through the gate, and one that is throttled slows the next ones down', async () => {
  const desk = await openScoreDesk([{ capacities: [1, 8], regions: ['us-east-1'] }]);
  let at = 0;
  const sleep = async (ms: number) => void (at += ms);
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
