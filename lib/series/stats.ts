import type { TimedValue } from './timeline.ts';

/** How a value was spread over a stretch of time, each price weighted by how long it held. */
export type RangeStats = { min: number; max: number; mean: number; p50: number; p95: number };

type Weighted = { value: number; ms: number };

/**
 * Statistics of a step series over [from, to]; points are sorted by time, the first may lie before `from`.
 * Undefined when no price held for any part of the range.
 */
export function rangeStats(points: readonly TimedValue[], from: number, to: number): RangeStats | undefined {
  const held = heldValues(points, from, to).sort((a, b) => a.value - b.value);
  const total = held.reduce((sum, part) => sum + part.ms, 0);
  const first = held[0];
  const last = held.at(-1);
  if (first === undefined || last === undefined || total <= 0) return undefined;
  const mean = held.reduce((sum, part) => sum + part.value * part.ms, 0) / total;
  return {
    min: first.value,
    max: last.value,
    mean,
    p50: quantile(held, total, 0.5),
    p95: quantile(held, total, 0.95),
  };
}

function heldValues(points: readonly TimedValue[], from: number, to: number): Weighted[] {
  const held: Weighted[] = [];
  for (const [index, point] of points.entries()) {
    const start = Math.max(point.at, from);
    const end = Math.min(points[index + 1]?.at ?? to, to);
    if (point.value !== null && end > start) held.push({ value: point.value, ms: end - start });
  }
  return held;
}

/** The least value that held, with everything below it, for at least `share` of the time. */
function quantile(sorted: readonly Weighted[], total: number, share: number): number {
  let passed = 0;
  for (const part of sorted) {
    passed += part.ms;
    if (passed >= total * share) return part.value;
  }
  return sorted.at(-1)?.value ?? 0;
}

/** The middle value; of an even number the mean of the middle two. Undefined for none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const high = sorted[sorted.length >> 1];
  const low = sorted[(sorted.length - 1) >> 1];
  return high === undefined || low === undefined ? undefined : (high + low) / 2;
}
