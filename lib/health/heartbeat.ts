import { MINUTE } from '#lib/domain/time.ts';

/** What somebody outside is told of the desk: that it is well, or in a word why not. */
export type Beat = { is: 'well' } | { is: 'unwell'; reason: string };

export type BeatSigns = {
  /** The newest start of a job; null before the first. */
  lastRunAt: number | null;
  /** Sources in trouble of which nobody has been told. */
  untold: readonly string[];
  /** The oldest message that waits, by the product's clock. */
  oldestQueuedAt: number | null;
  /** Messages given up within the last day. */
  dead: number;
  now: number;
};

/** Jobs start every few seconds to minutes: this long without one is a desk that stands still. */
const IDLE_MS = 15 * MINUTE;
const STUCK_MS = 10 * MINUTE;

/** Trouble that people have been told of is theirs to mend: the heartbeat goes on, so that it is not told twice. */
export function judgeBeat({ lastRunAt, untold, oldestQueuedAt, dead, now }: BeatSigns): Beat {
  if (lastRunAt !== null && now - lastRunAt > IDLE_MS) return { is: 'unwell', reason: 'idle' };
  if (untold.length > 0) return { is: 'unwell', reason: 'source-failing-untold' };
  if (oldestQueuedAt !== null && now - oldestQueuedAt > STUCK_MS)
    return { is: 'unwell', reason: 'message-stuck' };
  return dead > 0 ? { is: 'unwell', reason: 'message-given-up' } : { is: 'well' };
}
