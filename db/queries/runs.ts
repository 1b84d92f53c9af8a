import { and, desc, eq, inArray, ne } from 'drizzle-orm';
import { type Db, writeTransaction } from '../client.ts';
import { jobRun } from '../schema/index.ts';

export type RunState = 'running' | 'ok' | 'partial' | 'failed' | 'timeout' | 'aborted' | 'skipped';
export type JobRun = typeof jobRun.$inferSelect;

export type NewRun = {
  runId: string;
  job: string;
  slot: number;
  trigger: 'schedule' | 'catch-up' | 'manual';
  startedAt: number;
  deadlineAt: number;
  ownerPid: number;
};

export type RunEnd = {
  state: Exclude<RunState, 'running'>;
  finishedAt: number;
  counts?: Record<string, number> | undefined;
  errorClass?: string | undefined;
  errorText?: string | undefined;
};

/** A late result: the ledger has closed this run, so nothing of it may be written any more. */
export class RunClosedError extends Error {
  constructor(runId: string) {
    super(`run ${runId} was closed by the ledger: its result is discarded`);
    this.name = 'RunClosedError';
  }
}

/** Opens a slot in the ledger; false when the slot is taken or the job has an open run. */
export function openRun(db: Db, run: NewRun): boolean {
  // One transaction: the worker and a run by hand are two processes.
  return writeTransaction(db, () => {
    if (openRunOf(db, run.job) !== undefined) return false;
    const result = db.orm
      .insert(jobRun)
      .values({ ...run, state: 'running' })
      .onConflictDoNothing()
      .run();
    return result.changes === 1;
  });
}

/** The first slot from an instant on that the job has not used: a run by hand is never turned away by an old one. */
export function freeSlot(db: Db, job: string, from: number): number {
  let slot = from;
  const at = (candidate: number) => and(eq(jobRun.job, job), eq(jobRun.slot, candidate));
  while (db.orm.select({ slot: jobRun.slot }).from(jobRun).where(at(slot)).get() !== undefined) slot++;
  return slot;
}

function openRunOf(db: Db, job: string): JobRun | undefined {
  return db.orm
    .select()
    .from(jobRun)
    .where(and(eq(jobRun.job, job), eq(jobRun.state, 'running')))
    .get();
}

/** Ends a run that is still open; false when the ledger had closed it before. */
export function closeRun(db: Db, runId: string, end: RunEnd): boolean {
  const result = db.orm
    .update(jobRun)
    .set({
      state: end.state,
      finishedAt: end.finishedAt,
      countsJson: end.counts === undefined ? null : JSON.stringify(end.counts),
      errorClass: end.errorClass ?? null,
      errorText: end.errorText ?? null,
    })
    .where(and(eq(jobRun.runId, runId), eq(jobRun.state, 'running')))
    .run();
  return result.changes === 1;
}

/**
 * Fencing: called first in every transaction that writes what a run has found.
 * @throws RunClosedError
 */
export function assertRunOpen(db: Db, runId: string): void {
  const open = db.orm
    .select({ runId: jobRun.runId })
    .from(jobRun)
    .where(and(eq(jobRun.runId, runId), eq(jobRun.state, 'running')))
    .get();
  if (open === undefined) throw new RunClosedError(runId);
}

/** Closes the open runs that nobody will end any more, as `isOrphan` tells. */
export function abortOrphans(db: Db, isOrphan: (run: JobRun) => boolean, now: number): number {
  const orphans = db.orm.select().from(jobRun).where(eq(jobRun.state, 'running')).all().filter(isOrphan);
  for (const run of orphans)
    closeRun(db, run.runId, {
      state: 'aborted',
      finishedAt: now,
      errorClass: 'aborted',
      errorText: 'its process ended',
    });
  return orphans.length;
}

/** The newest run that the schedule has started of a job; neither runs by hand nor skipped slots move the schedule. */
export function lastScheduled(db: Db, job: string): JobRun | undefined {
  const where = and(eq(jobRun.job, job), ne(jobRun.trigger, 'manual'), ne(jobRun.state, 'skipped'));
  return db.orm.select().from(jobRun).where(where).orderBy(desc(jobRun.slot)).limit(1).get();
}

/** Whether a job has ever brought what others build on: one run that was ok, or at least partly so. */
export function hasCompleted(db: Db, job: string): boolean {
  const where = and(eq(jobRun.job, job), inArray(jobRun.state, ['ok', 'partial']));
  return db.orm.select({ runId: jobRun.runId }).from(jobRun).where(where).limit(1).get() !== undefined;
}

/** Runs, newest first, for the ledger that people read. */
export function listRuns(db: Db, limit: number): JobRun[] {
  return db.orm.select().from(jobRun).orderBy(desc(jobRun.startedAt)).limit(limit).all();
}
