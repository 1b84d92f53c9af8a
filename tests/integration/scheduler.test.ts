import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listRuns } from '#db/queries/runs.ts';
import { makeAwsClients } from '#jobs/aws/clients.ts';
import type { Job, JobContext, RunContext } from '#jobs/context.ts';
import { report } from '#jobs/pipeline/targets.ts';
import { startScheduler } from '#jobs/scheduler.ts';
import { DEFAULT_SOURCES } from '#lib/config/sources.ts';
import { WATCH_EVERYTHING } from '#lib/config/watch.ts';
import { HOUR, MINUTE, SECOND } from '#lib/domain/time.ts';
import { openGate } from '#tests/helpers/open-gate.ts';
import { openTestDatabase } from '../helpers/database.ts';

const START = Date.UTC(2026, 10, 22, 12);

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

/** The product's scheduler over jobs of the test; the wall clock can be set apart from the one that never steps. */
function open(...jobs: Partial<Job>[]) {
  let wallOffset = 0;
  const db = openTestDatabase();
  const context: JobContext = {
    db,
    aws: makeAwsClients(),
    gate: openGate(),
    sources: DEFAULT_SOURCES,
    clock: { now: () => Date.now() + wallOffset, speed: 1 },
    watch: WATCH_EVERYTHING,
    simulated: true,
    log: pino({ level: 'silent' }),
  };
  const all = jobs.map(
    (job): Job => ({
      name: 'spot-price',
      intervalMs: 5 * MINUTE,
      deadlineMs: MINUTE,
      actions: [],
      requires: [],
      run: async () => report(['complete'], {}),
      ...job,
    }),
  );
  return {
    db,
    start: () => startScheduler(context, all, () => Date.now()),
    setWall: (by: number) => {
      wallOffset += by;
    },
    runs: (name = 'spot-price') =>
      listRuns(db, 1000)
        .filter((run) => run.job === name)
        .reverse(),
  };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('a job runs once per interval, however often the ledger is asked', async () => {
  const desk = open({});
  const scheduler = desk.start();
  await pass(HOUR);
  await scheduler.stop();
  expect(desk.runs().length).toBeGreaterThanOrEqual(12);
  expect(desk.runs().length).toBeLessThanOrEqual(13);
  expect(new Set(desk.runs().map((run) => run.slot)).size).toBe(desk.runs().length);
  expect(desk.runs().every((run) => run.state === 'ok')).toBe(true);
});

test('whatever was missed while the process was away is one run', async () => {
  const desk = open({});
  const first = desk.start();
  await pass(SECOND);
  await first.stop();
  const before = desk.runs().length;
  await pass(3 * HOUR);
  const second = desk.start();
  await pass(SECOND);
  await second.stop();
  expect(desk.runs().length).toBe(before + 1);
});

test('a restart within an interval runs nothing again', async () => {
  const desk = open({});
  const first = desk.start();
  await pass(SECOND);
  await first.stop();
  const second = desk.start();
  await pass(SECOND);
  await second.stop();
  expect(desk.runs()).toHaveLength(1);
});

test('a clock set back by two hours silences nobody', async () => {
  const desk = open({});
  const scheduler = desk.start();
  await pass(20 * MINUTE);
  const before = desk.runs().length;
  desk.setWall(-2 * HOUR);
  await pass(20 * MINUTE);
  await scheduler.stop();
  expect(desk.runs().length - before).toBeGreaterThanOrEqual(3);
  expect(desk.runs().length - before).toBeLessThanOrEqual(5);
});

test('a clock set back while the process was away silences nobody', async () => {
  const desk = open({});
  const first = desk.start();
  await pass(SECOND);
  await first.stop();
  desk.setWall(-30 * 24 * HOUR);
  const second = desk.start();
  await pass(20 * MINUTE);
  await second.stop();
  expect(desk.runs().length).toBeGreaterThanOrEqual(4);
});

test('a job that hangs is given up and started anew; the others are on time', async () => {
  let calls = 0;
  const hangs = () => {
    calls++;
    return new Promise<never>(() => {});
  };
  const desk = open({ name: 'region', run: hangs }, {});
  const scheduler = desk.start();
  await pass(20 * MINUTE);
  const stopping = scheduler.stop();
  await pass(10 * SECOND);
  await stopping;
  expect(desk.runs().length).toBeGreaterThanOrEqual(4);
  expect(calls).toBeGreaterThanOrEqual(3);
  const states = desk.runs('region').map((run) => run.state);
  expect(states.slice(0, -1).every((state) => state === 'timeout')).toBe(true);
  expect(states).not.toContain('running');
});

test('a job that throws is tried again, and stops no other', async () => {
  const broken = async () => {
    throw new Error('broken');
  };
  const desk = open({ name: 'region', intervalMs: 24 * HOUR, run: broken }, {});
  const scheduler = desk.start();
  await pass(16 * MINUTE);
  await scheduler.stop();
  expect(desk.runs('region').map((run) => run.state)).toEqual(['failed', 'failed', 'failed', 'failed']);
  expect(desk.runs().length).toBeGreaterThanOrEqual(3);
});

test('a job waits for the one whose facts it builds on', async () => {
  let works = false;
  const region = async () => {
    if (!works) throw new Error('no facts yet');
    return report(['complete'], {});
  };
  const desk = open({ name: 'region', run: region }, { actions: [], requires: ['region'] });
  const scheduler = desk.start();
  await pass(4 * MINUTE);
  expect(desk.runs()).toHaveLength(0);
  works = true;
  await pass(6 * MINUTE);
  await scheduler.stop();
  expect(desk.runs().length).toBeGreaterThanOrEqual(1);
});

test('stopping ends what runs, closes its slot, and starts nothing more', async () => {
  const waits = ({ signal }: RunContext) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const desk = open({ run: waits });
  const scheduler = desk.start();
  await pass(SECOND);
  await scheduler.stop();
  expect(desk.runs().map((run) => run.state)).toEqual(['aborted']);
  await pass(HOUR);
  expect(desk.runs()).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
