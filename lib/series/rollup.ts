import { DAY, dayOf } from '#lib/domain/time.ts';
import type { TimedValue } from './timeline.ts';

/** One UTC day of a series: micro-units; null where the day had no known value. */
export type DayRollup = {
  day: number;
  mean: number | null;
  min: number | null;
  max: number | null;
  last: number | null;
  changes: number;
};

/**
 * Summarises one day from its points (sorted, at least one) and the value carried in from before it. The mean is
 * weighted by time over the part of the day with a known value; the last value is taken to hold to midnight.
 */
export function rollUpDay(
  day: number,
  carriedIn: number | null | undefined,
  points: readonly TimedValue[],
): DayRollup {
  const end = (day + 1) * DAY;
  let value = carriedIn ?? null;
  let since = day * DAY;
  let weighted = 0;
  let seconds = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  // One loop with the end of the day as its last stop: a closure made for each day would cost more than the sums.
  for (let index = 0; index <= points.length; index++) {
    const point = points[index];
    const until = point?.at ?? end;
    if (value !== null && until > since) {
      // Seconds, not milliseconds: micro-dollars × ms of a day would leave the exact integers.
      const held = (until - since) / 1000;
      weighted += value * held;
      seconds += held;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    if (point !== undefined) value = point.value;
    since = until;
  }
  const known = seconds > 0;
  return {
    day,
    mean: known ? Math.round(weighted / seconds) : null,
    min: known ? min : null,
    max: known ? max : null,
    last: value,
    changes: points.length,
  };
}

/** The roll-ups of the given days, from points sorted by time that include the one in force before the first day. */
export function rollUpDays(days: ReadonlySet<number>, points: readonly TimedValue[]): DayRollup[] {
  const rollups: DayRollup[] = [];
  let index = 0;
  let carried: number | null | undefined;
  for (const day of [...days].sort((a, b) => a - b)) {
    for (; index < points.length && dayOf((points[index] as TimedValue).at) < day; index++)
      carried = points[index]?.value;
    const start = index;
    while (index < points.length && dayOf((points[index] as TimedValue).at) === day) index++;
    if (index > start) rollups.push(rollUpDay(day, carried, points.slice(start, index)));
    if (index > start) carried = points[index - 1]?.value;
  }
  return rollups;
}
