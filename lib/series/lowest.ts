import { type TimedValue, valueAt } from './timeline.ts';

/** The lowest of several step series over time, as one; null while none of them has a value. */
export function lowestOf(series: readonly (readonly TimedValue[])[]): TimedValue[] {
  const instants = [...new Set(series.flatMap((points) => points.map(({ at }) => at)))].sort((a, b) => a - b);
  const lowest: TimedValue[] = [];
  for (const at of instants) {
    const values = series.flatMap((points) => valueAt(points, at) ?? []);
    const value = values.length === 0 ? null : Math.min(...values);
    if (lowest.at(-1)?.value !== value) lowest.push({ at, value });
  }
  return lowest;
}
