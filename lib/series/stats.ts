import type { Span } from './coverage.ts';
import type { TimedValue } from './timeline.ts';

/** How a value was spread over a stretch of time, each price weighted by how long it held. */
export type RangeStats = {
  min: number;
  max: number;
  mean: number;
  p50: number;
  p95: number;
  /** Prices that held within, and for how long any did, in milliseconds. */
  samples: number;
  knownMs: number;
};

/** A value and the part of a stretch that it held for. */
export type Held = { value: number; from: number; to: number };

/**
 * Statistics of a step series over [from, to]; points are sorted by time, the first may lie before `from`.
 * Undefined when no price held for any part of the range.
 */
export function rangeStats(points: readonly TimedValue[], from: number, to: number): RangeStats | undefined {
  const held = heldValues(points, { from, to }).sort((a, b) => a.value - b.value);
  const knownMs = totalMs(held);
  const first = held[0];
  const last = held.at(-1);
  if (first === undefined || last === undefined || knownMs <= 0) return undefined;
  const mean = held.reduce((sum, part) => sum + part.value * msOf(part), 0) / knownMs;
  return {
    min: first.value,
    max: last.value,
    mean,
    p50: quantile(held, knownMs, 0.5),
    p95: quantile(held, knownMs, 0.95),
    samples: held.length,
    knownMs,
  };
}

/** The share of the time with a price in which it was at or below a limit; undefined where there was none. */
export function shareUnder(points: readonly TimedValue[], span: Span, limit: number): number | undefined {
  const held = heldValues(points, span);
  const known = totalMs(held);
  return known > 0 ? totalMs(held.filter(({ value }) => value <= limit)) / known : undefined;
}

/** The values that held within a stretch, in order, each with the part of it that it held for. */
export function heldValues(points: readonly TimedValue[], { from, to }: Span): Held[] {
  const held: Held[] = [];
  for (const [index, point] of points.entries()) {
    const start = Math.max(point.at, from);
    const end = Math.min(points[index + 1]?.at ?? to, to);
    if (point.value !== null && end > start) held.push({ value: point.value, from: start, to: end });
  }
  return held;
}

const msOf = ({ from, to }: Held) => to - from;
const totalMs = (held: readonly Held[]) => held.reduce((sum, part) => sum + msOf(part), 0);

/** The least value that held, with everything below it, for at least `share` of the time. */
function quantile(sorted: readonly Held[], total: number, share: number): number {
  let passed = 0;
  for (const part of sorted) {
    passed += msOf(part);
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
