import { schedule } from 'node-cron';
import { hasCompleted, lastScheduled } from '#db/queries/runs.ts';
import { dueSlot } from '#lib/domain/schedule.ts';
import type { Job, JobContext } from './context.ts';
import { executeJob } from './execute.ts';

export type Scheduler = { stop(): Promise<void> };

/**
 * node-cron only asks, every second; the ledger decides. A job whose requirements have never completed waits for
 * them; a job that runs is left to run; whatever was missed while the process was away is one run.
 * `monotonic` is a clock that never steps, in real milliseconds.
 */
export function startScheduler(
  context: JobContext,
  jobs: readonly Job[],
  monotonic: () => number,
): Scheduler {
  const stop = new AbortController();
  const running = new Map<string, Promise<unknown>>();
  const startedAt = new Map<string, number>();

  const ask = () => {
    for (const job of jobs) {
      if (stop.signal.aborted || running.has(job.name)) continue;
      const slot = slotFor(context, job, startedAt.get(job.name), monotonic());
      if (slot === undefined) continue;
      startedAt.set(job.name, monotonic());
      const run = executeJob(context, job, slot, 'schedule', stop.signal)
        .catch((error: unknown) =>
          context.log.error({ job: job.name, error: String(error) }, 'the ledger could not be written'),
        )
        .finally(() => running.delete(job.name));
      running.set(job.name, run);
    }
  };

  const cron = schedule('* * * * * *', ask, { timezone: 'UTC', name: 'ask-the-ledger' });
  ask();
  return {
    async stop() {
      await cron.stop();
      stop.abort();
      await Promise.allSettled(running.values());
    },
  };
}

function slotFor(
  context: JobContext,
  job: Job,
  startedAt: number | undefined,
  mono: number,
): number | undefined {
  if (!job.requires.every((name) => hasCompleted(context.db, name))) return undefined;
  const sinceStartMs = startedAt === undefined ? undefined : (mono - startedAt) * context.clock.speed;
  const due = dueSlot({
    job: job.name,
    intervalMs: job.intervalMs,
    now: context.clock.now(),
    last: lastScheduled(context.db, job.name),
    sinceStartMs,
  });
  if (due === undefined || (job.isDue !== undefined && !job.isDue(context))) return undefined;
  return due.slot;
}
