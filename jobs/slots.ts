import { newestSlot, recordSkipped, wasRunning } from '#db/queries/skipped-slots.ts';
import { missedSlots, slotAt } from '#lib/domain/schedule.ts';
import type { Job, JobContext } from './context.ts';

const OVERLAPPED = 'the run before was still going on';
const ABSENT = 'nobody was there to run it: the worker was away, stood still, or its clock was moved on';

/**
 * Closes in the ledger every slot of a job that is over and has no row. A job that works only when there is something
 * to do has no slots of its own. `firstAskedAt`: when this process began to ask, for a job the ledger has never seen.
 */
export function closeMissedSlots(context: JobContext, job: Job, firstAskedAt: number, hold?: string): void {
  if (job.isDue !== undefined) return;
  const { db, clock } = context;
  const now = clock.now();
  const recorded =
    newestSlot(db, job.name) ?? slotAt(job.name, job.intervalMs, firstAskedAt) - job.intervalMs;
  const missed = missedSlots(job.name, job.intervalMs, recorded, now);
  if (missed === undefined) return;
  const reason = hold ?? (wasRunning(db, job.name, missed.first, missed.last) ? OVERLAPPED : ABSENT);
  recordSkipped(db, job.name, missed, reason, now);
  context.log.warn({ job: job.name, slots: missed.slots, reason }, 'slots were skipped');
}
