import { HOUR, MINUTE } from './time.ts';

/** When a job is due: its interval, its place within the interval, and what the ledger and the clocks say. */
export type Due = { slot: number } | undefined;

export type ScheduleInput = {
  job: string;
  /** Product milliseconds. */
  intervalMs: number;
  now: number;
  /** The newest slot in the ledger, if any, and how it ended. */
  last: { slot: number; startedAt: number; state: string } | undefined;
  /** Product milliseconds since this process last started the job, by a clock that never steps; undefined: never. */
  sinceStartMs: number | undefined;
  /** Never tried again before its next slot, however its last run went. */
  steady?: boolean;
};

/**
 * The slot a job is due for. A slot is a multiple of the interval plus the job's own jitter, so that jobs do not all
 * start at once. Whatever was missed is one run; a run that went wrong is tried again before
 * its next slot. A clock that was set back cannot silence a job: once its last start is a whole interval ago it is due,
 * in a slot of its own.
 */
export function dueSlot(input: ScheduleInput): Due {
  const { intervalMs, now, last, sinceStartMs } = input;
  const slot = slotAt(input.job, intervalMs, now);
  if (last === undefined || slot > last.slot) return { slot };
  // A last start that lies ahead: the clock was set back while the process was away.
  const silent = sinceStartMs === undefined ? last.startedAt > now : sinceStartMs >= intervalMs;
  const again =
    !input.steady && now - last.startedAt >= Math.min(intervalMs, RETRY_AFTER[last.state] ?? intervalMs);
  return silent || again ? { slot: Math.max(now, last.slot + 1) } : undefined;
}

/** The slot that an instant lies in. */
export function slotAt(job: string, intervalMs: number, at: number): number {
  const jitter = jitterOf(job, intervalMs);
  return Math.floor((at - jitter) / intervalMs) * intervalMs + jitter;
}

/** Slots of a job that are over and of which nothing is on record: how many, and the first and last of them. */
export type MissedSlots = { slots: number; first: number; last: number };

/** The slots between the newest one on record and the one that `now` lies in, both left out. */
export function missedSlots(
  job: string,
  intervalMs: number,
  recorded: number,
  now: number,
): MissedSlots | undefined {
  const first = slotAt(job, intervalMs, recorded) + intervalMs;
  const last = slotAt(job, intervalMs, now) - intervalMs;
  return last < first ? undefined : { slots: (last - first) / intervalMs + 1, first, last };
}

/** A daily job that failed is not left for a day. */
const RETRY_AFTER: Readonly<Record<string, number>> = {
  failed: 5 * MINUTE,
  timeout: 5 * MINUTE,
  aborted: 0,
  partial: HOUR,
};

/** Up to a tenth of the interval, the same for a job every time. */
export function jitterOf(job: string, intervalMs: number): number {
  let hash = 2166136261;
  for (const char of job) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619) >>> 0;
  return hash % Math.max(1, Math.floor(intervalMs / 10));
}
