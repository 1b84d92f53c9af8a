import { randomUUID } from 'node:crypto';
import type { MissedSlots } from '#lib/domain/schedule.ts';
import { type Db, writeTransaction } from '../client.ts';
import { jobRun } from '../schema/index.ts';
import { prepared } from './prepared.ts';

type Row = {
  runId: string;
  slot: number;
  state: string;
  errorText: string | null;
  countsJson: string | null;
};

/** The newest slot of a job that the ledger knows, run or skipped; runs by hand have none of the schedule's. */
export function newestSlot(db: Db, job: string): number | undefined {
  return newestRow(db, job)?.slot;
}

function newestRow(db: Db, job: string): Row | undefined {
  const sql = `SELECT run_id, slot, state, error_text, counts_json FROM job_run
    WHERE job = ? AND trigger <> 'manual' ORDER BY slot DESC LIMIT 1`;
  type Columns = [string, number, string, string | null, string | null];
  const row = prepared(db, sql).get(job) as Columns | undefined;
  if (row === undefined) return undefined;
  const [runId, slot, state, errorText, countsJson] = row;
  return { runId, slot, state, errorText, countsJson };
}

/** Whether a run of a job, by schedule or by hand, was going on at some time of a stretch. */
export function wasRunning(db: Db, job: string, from: number, to: number): boolean {
  const sql = `SELECT 1 FROM job_run WHERE job = ? AND state <> 'skipped' AND started_at <= ?
    AND ifnull(finished_at, deadline_at) >= ? LIMIT 1`;
  return prepared(db, sql).get(job, to, from) !== undefined;
}

/**
 * Records slots in which a job did not run, and why. However long it lasts, one reason is one row: it carries the
 * newest slot and how many there were, and begins at the first.
 */
export function recordSkipped(db: Db, job: string, missed: MissedSlots, reason: string, now: number): void {
  writeTransaction(db, () => {
    const newest = newestRow(db, job);
    if (newest?.state === 'skipped' && newest.errorText === reason) {
      const slots = countOf(newest.countsJson) + missed.slots;
      const sql = 'UPDATE job_run SET slot = ?, finished_at = ?, counts_json = ? WHERE run_id = ?';
      prepared(db, sql).run(missed.last, now, JSON.stringify({ slots }), newest.runId);
      return;
    }
    db.orm
      .insert(jobRun)
      .values({
        runId: randomUUID(),
        job,
        slot: missed.last,
        trigger: 'schedule',
        state: 'skipped',
        startedAt: missed.first,
        finishedAt: now,
        deadlineAt: now,
        ownerPid: process.pid,
        countsJson: JSON.stringify({ slots: missed.slots }),
        errorText: reason,
      })
      .onConflictDoNothing()
      .run();
  });
}

function countOf(json: string | null): number {
  return (JSON.parse(json ?? '{}') as { slots?: number }).slots ?? 0;
}
