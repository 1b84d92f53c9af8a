import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { credentialsTrouble, noteCredentialsAccepted, noteCredentialsRefused } from '#db/queries/findings.ts';
import { listRuns } from '#db/queries/runs.ts';
import type { Job } from '#jobs/context.ts';
import { report } from '#jobs/pipeline/targets.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { jitterOf } from '#lib/domain/schedule.ts';
import { HOUR, MINUTE, SECOND } from '#lib/domain/time.ts';
import { openSchedule } from '#tests/helpers/schedule.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 22, 12) });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('a slot without a run is closed in the ledger, with its reason', () => {
  const ABSENT = 'nobody was there to run it: the worker was away, stood still, or its clock was moved on';

  test('a long absence is one run and one row that says how many slots it cost', async () => {
    const desk = openSchedule({});
    const first = desk.start();
    await pass(SECOND);
    await first.stop();
    await pass(3 * HOUR);
    const second = desk.start();
    await pass(SECOND);
    await second.stop();
    expect(desk.runs()).toHaveLength(2);
    expect(desk.skipped()).toEqual([[35, ABSENT]]);
  });

  test('F23: an event loop that stood still for eleven minutes has missed its slots once, and catches up once', async () => {
    const desk = openSchedule({});
    const scheduler = desk.start();
    await pass(MINUTE);
    const before = desk.runs().length;
    vi.setSystemTime(Date.now() + 11 * MINUTE);
    await pass(2 * SECOND);
    await scheduler.stop();
    expect(desk.runs()).toHaveLength(before + 1);
    expect(desk.skipped()).toEqual([[1, ABSENT]]);
  });

  test('a sweep that takes longer than its slot has skipped the slots it ran through', async () => {
    let first = true;
    const sweeps = async () => {
      if (first) await new Promise((resolve) => setTimeout(resolve, 80 * MINUTE));
      first = false;
      return report(['complete'], {});
    };
    const name = 'capacity-block';
    const desk = openSchedule({ name, intervalMs: 30 * MINUTE, deadlineMs: 90 * MINUTE, run: sweeps });
    const scheduler = desk.start();
    await pass(100 * MINUTE);
    await scheduler.stop();
    expect(desk.runs(name).map((run) => run.state)).toEqual(['ok', 'ok', 'ok']);
    expect(desk.skipped(name)).toEqual([[2, 'the run before was still going on']]);
    const [sweep, next] = desk.runs(name).map((run) => run.slot);
    expect((next! - sweep!) / (30 * MINUTE)).toBe(3);
  });

  test('a job whose requirement has never completed has one row that grows, and runs as soon as it may', async () => {
    let works = false;
    const region = async () => {
      if (!works) throw new Error('no facts yet');
      return report(['complete'], {});
    };
    const desk = openSchedule({ name: 'region', run: region }, { requires: ['region'] });
    const scheduler = desk.start();
    await pass(21 * MINUTE);
    expect(desk.runs()).toEqual([]);
    expect(desk.skipped()).toEqual([[5, 'it builds on region, which has never completed']]);
    works = true;
    await pass(6 * MINUTE);
    await scheduler.stop();
    expect(desk.runs()[0]?.state).toBe('ok');
    expect(desk.skipped()).toHaveLength(1);
  });

  test('a job that works only when there is something to do has no slots to miss', async () => {
    const desk = openSchedule({ isDue: () => false });
    const scheduler = desk.start();
    await pass(HOUR);
    await scheduler.stop();
    expect([...desk.runs(), ...desk.skipped()]).toEqual([]);
  });

  test('every slot of an hour is in the ledger once, however the runs went', async () => {
    let run = 0;
    const ways: Job['run'][] = [
      async () => report(['complete'], {}),
      async () => report(['failed'], {}),
      () => new Promise<never>(() => {}),
      () => {
        throw new Error('at once');
      },
      async () => report(['partial'], {}),
    ];
    const desk = openSchedule({ run: (context) => ways[run++ % ways.length]!(context) });
    const scheduler = desk.start();
    await pass(HOUR);
    const stopping = scheduler.stop();
    await pass(10 * SECOND);
    await stopping;
    const jitter = jitterOf('spot-price', 5 * MINUTE);
    const inGrid = listRuns(desk.db, 1000).map((row) => Math.floor((row.slot - jitter) / (5 * MINUTE)));
    const first = Math.min(...inGrid);
    expect(new Set(inGrid)).toEqual(new Set(Array.from({ length: 13 }, (_, i) => first + i)));
    expect(listRuns(desk.db, 1000).filter((row) => row.state === 'running')).toEqual([]);
  });
});

describe('while AWS refuses the credentials', () => {
  const HELD = 'AWS refuses the credentials: only they are asked about until it does not';

  test('one probe in ten minutes is all that is asked; once they are good, everything runs at once', async () => {
    let good = false;
    const probe: Partial<Job> = {
      name: 'credentials',
      intervalMs: 10 * MINUTE,
      actions: ['ec2:DescribeRegions'],
      isDue: ({ db }) => credentialsTrouble(db) !== undefined,
      run: async ({ db }) => {
        if (!good) return report(['failed'], {});
        noteCredentialsAccepted(db);
        return report(['complete'], {});
      },
    };
    const ask = { actions: ['ec2:DescribeSpotPriceHistory'] };
    const desk = openSchedule(probe, ask, { ...ask, name: 'reservation' }, { name: 'retain' });
    const scheduler = desk.start();
    await pass(MINUTE);
    const before = desk.runs().length;
    noteCredentialsRefused(desk.db, desk.context.clock.now(), 'AuthFailure: not these');
    await pass(65 * MINUTE);
    expect(desk.runs()).toHaveLength(before);
    expect(desk.runs('retain').length).toBeGreaterThanOrEqual(13);
    expect(desk.runs('credentials').length).toBeGreaterThanOrEqual(7);
    expect(desk.runs('credentials').length).toBeLessThanOrEqual(8);
    expect(desk.skipped()).toEqual([[12, HELD]]);

    good = true;
    await pass(10 * MINUTE);
    const probes = desk.runs('credentials').length;
    expect(desk.runs().length).toBeGreaterThan(before);
    expect(desk.runs('reservation').length).toBeGreaterThan(before);
    await pass(30 * MINUTE);
    await scheduler.stop();
    expect(desk.runs('credentials')).toHaveLength(probes);
  });

  test('a new process asks at once: nobody waits who has mended them', async () => {
    const probe: Partial<Job> = {
      name: 'credentials',
      intervalMs: 10 * MINUTE,
      isDue: ({ db }) => credentialsTrouble(db) !== undefined,
      run: async () => report(['failed'], {}),
    };
    const desk = openSchedule(probe);
    noteCredentialsRefused(desk.db, desk.context.clock.now(), 'AuthFailure: not these');
    for (let start = 0; start < 2; start++) {
      const scheduler = desk.start();
      await pass(5 * SECOND);
      await scheduler.stop();
    }
    expect(desk.runs('credentials')).toHaveLength(2);
  });
});

test('collectors of one cadence start seconds apart', () => {
  const starts = Object.entries(COLLECTOR_INTERVALS_MS).map(([name, interval]) => ({
    interval,
    jitter: jitterOf(name, interval),
  }));
  for (const one of starts) {
    const others = starts.filter((other) => other !== one && other.interval === one.interval);
    for (const other of others) expect(Math.abs(other.jitter - one.jitter)).toBeGreaterThan(2 * SECOND);
  }
});
