import { type TimedValue, valueAt } from '#lib/series/timeline.ts';

/** Series joined on one grid of instants: `rows[i][j]` is the value of series i in force at `at[j]`, null where unknown. */
export type Grid = { at: number[]; rows: (number | null)[][] };

const EDGE = 1000;

/**
 * Joins step series on every instant at which any of them changes, between two borders. Where a line ends, an instant
 * just before is added, so that the last step is drawn up to the break.
 */
export function joinSteps(series: readonly (readonly TimedValue[])[], from: number, to: number): Grid {
  const instants = new Set([from, to]);
  for (const points of series) {
    for (const { at, value } of points) {
      if (at <= from || at >= to) continue;
      instants.add(at);
      if (value === null && at - EDGE > from) instants.add(at - EDGE);
    }
  }
  const at = [...instants].sort((a, b) => a - b);
  return { at, rows: series.map((points) => at.map((instant) => valueAt(points, instant) ?? null)) };
}
