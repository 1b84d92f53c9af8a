import { describe, expect, test } from 'vitest';
import { type Interruption, latestInterruptions } from '#db/queries/interruptions.ts';
import { fetchFeed } from '#jobs/collectors/interruption/fetch.ts';
import { executeJob } from '#jobs/execute.ts';
import { JOBS } from '#jobs/jobs.ts';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { type FaultyDesk, facts, newestLooks, openFaultyDesk } from '../helpers/faulty-desk.ts';

const JOB = 'interruption';
const FEED = { service: 'spot-advisor' };
const FOREVER = Number.POSITIVE_INFINITY;
const REGIONS = ['eu-north-1', 'us-east-1', 'us-west-2'];

const outcomes = (desk: FaultyDesk) =>
  Object.fromEntries([...newestLooks(desk.db, JOB)].map(([region, look]) => [region, look.outcome]));
const everywhere = (outcome: string) => Object.fromEntries(REGIONS.map((region) => [region, outcome]));
const p5 = (desk: FaultyDesk) =>
  latestInterruptions(desk.db, { types: ['p5.48xlarge'], regions: ['us-east-1'] }).rows.filter(
    ({ os }) => os === 'Linux',
  )[0] as Interruption;

type Entries = Record<string, unknown>;

/** The feed with nothing but what is given, for us-east-1. */
function feed(linux: Entries, { windows = {}, ranges }: { windows?: Entries; ranges?: unknown[] } = {}) {
  const usual = [
    { index: 0, label: '<5%', max: 5 },
    { index: 1, label: '5-10%', max: 11 },
    { index: 4, label: '>20%', max: 100 },
  ];
  const body = JSON.stringify({
    ranges: ranges ?? usual,
    spot_advisor: { 'us-east-1': { Linux: linux, Windows: windows } },
  });
  return { ...FEED, kind: 'status' as const, status: 200, body };
}

describe('the public feed', () => {
  test('is read once for all regions, without credentials, and kept by type, region and system', async () => {
    const desk = await openFaultyDesk();
    expect((await desk.run(JOB)).state).toBe('ok');
    expect(desk.standIn.requests.filter(({ service }) => service === FEED.service)).toHaveLength(1);
    expect(outcomes(desk)).toEqual(everywhere('value'));
    const { rows } = latestInterruptions(desk.db);
    expect(new Set(rows.map(({ os }) => os))).toEqual(new Set(['Linux', 'Windows']));
    const told = rows.filter(({ outcome }) => outcome === 'value');
    expect(told.length).toBeGreaterThan(20);
    for (const { index, savings } of told) {
      expect([0, 1, 2, 3, 4]).toContain(index);
      expect(savings).toBeGreaterThanOrEqual(0);
      expect(savings).toBeLessThanOrEqual(100);
    }
  });

  test('goes by the label of a range and not by its max', async () => {
    const desk = await openFaultyDesk({ regions: ['us-east-1'] });
    desk.standIn.faults.add(feed({ 'p5.48xlarge': { s: 61, r: 1 } }));
    await desk.run(JOB);
    expect(p5(desk)).toMatchObject({ index: 1, savings: 61, outcome: 'value' });
  });

  test('has no data for a type that it leaves out; one it has lost has none any more', async () => {
    const desk = await openFaultyDesk({ regions: ['us-east-1'] });
    desk.standIn.faults.add(feed({ 'p5.48xlarge': { s: 61, r: 1 }, 'g6.xlarge': { s: 70, r: 0 } }));
    desk.standIn.faults.add(feed({ 'g6.xlarge': { s: 70, r: 0 } }));
    await desk.run(JOB);
    desk.pass(6 * HOUR);
    expect((await desk.run(JOB)).state).toBe('ok');
    expect(p5(desk)).toMatchObject({ index: null, savings: null, outcome: 'none' });
    const p5en = latestInterruptions(desk.db, { types: ['p5en.48xlarge'] }).rows;
    expect(p5en).toMatchObject([{ index: null, outcome: 'none' }]);
  });

  test('with a range that lies in no bucket sets those entries aside, keeps the others and ends none', async () => {
    const desk = await openFaultyDesk({ regions: ['us-east-1'] });
    desk.standIn.faults.add(feed({ 'p5.48xlarge': { s: 61, r: 1 }, 'g6.xlarge': { s: 70, r: 0 } }));
    await desk.run(JOB);
    const ranges = [
      { index: 1, label: '<30%' },
      { index: 0, label: '2-5%' },
    ];
    desk.standIn.faults.add(
      feed({ 'p5.48xlarge': { s: 50, r: 1 }, 'g6.xlarge': { s: 71, r: 0 } }, { ranges }),
    );
    desk.pass(6 * HOUR);
    expect(await desk.run(JOB)).toMatchObject({ state: 'partial', counts: { quarantined: 1 } });
    expect(p5(desk)).toMatchObject({ index: 1, savings: 61, outcome: 'failed' });
    expect(p5(desk).reason).toMatch(
      /1 records set aside: p5\.48xlarge Linux: the range <30% lies in no bucket/,
    );
    const g6 = latestInterruptions(desk.db, { types: ['g6.xlarge'] }).rows[0];
    expect(g6).toMatchObject({ index: 0, savings: 71, observedAt: desk.now() });
  });

  test('is believed at the third look only when it has all but lost a region', async () => {
    const desk = await openFaultyDesk({ types: [], regions: ['us-east-1'] });
    await desk.run(JOB);
    const before = facts(desk.db);
    desk.standIn.faults.add({ ...feed({ 'p5.48xlarge': { s: 61, r: 1 } }), times: FOREVER });
    for (let look = 1; look <= 2; look++) {
      desk.pass(6 * HOUR);
      expect((await desk.run(JOB)).state).toBe('partial');
      expect(p5(desk)).toMatchObject({ outcome: 'failed' });
    }
    const live = (all: typeof before) => all.series?.filter((row) => (row as unknown[])[9] !== null).length;
    expect(live(facts(desk.db))).toBe(live(before));
    desk.pass(6 * HOUR);
    expect((await desk.run(JOB)).state).toBe('ok');
    expect(p5(desk)).toMatchObject({ outcome: 'value', index: 1 });
    expect(latestInterruptions(desk.db).rows.filter(({ index }) => index !== null)).toHaveLength(1);
  });
});

describe('a feed that has stopped moving', () => {
  test('is told of after three days, and its rates are not confirmed any more', async () => {
    const desk = await openFaultyDesk();
    desk.standIn.faults.add({ ...FEED, kind: 'frozen-feed', times: FOREVER });
    const start = desk.now();
    for (let hours = 0; hours < 72; hours += 6) {
      expect((await desk.run(JOB)).state).toBe('ok');
      desk.pass(6 * HOUR);
    }
    const before = p5(desk);
    expect(before).toMatchObject({ outcome: 'value', reason: null, observedAt: start + 66 * HOUR });
    expect((await desk.run(JOB)).state).toBe('partial');
    expect(outcomes(desk)).toEqual(everywhere('failed'));
    expect(p5(desk)).toEqual({
      ...before,
      outcome: 'failed',
      reason: 'the feed has not changed since 2026-03-01T12:00:00Z',
    });
    expect(latestInterruptions(desk.db).feedChangedAt).toBe(start);
    desk.standIn.faults.clear();
    desk.pass(6 * HOUR);
    expect((await desk.run(JOB)).state).toBe('ok');
    expect(p5(desk)).toMatchObject({ outcome: 'value', reason: null, observedAt: desk.now() });
    expect(latestInterruptions(desk.db).feedChangedAt).toBeGreaterThan(start + 3 * DAY);
  });

  test('before we ever looked shows its rates as old as they are', async () => {
    const desk = await openFaultyDesk({ regions: ['us-east-1'] });
    await desk.run('instance-type');
    desk.standIn.faults.add({ ...FEED, kind: 'frozen-feed', times: FOREVER });
    await fetch(`${desk.standIn.url}/spot-advisor-data.json`);
    const stopped = desk.now();
    desk.pass(9 * DAY);
    expect((await desk.run(JOB)).state).toBe('partial');
    expect(p5(desk)).toMatchObject({ outcome: 'failed', observedAt: stopped, index: expect.any(Number) });
  });
});

describe('a look that goes wrong', () => {
  test.each([
    ['a login page', { kind: 'html' }, 'failed', 'schema'],
    ['an empty body', { kind: 'empty' }, 'failed', 'schema'],
    ['half of the file', { kind: 'truncated' }, 'failed', 'schema'],
    ['no region under the known name', { kind: 'renamed-set' }, 'failed', 'schema'],
    ['no region at all', { kind: 'empty-set' }, 'failed', 'schema'],
    ['another address', { kind: 'status', status: 302 }, 'failed', 'schema'],
    ['a missing file', { kind: 'status', status: 404 }, 'failed', 'internal'],
    ['a connection that breaks at once', { kind: 'reset' }, 'failed', 'network'],
    ['a connection that breaks in the middle', { kind: 'cut' }, 'failed', 'network'],
    ['access denied', { kind: 'denied' }, 'denied', 'permission'],
    ['a request to slow down', { kind: 'throttle' }, 'throttled', 'throttle'],
    ['status 500', { kind: 'status500' }, 'failed', 'server'],
  ] as const)(
    '%s: is told apart, ends nothing, and is over when it is over',
    async (_, fault, outcome, errorClass) => {
      const desk = await openFaultyDesk();
      await desk.run(JOB);
      const before = facts(desk.db);
      desk.standIn.faults.add({ ...FEED, times: FOREVER, ...fault });
      expect((await desk.run(JOB)).state).toBe('failed');
      for (const look of newestLooks(desk.db, JOB).values())
        expect(look).toMatchObject({ outcome, errorClass });
      expect(facts(desk.db)).toEqual(before);
      expect(p5(desk)).toMatchObject({ outcome, reason: expect.any(String), index: expect.any(Number) });
      desk.standIn.faults.clear();
      expect((await desk.run(JOB)).state).toBe('ok');
      expect(outcomes(desk)).toEqual(everywhere('value'));
    },
  );

  test.each(['abc', '-1', '101', 'NaN'])(
    'one saving of %j: that record is set aside, nothing ends',
    async (value) => {
      const desk = await openFaultyDesk({ types: [] });
      await desk.run(JOB);
      const before = facts(desk.db);
      desk.standIn.faults.add({ ...FEED, kind: 'bad-price', value });
      const ended = await desk.run(JOB);
      expect(ended.counts?.quarantined).toBeLessThanOrEqual(1);
      const { points } = facts(desk.db);
      expect(points).toEqual(before.points);
    },
  );

  test('a disabled region is one, and stops no other', async () => {
    const desk = await openFaultyDesk({ regions: ['us-east-1', 'il-central-1'] });
    await desk.run(JOB);
    expect(outcomes(desk)).toEqual({ 'il-central-1': 'region_disabled', 'us-east-1': 'value' });
  });

  test('no answer, or a byte a second: the run ends at its deadline with nothing of it', async () => {
    const desk = await openFaultyDesk();
    await desk.run(JOB);
    const before = facts(desk.db);
    const job = JOBS.find((one) => one.name === JOB)!;
    for (const [slot, kind] of (['hang', 'drip'] as const).entries()) {
      desk.standIn.faults.add({ ...FEED, kind });
      const ended = await executeJob(desk.context, job, slot, 'manual', new AbortController().signal, 300);
      expect(ended).toMatchObject({ state: 'timeout' });
      expect(facts(desk.db)).toEqual(before);
    }
  });

  test('an answer without end is not read to its end', async () => {
    const desk = await openFaultyDesk();
    const { aws, gate } = desk.context;
    const signal = new AbortController().signal;
    const what = { service: 'spot-advisor', action: 'GetFile', region: 'global' };
    await expect(gate.call(what, signal, (own) => fetchFeed(aws.advisorUrl, own, 1000))).rejects.toThrow(
      'the answer is longer than 1000 bytes',
    );
  });
});
