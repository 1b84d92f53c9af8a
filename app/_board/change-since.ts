import type { Span } from '#lib/series/coverage.ts';
import { type TimedValue, valueAt } from '#lib/series/timeline.ts';

/**
 * A change as a fraction, or why there is none: `none` there was no price then, `gap` nobody looked then,
 * `unfilled` the history does not reach back so far yet.
 */
export type Change = number | 'none' | 'gap' | 'unfilled';

const WORDS: Record<Exclude<Change, number>, { short: string; long: string }> = {
  none: { short: 'new', long: 'there was no price then' },
  gap: { short: 'gap', long: 'nobody looked then' },
  unfilled: { short: 'no history', long: 'the history does not reach back so far yet' },
};

export function changeWords(change: Exclude<Change, number>): { short: string; long: string } {
  return WORDS[change];
}

/** The change of `now` against the price in force at `then`; `spans` are the stretches that are known, sorted. */
export function changeSince(
  points: readonly TimedValue[],
  now: number,
  then: number,
  spans: readonly Span[],
): Change {
  const covered = spans.some((span) => span.from <= then && then <= span.to);
  if (!covered) return (spans[0]?.from ?? Number.POSITIVE_INFINITY) > then ? 'unfilled' : 'gap';
  const before = valueAt(points, then);
  if (before === undefined || before === null) return 'none';
  return before === 0 ? 'none' : now / before - 1;
}
