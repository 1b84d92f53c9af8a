import { describe, expect, test } from 'vitest';
import { latestSupportability } from '#db/queries/supportability.ts';
import { enabledJobs } from '#jobs/jobs.ts';
import { DEFAULT_SOURCES } from '#lib/config/sources.ts';
import { HOUR } from '#lib/domain/time.ts';
import { type FaultyDesk, facts, newestLooks, openFaultyDesk } from '../helpers/faulty-desk.ts';

const JOB = 'supportability';
const SCORES = { service: 'ec2', action: 'GetCapacityManagerSupportabilityScores' };
const UNIFIED = 'AKIAUNIFIED000000000';
const REGIONS = ['us-east-1', 'us-west-2'];
const open = (setup: Parameters<typeof openFaultyDesk>[0] = {}) =>
  openFaultyDesk({ accessKey: UNIFIED, regions: REGIONS, ...setup });

const outcomes = (desk: FaultyDesk) =>
  [...newestLooks(desk.db, JOB)].map(([region, look]) => `${region} ${look.outcome} ${look.errorClass}`);

test('is off until the configuration names it', () => {
  const names = (optional: ReadonlySet<'supportability'>) =>
    enabledJobs({ ...DEFAULT_SOURCES, optional }).map(({ name }) => name);
  expect(names(new Set())).not.toContain(JOB);
  expect(names(new Set(['supportability']))).toContain(JOB);
});

describe('the grades', () => {
  test('are of each type and zone, for the amount asked, within AWS’s limits per call', async () => {
    const desk = await open({ types: [] });
    expect((await desk.run(JOB)).state).toBe('ok');
    const { rows } = latestSupportability(desk.db);
    expect(rows.length).toBeGreaterThan(300);
    expect(new Set(rows.map(({ instances }) => instances))).toEqual(new Set([8]));
    for (const { grade, index } of rows)
      expect(grade).toBe(['unsupported', 'low', 'medium', 'high'][index ?? -1]);
    expect(new Set(rows.map(({ grade }) => grade)).size).toBeGreaterThan(2);
    const calls = desk.standIn.requests.filter(({ action }) => action === SCORES.action);
    const count = (params: object, name: string) =>
      Object.keys(params).filter((key) => key.startsWith(`${name}.`)).length;
    for (const { params, region } of calls) {
      expect(region).toBe('us-east-1');
      expect(count(params, 'InstanceType')).toBeLessThanOrEqual(50);
      expect(count(params, 'CapacityAvailabilityZoneId')).toBeLessThanOrEqual(10);
    }
  });

  test('are of another question when the amount changes', async () => {
    const desk = await open();
    await desk.run(JOB);
    const scores = { ...DEFAULT_SOURCES.scores, supportability: { instances: 64, region: 'us-east-1' } };
    desk.context.sources = { ...DEFAULT_SOURCES, scores };
    desk.pass(HOUR);
    await desk.run(JOB);
    const { rows } = latestSupportability(desk.db, { types: ['p5.48xlarge'] });
    expect(new Set(rows.map(({ instances }) => instances))).toEqual(new Set([64]));
  });
});

describe('a look that goes wrong', () => {
  test('without the support plan is denied, and says in plain words what it needs', async () => {
    const desk = await openFaultyDesk({ regions: REGIONS });
    await desk.run(JOB);
    expect(outcomes(desk)).toEqual(REGIONS.map((region) => `${region} denied permission`));
    const { rows } = latestSupportability(desk.db, { types: ['p5.48xlarge'] });
    expect(rows).toHaveLength(2);
    for (const { outcome, reason } of rows)
      expect([outcome, reason]).toEqual([
        'denied',
        expect.stringMatching(/^needs AWS Support Unified Operations/),
      ]);
  });

  test.each([
    ['a login page', { kind: 'html' }, 'failed schema'],
    ['a set under another name', { kind: 'renamed-set' }, 'failed schema'],
    ['a connection that breaks', { kind: 'reset' }, 'failed network'],
    ['a throttle', { kind: 'throttle' }, 'throttled throttle'],
    ['keys that are refused', { kind: 'auth' }, 'denied auth'],
    ['status 500', { kind: 'status500' }, 'failed server'],
  ] as const)('%s: is told apart, and ends nothing', async (_, fault, words) => {
    const desk = await open();
    await desk.run(JOB);
    const before = facts(desk.db);
    desk.standIn.faults.add({ ...SCORES, times: Number.POSITIVE_INFINITY, ...fault });
    expect((await desk.run(JOB)).state).toBe('failed');
    expect(outcomes(desk)).toEqual(REGIONS.map((region) => `${region} ${words}`));
    expect(facts(desk.db)).toEqual(before);
  });

  test('an answer of nothing is none; nothing sold is not sold; a disabled region is one', async () => {
    const desk = await open({ regions: ['il-central-1', ...REGIONS] });
    await desk.run('instance-type');
    desk.db.sqlite.exec("DELETE FROM type_region WHERE region = 'us-west-2'");
    desk.standIn.faults.add({ ...SCORES, kind: 'empty-set', times: Number.POSITIVE_INFINITY });
    await desk.run(JOB);
    expect(outcomes(desk)).toEqual([
      'il-central-1 region_disabled region_disabled',
      'us-east-1 none null',
      'us-west-2 not_sold null',
    ]);
    const { rows } = latestSupportability(desk.db, { types: ['p5.48xlarge'] });
    const told = new Set(rows.map(({ region, outcome }) => `${region} ${outcome}`));
    expect(told).toEqual(new Set(['us-east-1 none', 'il-central-1 region_disabled', 'us-west-2 not_sold']));
  });

  test('a grade of another word is set aside, and nothing is taken for absent', async () => {
    const desk = await open({ regions: ['us-east-1'] });
    await desk.run(JOB);
    const before = facts(desk.db);
    const item =
      '<item><instanceType>p5.48xlarge</instanceType><availabilityZoneId>use1-az1</availabilityZoneId><score>superb</score></item>';
    const body = `<GetCapacityManagerSupportabilityScoresResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><capacityManagerSupportabilityScoreSet>${item}</capacityManagerSupportabilityScoreSet></GetCapacityManagerSupportabilityScoresResponse>`;
    desk.standIn.faults.add({ ...SCORES, kind: 'status', status: 200, body });
    expect(await desk.run(JOB)).toMatchObject({ state: 'partial', counts: { quarantined: 1 } });
    expect(facts(desk.db).points).toEqual(before.points);
  });
});
