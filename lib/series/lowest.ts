import type { TimedValue } from './timeline.ts';

/** The lowest of several step series over time, as one; null while none of them has a value. */
export function lowestOf(series: readonly (readonly TimedValue[])[]): TimedValue[] {
  const changes = series
    .flatMap((points, index) => points.map(({ at, value }) => ({ at, value, index })))
    .sort((a, b) => a.at - b.at);
  const now = new Array<number | null>(series.length).fill(null);
  const lowest: TimedValue[] = [];
  for (const [next, { at, value, index }] of changes.entries()) {
    now[index] = value;
    // What changes at the same instant changes together.
    if (changes[next + 1]?.at === at) continue;
    const least = leastOf(now);
    if (lowest.at(-1)?.value !== least) lowest.push({ at, value: least });
  }
  return lowest;
}

function leastOf(values: readonly (number | null)[]): number | null {
  let least: number | null = null;
  for (const value of values) if (value !== null && (least === null || value < least)) least = value;
  return least;
}
