import { expect, test } from 'vitest';
import type { Db } from '#db/client.ts';
import { apiUseSince } from '#db/queries/api-use.ts';
import { watchedTargets } from '#db/queries/health.ts';
import { executeJob } from '#jobs/execute.ts';
import { JOBS } from '#jobs/jobs.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { judgeHealth } from '#lib/series/collector-health.ts';
import { NOW, openFaultyDesk } from '../helpers/faulty-desk.ts';
import { VirtualTime } from '../helpers/virtual-time.ts';

/** Regions of which the desk would say that they have not been heard of for too long. */
function silent(db: Db, now: number): string[] {
  const signs = { firstRunAt: NOW, lastRunAt: now };
  const { collectors } = judgeHealth(watchedTargets(db), signs, now);
  const failing = collectors.filter(({ name, state }) => name === 'capacity-block' && state === 'failing');
  return failing.map(({ region }) => region);
}

const SLOTS = 48;
const FIRST = NOW + HOUR;

test('a day over all regions and types, 15,000 calls at least, throttled as AWS does: not one is refused, and no region is called silent', async ({
  annotate,
}) => {
  const time = new VirtualTime(NOW);
  const market = { throttle: true, now: time.now, bucketNow: time.now };
  const desk = await openFaultyDesk({ types: [], regions: [], ...market });
  desk.context.clock = { now: time.now, speed: 1 };
  desk.context.gate = time.gate();
  // What is tested is pacing, not what survives a power cut.
  desk.db.sqlite.pragma('synchronous = OFF');
  await time.during(desk.run('region'));
  await time.during(desk.run('instance-type'));
  const job = JOBS.find((one) => one.name === 'capacity-block')!;
  let longest = 0;
  for (let slot = 0; slot < SLOTS; slot++) {
    const at = FIRST + slot * 30 * MINUTE;
    time.passTo(at);
    const never = new AbortController().signal;
    const ended = await time.during(executeJob(desk.context, job, at, 'schedule', never, 10 * MINUTE));
    expect(ended).toMatchObject({ state: 'ok' });
    longest = Math.max(longest, time.now() - at);
    // Regions that sell no block are asked once a day: that is no silence.
    expect(silent(desk.db, time.now()), `after ${slot / 2} h`).toEqual([]);
  }
  // Every sweep is over before the next begins.
  expect(longest).toBeLessThan(30 * MINUTE);

  const asked = apiUseSince(desk.db, 0).filter((use) => use.action === 'DescribeCapacityBlockOfferings');
  const calls = asked.reduce((sum, use) => sum + use.calls, 0);
  const busiest = Math.max(...asked.map((use) => use.calls));
  const answer = await fetch(`${desk.standIn.url}/_stand-in/rejections`);
  expect(await answer.json()).toEqual({ rejections: {} });
  expect(asked.filter((use) => use.throttled > 0)).toEqual([]);
  expect(calls).toBeGreaterThan(15_000);
  // AWS lets 0.15 calls a second pass in a region: four fifths of a day's are left to others.
  expect(busiest).toBeLessThan(0.2 * 0.15 * 86_400);
  const minutes = (longest / MINUTE).toFixed(1);
  await annotate(`${calls} calls, none refused; busiest region ${busiest}; longest sweep ${minutes} min`);
}, 300_000);
