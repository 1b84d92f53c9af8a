import { changeFraction } from '#lib/series/change.ts';
import type { Span } from '#lib/series/coverage.ts';
import { type TimedValue, valueAt } from '#lib/series/timeline.ts';

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
export type Known = { spans: readonly Span[]; wantedFrom: number | null };

/** The change of `now` against the price in force at `then`. */
export function changeSince(
  points: readonly TimedValue[],
  now: number,
  then: number,
  { spans, wantedFrom }: Known,
): Change {
  const covered = spans.some((span) => span.from <= then && then <= span.to);
  if (!covered) {
    if ((spans[0]?.from ?? Number.POSITIVE_INFINITY) <= then) return 'gap';
    return wantedFrom !== null && wantedFrom <= then ? 'coming' : 'unfilled';
  }
  const before = valueAt(points, then);
  if (before === undefined || before === null) return 'none';
  return changeFraction(now, before) ?? 'none';
}
