import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Db } from '#db/client.ts';
import { addApiUse } from '#db/queries/api-use.ts';
import {
  abortOrphans,
  closeRun,
  type JobRun,
  type NewRun,
  openRun,
  RunClosedError,
  type RunEnd,
} from '#db/queries/runs.ts';
import { HOUR } from '#lib/domain/time.ts';
import { priorityOf } from '#lib/pacing/priority.ts';
import { classifyFailure } from './aws/errors.ts';
import { gateFor } from './aws/gate.ts';
import type { Job, JobContext, RunReport, TargetResult } from './context.ts';
import { isProbe, judgeCredentials } from './credentials.ts';
import { follow, whenAborted } from './follow.ts';

/** How a run ended, as the ledger has it. */
export type Ended = RunEnd & { runId: string; job: string; slot: number; startedAt: number };

/** Time for a promise that ignores its signal, before the ledger closes the slot without it. Real time. */
const GRACE_MS = 10_000;
/** The longest deadline there is, that of a run by hand. Real time. */
export const LONGEST_RUN_MS = HOUR;

/**
 * Runs one slot of a job: the ledger row is opened first, and whoever finds the slot taken does nothing. At the
 * deadline the run is told to stop; ten seconds later the slot is closed even if it never does, and whatever it
 * brings afterwards is discarded (fencing by run id).
 */
export async function executeJob(
  context: JobContext,
  job: Job,
  slot: number,
  trigger: NewRun['trigger'],
  stop: AbortSignal,
  /** A run by hand may take longer than the schedule would let it. */
  deadlineMs: number = job.deadlineMs,
): Promise<Ended | undefined> {
  const startedAt = context.clock.now();
  tidyLedger(context, startedAt);
  const runId = randomUUID();
  const deadlineAt = startedAt + deadlineMs * context.clock.speed;
  const opened = openRun(context.db, {
    runId,
    job: job.name,
    slot,
    trigger,
    startedAt,
    deadlineAt,
    ownerPid: process.pid,
  });
  if (!opened) return undefined;
  const log = context.log.child({ job: job.name, runId });
  const ours = openHere(context.db);
  ours.set(runId, undefined);
  const end = await runWithin(context, job, runId, stop, deadlineMs);
  ours.set(runId, end);
  closeRun(context.db, runId, end);
  ours.delete(runId);
  noteUse(context);
  // A run that AWS turned away at the door: whether it is the credentials is found out before anybody else tries.
  if (end.state === 'failed' && end.errorClass === 'auth' && !isProbe(job))
    await whileRunning(stop, (signal) => judgeCredentials({ ...context, signal }));
  log[end.state === 'ok' ? 'info' : 'warn'](
    { state: end.state, counts: end.counts, class: end.errorClass, error: end.errorText },
    'run ended',
  );
  return { ...end, runId, job: job.name, slot, startedAt };
}

/** Notes what was asked of AWS since it was last noted; that it cannot be is no reason for a run to fail. */
export function noteUse({ db, gate, clock, log }: JobContext): void {
  try {
    addApiUse(db, gate.drain(), clock.now());
  } catch (error) {
    log.error({ error: String(error) }, 'the use of AWS could not be noted');
  }
}

/** Runs of this process that are open; with their end where the ledger could not be written then. */
const openRuns = new WeakMap<Db, Map<string, RunEnd | undefined>>();

function openHere(db: Db): Map<string, RunEnd | undefined> {
  const known = openRuns.get(db) ?? new Map<string, RunEnd | undefined>();
  openRuns.set(db, known);
  return known;
}

/** Closes what was left open: a row without an owner would keep its job from running for ever. */
function tidyLedger({ db, clock }: JobContext, now: number): void {
  const ours = openHere(db);
  for (const [runId, end] of ours) {
    if (end === undefined) continue;
    closeRun(db, runId, end);
    ours.delete(runId);
  }
  // A process id says little: in a container the next process has the same one. Nothing outlives its deadline by much.
  const slack = 6 * GRACE_MS * clock.speed;
  const farthest = now + LONGEST_RUN_MS * clock.speed + slack;
  // A row from before the clock was set back may end weeks ahead: whoever now has the process id is a stranger.
  const isNow = ({ startedAt, deadlineAt }: JobRun) =>
    startedAt <= now + slack && deadlineAt >= now - slack && deadlineAt <= farthest;
  const isOrphan = (run: JobRun) =>
    run.ownerPid === process.pid ? !ours.has(run.runId) : !isNow(run) || !isAlive(run.ownerPid);
  abortOrphans(db, isOrphan, now);
}

async function whileRunning<T>(stop: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { controller, letGo } = follow(stop);
  try {
    return await work(controller.signal);
  } finally {
    letGo();
  }
}

/** Why a run was told to stop when its time was up. */
const LATE = new DOMException('the deadline of the run has passed', 'TimeoutError');

async function runWithin(
  context: JobContext,
  job: Job,
  runId: string,
  stop: AbortSignal,
  deadlineMs: number,
): Promise<RunEnd> {
  const run = follow(stop);
  const { signal } = run.controller;
  const timers = [setTimeout(() => run.controller.abort(LATE), deadlineMs)];
  let isOver = false;
  let letGo = () => {};
  const hardStop = new Promise<'timeout' | 'stopped'>((resolve) => {
    timers.push(setTimeout(() => resolve('timeout'), deadlineMs + GRACE_MS));
    letGo = whenAborted(stop, () => {
      // A listener whose run is over may still be called in the same dispatch.
      if (!isOver) timers.push(setTimeout(() => resolve('stopped'), GRACE_MS));
    });
  });
  // Every region waits for its turn on this one signal.
  setMaxListeners(0, signal);
  const log = context.log.child({ job: job.name, runId });
  try {
    const gate = gateFor(context.gate, priorityOf(job.name));
    const work = job.run({ ...context, gate, runId, signal, log });
    const outcome = await Promise.race([work, hardStop]);
    const finishedAt = context.clock.now();
    if (outcome === 'timeout')
      return { state: 'timeout', finishedAt, errorClass: 'timeout', errorText: 'it never came back' };
    if (outcome === 'stopped')
      return {
        state: 'aborted',
        finishedAt,
        errorClass: 'aborted',
        errorText: 'it did not stop when told to',
      };
    return endOf(outcome, finishedAt);
  } catch (error) {
    return failedEnd(error, context.clock.now(), { stopped: stop.aborted, late: signal.reason === LATE });
  } finally {
    isOver = true;
    run.letGo();
    letGo();
    for (const timer of timers) clearTimeout(timer);
  }
}

/** A run is ok only when all its targets are complete; regions known to be disabled do not count. */
function endOf(report: RunReport, finishedAt: number): RunEnd {
  const count = (kind: TargetResult) => report.results.filter((result) => result === kind).length;
  const complete = count('complete');
  const bad = count('partial') + count('failed');
  const targets = {
    complete,
    partial: count('partial'),
    failed: count('failed'),
    disabled: count('skipped'),
  };
  const state = bad === 0 ? 'ok' : complete > 0 || count('partial') > 0 ? 'partial' : 'failed';
  const text = bad === 0 ? undefined : `${bad} of ${bad + complete} targets not complete`;
  const { errorClass, errorText = text } = report;
  return { state, finishedAt, counts: { ...targets, ...report.counts }, errorClass, errorText };
}

function failedEnd(error: unknown, finishedAt: number, why: { stopped: boolean; late: boolean }): RunEnd {
  if (why.stopped)
    return { state: 'aborted', finishedAt, errorClass: 'aborted', errorText: 'stopped while running' };
  if (why.late)
    return {
      state: 'timeout',
      finishedAt,
      errorClass: 'timeout',
      errorText: 'it took longer than its deadline',
    };
  if (error instanceof RunClosedError)
    return { state: 'timeout', finishedAt, errorClass: 'timeout', errorText: error.message };
  const { errorClass, errorText } = classifyFailure(error);
  return { state: 'failed', finishedAt, errorClass, errorText };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}
