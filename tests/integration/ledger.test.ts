import { spawnSync } from 'node:child_process';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Db, openDatabase } from '#db/client.ts';
import { saveRegions } from '#db/queries/places.ts';
import { publishFacts, publishLook } from '#db/queries/publish-look.ts';
import { publishPrices } from '#db/queries/publish-prices.ts';
import { type JobRun, listRuns, openRun, RunClosedError } from '#db/queries/runs.ts';
import { ensureTarget } from '#db/queries/targets.ts';
import { makeAwsClients } from '#jobs/aws/clients.ts';
import type { Job, JobContext, RunContext } from '#jobs/context.ts';
import { executeJob } from '#jobs/execute.ts';
import { report } from '#jobs/pipeline/targets.ts';
import { DEFAULT_SOURCES } from '#lib/config/sources.ts';
import { WATCH_EVERYTHING } from '#lib/config/watch.ts';
import { MINUTE, SECOND } from '#lib/domain/time.ts';
import { openGate } from '#tests/helpers/open-gate.ts';
import { openTestDatabase } from '../helpers/database.ts';

const START = Date.UTC(2026, 10, 22, 12);
const never = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

function open(db: Db = openTestDatabase()): JobContext {
  return {
    db,
    aws: makeAwsClients(),
    gate: openGate(),
    sources: DEFAULT_SOURCES,
    clock: { now: Date.now, speed: 1 },
    watch: WATCH_EVERYTHING,
    simulated: true,
    log: pino({ level: 'silent' }),
  };
}

const done = async () => report(['complete'], {});
const hangs = () => new Promise<never>(() => {});
/** A job as good ones are: it ends when it is told to. */
const waits = ({ signal }: RunContext) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

const job = (run: Job['run'], over: Partial<Job> = {}): Job => ({
  name: 'spot-price',
  intervalMs: 5 * MINUTE,
  deadlineMs: MINUTE,
  actions: [],
  requires: [],
  run,
  ...over,
});
const states = (db: Db) =>
  listRuns(db, 100)
    .reverse()
    .map((run) => run.state);

describe('a slot of a job', () => {
  test('runs once: whoever finds it taken does nothing', async () => {
    const context = open();
    const run = vi.fn(done);
    expect(await executeJob(context, job(run), 7, 'schedule', never)).toMatchObject({ state: 'ok', slot: 7 });
    expect(await executeJob(context, job(run), 7, 'schedule', never)).toBeUndefined();
    expect(run).toHaveBeenCalledTimes(1);
    expect(states(context.db)).toEqual(['ok']);
  });

  test('is not opened while another of the job is open, in this process or in another', async () => {
    const context = open();
    const other = open(openDatabase(context.db.path, 'worker'));
    onTestFinished(() => {
      other.db.sqlite.close();
    });
    const first = executeJob(context, job(waits), 1, 'schedule', never);
    expect(await executeJob(context, job(done), 2, 'manual', never)).toBeUndefined();
    expect(openRun(other.db, aRow({ runId: 'elsewhere', slot: 3 }))).toBe(false);
    await vi.advanceTimersByTimeAsync(MINUTE);
    await first;
    expect(await executeJob(context, job(done), 4, 'schedule', never)).toMatchObject({ state: 'ok' });
  });

  test.each([
    ['complete, complete', ['complete', 'complete'], 'ok'],
    ['complete, disabled', ['complete', 'skipped'], 'ok'],
    ['complete, failed', ['complete', 'failed'], 'partial'],
    ['partial', ['partial'], 'partial'],
    ['failed, failed', ['failed', 'failed'], 'failed'],
    ['failed, disabled', ['failed', 'skipped'], 'failed'],
  ] as const)('with targets %s ends as it went', async (_, results, state) => {
    const context = open();
    const ended = await executeJob(
      context,
      job(async () => report([...results], { records: 3 })),
      1,
      'schedule',
      never,
    );
    expect(ended).toMatchObject({ state, counts: { records: 3 } });
    expect(states(context.db)).toEqual([state]);
  });

  test.each([
    [
      'throws at once',
      () => {
        throw new TypeError('our own mistake');
      },
    ],
    [
      'throws later',
      async () => {
        throw new Error('later');
      },
    ],
  ])('whose job %s is failed, and the job runs again', async (_, run) => {
    const context = open();
    expect(await executeJob(context, job(run as Job['run']), 1, 'schedule', never)).toMatchObject({
      state: 'failed',
    });
    expect(await executeJob(context, job(done), 2, 'schedule', never)).toMatchObject({ state: 'ok' });
    expect(states(context.db)).toEqual(['failed', 'ok']);
  });
});

describe('a run beyond its deadline', () => {
  test('is told to stop and ends as timeout', async () => {
    const context = open();
    const ended = executeJob(context, job(waits), 1, 'schedule', never);
    await vi.advanceTimersByTimeAsync(MINUTE - 1);
    expect(states(context.db)).toEqual(['running']);
    await vi.advanceTimersByTimeAsync(1);
    expect(await ended).toMatchObject({ state: 'timeout', errorClass: 'timeout' });
  });

  test('F22: that never comes back is closed ten seconds later, and the next slot runs', async () => {
    const context = open();
    const ended = executeJob(context, job(hangs), 1, 'schedule', never);
    await vi.advanceTimersByTimeAsync(MINUTE + 10 * SECOND - 1);
    expect(states(context.db)).toEqual(['running']);
    await vi.advanceTimersByTimeAsync(1);
    expect(await ended).toMatchObject({ state: 'timeout' });
    expect(await executeJob(context, job(done), 2, 'schedule', never)).toMatchObject({ state: 'ok' });
  });

  test('F22: brings nothing any more: every way to publish throws and writes nothing', async () => {
    const context = open();
    const { db } = context;
    const target = ensureTarget(db, 'spot-price', 'us-east-1', { key: 'all' });
    let late: RunContext | undefined;
    const run = (given: RunContext) => {
      late = given;
      return hangs();
    };
    const ended = executeJob(context, job(run), 1, 'schedule', never);
    await vi.advanceTimersByTimeAsync(MINUTE + 10 * SECOND);
    await ended;
    const runId = late!.runId;
    const look = {
      runId,
      collectedAt: START,
      span: { from: START, to: START },
      completeness: 'complete' as const,
      outcome: 'value' as const,
      pages: 1,
      items: 1,
      quarantined: 0,
    };
    const record = { at: START, value: 5 };
    const pool = { zoneId: 'use1-az1', instanceType: 'p5.48xlarge', qualifier: 'Linux/UNIX', scale: 6 };
    const set = {
      targetId: target.id,
      kind: 'spot',
      unit: 'u',
      region: 'us-east-1',
      look,
      provesAbsence: true,
      asked: () => true,
    };
    const before = dump(db);
    const wrote = vi.fn(() => 1);
    expect(() =>
      publishPrices(db, { ...set, about: 'now', series: [{ ...pool, records: [record] }] }),
    ).toThrow(RunClosedError);
    expect(() => publishLook(db, target.id, look, wrote)).toThrow(RunClosedError);
    expect(() => publishFacts(db, runId, wrote)).toThrow(RunClosedError);
    expect(() =>
      saveRegions(db, runId, [
        { name: 'us-east-1', optInStatus: 'opted-in', enabled: true, geography: null, seenAt: 0 },
      ]),
    ).toThrow(RunClosedError);
    expect(wrote).not.toHaveBeenCalled();
    expect(dump(db)).toEqual(before);
  });
});

describe('being told to stop', () => {
  test('ends a run as aborted', async () => {
    const context = open();
    const stop = new AbortController();
    const ended = executeJob(context, job(waits), 1, 'schedule', stop.signal);
    stop.abort();
    expect(await ended).toMatchObject({ state: 'aborted', errorClass: 'aborted' });
    expect(states(context.db)).toEqual(['aborted']);
  });

  test('closes a run that does not listen after ten seconds, long before its deadline', async () => {
    const context = open();
    const stop = new AbortController();
    const ended = executeJob(context, job(hangs), 1, 'schedule', stop.signal, 60 * MINUTE);
    stop.abort();
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    expect(await ended).toMatchObject({ state: 'aborted' });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('runs that nobody will end', () => {
  const dead = () => spawnSync('true').pid;
  test.each([
    ['a process that is gone', () => ({ ownerPid: dead() })],
    ['an earlier process that had our id, as in a container', () => ({ ownerPid: process.pid })],
    [
      'a stranger who now has the id, long after the deadline',
      () => ({ ownerPid: process.ppid, deadlineAt: START - 2 * MINUTE }),
    ],
  ])('of %s are closed as aborted, and the job runs', async (_, owner) => {
    const context = open();
    openRun(context.db, aRow({ runId: 'left', slot: 1, ...owner() }));
    expect(await executeJob(context, job(done), 2, 'schedule', never)).toMatchObject({ state: 'ok' });
    expect(states(context.db)).toEqual(['aborted', 'ok']);
  });

  test('of a process that lives and is in time are left alone', async () => {
    const context = open();
    openRun(context.db, aRow({ runId: 'theirs', slot: 1, ownerPid: process.ppid }));
    expect(await executeJob(context, job(done), 2, 'schedule', never)).toBeUndefined();
    expect(states(context.db)).toEqual(['running']);
  });

  test('because the ledger could not be written are closed with how they ended', async () => {
    const context = open();
    context.db.sqlite.pragma('busy_timeout = 0');
    const stranger = openDatabase(context.db.path, 'worker');
    onTestFinished(() => {
      stranger.sqlite.close();
    });
    const locks = async () => {
      stranger.sqlite.exec('BEGIN IMMEDIATE');
      return done();
    };
    await expect(executeJob(context, job(locks), 1, 'schedule', never)).rejects.toThrow(/locked/);
    stranger.sqlite.exec('COMMIT');
    expect(states(context.db)).toEqual(['running']);
    expect(await executeJob(context, job(done), 2, 'schedule', never)).toMatchObject({ state: 'ok' });
    expect(states(context.db)).toEqual(['ok', 'ok']);
  });
});

function aRow(over: Partial<JobRun> & { runId: string; slot: number }) {
  const row = { job: 'spot-price', trigger: 'manual' as const, startedAt: START, deadlineAt: START + MINUTE };
  return { ...row, ownerPid: process.pid, ...over } as Parameters<typeof openRun>[1];
}

function dump(db: Db): unknown[] {
  const tables = ['series', 'point', 'rollup_day', 'coverage', 'sample_set', 'target', 'region', 'meta'];
  return tables.map((table) => db.sqlite.prepare(`SELECT * FROM ${table}`).all());
}
