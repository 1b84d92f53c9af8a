import { setMaxListeners } from 'node:events';
import { pino } from 'pino';
import { openDatabase } from '#db/client.ts';
import { createDatabase } from '#db/migrate.ts';
import { hasCompleted, lastScheduled } from '#db/queries/runs.ts';
import { makeAwsClients } from '#jobs/aws/clients.ts';
import type { JobContext } from '#jobs/context.ts';
import { executeJob } from '#jobs/execute.ts';
import { JOBS } from '#jobs/jobs.ts';
import { DEFAULT_SOURCES } from '#lib/config/sources.ts';
import { WATCH_EVERYTHING } from '#lib/config/watch.ts';
import { dueSlot } from '#lib/domain/schedule.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { VirtualTime } from '#tests/helpers/virtual-time.ts';
import type { Market } from './market.ts';

/** The whole product's jobs on their schedule, over a market whose time passes as fast as the work allows. */
export type Desk = {
  context: JobContext;
  /** Lets time pass to an instant, with every job run at its slots. */
  runUntil(end: number): Promise<void>;
  close(): void;
};

export function openWeek(path: string, start: number, market: Market): Desk {
  createDatabase(path);
  const time = new VirtualTime(start, market.setNow);
  const db = openDatabase(path, 'worker');
  const context: JobContext = {
    db,
    aws: makeAwsClients({ endpoint: market.url }),
    gate: time.gate(),
    sources: DEFAULT_SOURCES,
    clock: { now: time.now, speed: 1 },
    watch: WATCH_EVERYTHING,
    simulated: true,
    log: pino({ level: 'silent' }),
  };
  const running = new Map<string, Promise<unknown>>();
  const stop = new AbortController().signal;
  setMaxListeners(0, stop);

  function startDue(): void {
    for (const job of JOBS.filter((candidate) => candidate.optional === undefined)) {
      if (running.has(job.name) || !job.requires.every((name) => hasCompleted(db, name))) continue;
      const { name, intervalMs } = job;
      const due = dueSlot({
        job: name,
        intervalMs,
        now: time.now(),
        last: lastScheduled(db, name),
        sinceStartMs: undefined,
      });
      if (due === undefined || job.isDue?.(context) === false) continue;
      const run = executeJob(context, job, due.slot, 'schedule', stop).finally(() => running.delete(name));
      running.set(name, run);
    }
  }

  async function schedule(end: number): Promise<void> {
    for (; time.now() < end; await time.sleep(MINUTE, stop)) startDue();
    await Promise.all(running.values());
  }

  return {
    context,
    runUntil: (end) => time.during(schedule(end)),
    close: () => {
      context.aws.destroy();
      db.sqlite.close();
    },
  };
}
