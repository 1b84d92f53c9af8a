import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Job, RunContext } from '#jobs/context.ts';
import { executeJob } from '#jobs/execute.ts';
import { eachRegion, report } from '#jobs/pipeline/targets.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { openSchedule } from '#tests/helpers/schedule.ts';

const never = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 22, 12) });
});
afterEach(() => {
  vi.useRealTimers();
});

const jobOf = (run: Job['run']): Job => ({
  name: 'spot-price',
  intervalMs: 5 * MINUTE,
  deadlineMs: MINUTE,
  actions: [],
  requires: [],
  run,
});

test('a region that fails, and one that fails to be recorded, never stop another', async () => {
  const { context } = openSchedule();
  const regions = ['ap-south-1', 'eu-west-1', 'us-east-1', 'us-west-2'];
  const insert = "INSERT INTO region (name, opt_in_status, enabled, seen_at) VALUES (?, 'opted-in', 1, 0)";
  for (const region of regions) context.db.sqlite.prepare(insert).run(region);
  const looked: string[] = [];
  const run = async (given: RunContext) => {
    const results = await eachRegion(given, 'spot-price', { key: 'all' }, async (_, region) => {
      if (region === 'eu-west-1') throw new TypeError('a row that nobody expected');
      if (region === 'ap-south-1') throw Object.assign(new Error(), { name: 'RequestLimitExceeded' });
      looked.push(region);
      return 'complete';
    });
    return report(results, {});
  };
  expect(await executeJob(context, jobOf(run), 1, 'schedule', never)).toMatchObject({ state: 'partial' });
  expect(looked.sort()).toEqual(['us-east-1', 'us-west-2']);
  const targets = context.db.sqlite
    .prepare('SELECT region, error_class FROM target ORDER BY region')
    .raw()
    .all();
  expect(targets.slice(0, 2)).toEqual([
    ['ap-south-1', 'throttle'],
    ['eu-west-1', 'internal'],
  ]);
});

test('a target that throws what nobody expects three times in a row is left alone for a quarter of an hour', async () => {
  const { context } = openSchedule();
  const insert = "INSERT INTO region (name, opt_in_status, enabled, seen_at) VALUES (?, 'opted-in', 1, 0)";
  for (const region of ['us-east-1', 'us-west-2']) context.db.sqlite.prepare(insert).run(region);
  const looked = { 'us-east-1': 0, 'us-west-2': 0 };
  const run = async (given: RunContext) => {
    const work = async (_: unknown, region: string) => {
      looked[region as keyof typeof looked]++;
      if (region === 'us-west-2') throw new TypeError('a row that nobody expected');
      return 'complete' as const;
    };
    return report(await eachRegion(given, 'spot-price', { key: 'all' }, work), {});
  };
  for (let slot = 1; slot <= 5; slot++) {
    expect(await executeJob(context, jobOf(run), slot, 'schedule', never)).toMatchObject({
      state: 'partial',
    });
    vi.setSystemTime(Date.now() + 5 * MINUTE);
  }
  expect(looked).toEqual({ 'us-east-1': 5, 'us-west-2': 3 });
  const sql = "SELECT error_text FROM target WHERE region = 'us-west-2'";
  expect(context.db.sqlite.prepare(sql).pluck().get()).toMatch(
    /^unexpected: TypeError.*left alone for 15 minutes/,
  );
  await executeJob(context, jobOf(run), 6, 'schedule', never);
  await executeJob(context, jobOf(run), 7, 'schedule', never);
  expect(looked['us-west-2']).toBe(4);
});
