import { credentialsTrouble } from '#db/queries/findings.ts';
import { freeSlot, hasCompleted, lastScheduled } from '#db/queries/runs.ts';
import { dueSlot } from '#lib/domain/schedule.ts';
import { MINUTE, SECOND } from '#lib/domain/time.ts';
import type { Job, JobContext } from './context.ts';
import { isProbe } from './credentials.ts';
import { executeJob, noteUse } from './execute.ts';
import { closeMissedSlots } from './slots.ts';

export type Scheduler = { stop(): Promise<void> };

/**
 * A timer asks every second, by the clock that never steps: a scheduler that goes by the wall clock is silent for as
 * long as that is set back. The ledger decides. A job whose requirements have never completed waits for
 * them, and whatever needs AWS waits while it refuses the credentials; a job that runs is left to run; whatever was
 * missed while the process was away is one run. Every slot without a run is closed in the ledger with its reason.
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
  const firstAskedAt = new Map<string, number>();

  const askJob = (job: Job) => {
    const known = firstAskedAt.get(job.name);
    const since = known ?? context.clock.now();
    firstAskedAt.set(job.name, since);
    const hold = holdOf(context, job);
    // What lacks at the first ask was missed while nobody was there, whatever the job waits for now.
    if (hold !== undefined)
      return closeMissedSlots(context, job, since, known === undefined ? undefined : hold);
    const slot = slotFor(context, job, startedAt.get(job.name), monotonic());
    if (slot === undefined) return;
    closeMissedSlots(context, job, since);
    startedAt.set(job.name, monotonic());
    const run = executeJob(context, job, slot, 'schedule', stop.signal)
      .catch((error: unknown) => complain(context, job, error))
      .finally(() => running.delete(job.name));
    running.set(job.name, run);
  };

  const ask = () => {
    for (const job of jobs) {
      if (stop.signal.aborted || running.has(job.name)) continue;
      try {
        askJob(job);
      } catch (error) {
        // A ledger that is locked for a moment must not keep the other jobs from being asked.
        complain(context, job, error);
      }
    }
  };

  const asking = setInterval(ask, SECOND);
  // A sweep takes most of an hour: what it asks is shown while it goes on.
  const tally = setInterval(() => noteUse(context), TALLY_MS);
  ask();
  return {
    async stop() {
      clearInterval(asking);
      clearInterval(tally);
      stop.abort();
      await Promise.allSettled(running.values());
    },
  };
}

/** Real time. */
const TALLY_MS = MINUTE;

function complain(context: JobContext, job: Job, error: unknown): void {
  context.log.error({ job: job.name, error: String(error) }, 'the ledger could not be read or written');
}

/** Why a job has to wait, in words for the ledger; undefined when it has not. */
function holdOf({ db }: JobContext, job: Job): string | undefined {
  const lacking = job.requires.find((name) => !hasCompleted(db, name));
  if (lacking !== undefined) return `it builds on ${lacking}, which has never completed`;
  if (job.actions.length === 0 || isProbe(job) || credentialsTrouble(db) === undefined) return undefined;
  return 'AWS refuses the credentials: only they are asked about until it does not';
}

function slotFor(
  context: JobContext,
  job: Job,
  startedAt: number | undefined,
  mono: number,
): number | undefined {
  // A new process asks at once: whoever has mended the credentials will not wait for the next slot.
  if (isProbe(job) && startedAt === undefined)
    return job.isDue?.(context) ? freeSlot(context.db, job.name, context.clock.now()) : undefined;
  const sinceStartMs = startedAt === undefined ? undefined : (mono - startedAt) * context.clock.speed;
  const due = dueSlot({
    job: job.name,
    intervalMs: job.intervalMs,
    now: context.clock.now(),
    last: lastScheduled(context.db, job.name),
    sinceStartMs,
    steady: isProbe(job),
  });
  if (due === undefined || (job.isDue !== undefined && !job.isDue(context))) return undefined;
  return due.slot;
}
