import { changeFraction } from '#lib/series/change.ts';
import type { Span } from '#lib/series/coverage.ts';

/**
 * A change as a fraction, or why there is none: `none` there was no price then, `gap` nobody looked then,
 * `coming` the history is being filled back to then, `unfilled` it does not reach back so far.
 */
export type Change = number | 'none' | 'gap' | 'coming' | 'unfilled';

const WORDS: Record<Exclude<Change, number>, { short: string; long: string }> = {
  none: { short: 'new', long: 'there was no price then' },
  gap: { short: 'gap', long: 'nobody looked then' },
  coming: { short: 'coming in', long: 'the history is being filled in and has not come back so far yet' },
  unfilled: { short: 'no history', long: 'the history does not reach back so far' },
};

export function changeWords(change: Exclude<Change, number>): { short: string; long: string } {
  return WORDS[change];
}

/** What is known of a region's past: its stretches, sorted, and how far back it is wanted. */
type Known = { spans: readonly Span[]; wantedFrom: number | null };

/** A pool then, and the past of its region. */
export type PastPool = { value: number | undefined; known: Known };

/**
 * The change of the cheapest price against what was the cheapest `then`, in whichever pool: what somebody who buys where
 * it is cheapest pays more or less. Without a number as soon as one of the pools may have been cheaper unseen.
 */
export function changeOfCheapest(pools: readonly PastPool[], now: number, then: number): Change {
  for (const { known } of pools) {
    const unseen = unseenAt(then, known);
    if (unseen !== undefined) return unseen;
  }
  const before = pools.flatMap(({ value }) => value ?? []);
  return before.length === 0 ? 'none' : (changeFraction(now, Math.min(...before)) ?? 'none');
}

function unseenAt(then: number, { spans, wantedFrom }: Known): Exclude<Change, number | 'none'> | undefined {
  if (spans.some((span) => span.from <= then && then <= span.to)) return undefined;
  if ((spans[0]?.from ?? Number.POSITIVE_INFINITY) <= then) return 'gap';
  return wantedFrom !== null && wantedFrom <= then ? 'coming' : 'unfilled';
}
