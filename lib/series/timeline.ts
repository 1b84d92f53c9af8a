/** The value of a series from an instant on; null = from here on nothing is on record. */
export type TimedValue = { at: number; value: number | null };

/** The value in force at an instant, from points sorted by time; undefined before the first of them. */
export function valueAt(points: readonly TimedValue[], at: number): number | null | undefined {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle] as TimedValue).at <= at) low = middle + 1;
    else high = middle;
  }
  return points[low - 1]?.value;
}
