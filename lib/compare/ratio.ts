import { isCovered, type Span } from '#lib/series/coverage.ts';
import { median } from '#lib/series/stats.ts';
import { type TimedValue, valueAt } from '#lib/series/timeline.ts';

/** One series of a side: its prices of one accelerator for an hour, and the stretches it is known for; null: always. */
export type SideSeries = { points: readonly TimedValue[]; known: readonly Span[] | null };

/** The cheapest of a side at an instant, over those of its series that are known then. */
export function cheapestAt(series: readonly SideSeries[], at: number): number | null {
  let least: number | null = null;
  for (const { points, known } of series) {
    if (known !== null && !isCovered(known, at)) continue;
    const value = valueAt(points, at) ?? null;
    if (value !== null && (least === null || value < least)) least = value;
  }
  return least;
}

export type RatioSample = { at: number; of: number | null; per: number | null; ratio: number | null };

/** What the ratio of two sides was over a stretch of time, sampled at even distances. */
export type RatioHistory = {
  samples: RatioSample[];
  /** Milliseconds between two samples. */
  stepMs: number;
  /** Samples at which both sides are known. */
  known: number;
  /** The newest at which both sides are known, where that is one of the last three. */
  now: RatioSample | undefined;
  median: number | null;
  low: RatioSample | undefined;
  high: RatioSample | undefined;
};

/** As many as a picture shows. */
export const SAMPLES = 240;

/** Looks at different regions end at different instants. */
const RECENT = 3;

export function ratioHistory(
  of: readonly SideSeries[],
  per: readonly SideSeries[],
  { from, to }: Span,
): RatioHistory {
  const stepMs = (to - from) / SAMPLES;
  const samples = Array.from({ length: SAMPLES + 1 }, (_, index): RatioSample => {
    const at = Math.round(from + index * stepMs);
    const [one, other] = [cheapestAt(of, at), cheapestAt(per, at)];
    const ratio = one === null || other === null || other === 0 ? null : one / other;
    return { at, of: one, per: other, ratio };
  });
  const known = samples.filter(({ ratio }) => ratio !== null);
  const sorted = known.toSorted((a, b) => (a.ratio ?? 0) - (b.ratio ?? 0));
  return {
    samples,
    stepMs,
    known: known.length,
    now: samples.slice(-RECENT).findLast(({ ratio }) => ratio !== null),
    median: median(known.map(({ ratio }) => ratio ?? 0)) ?? null,
    low: sorted[0],
    high: sorted.at(-1),
  };
}

/** "2.4 times" or "41 % of", whichever is read more easily. */
export function ratioWords(ratio: number): string {
  if (ratio >= 1.05) return `${ratio >= 10 ? Math.round(ratio) : ratio.toFixed(1)} times`;
  if (ratio > 0.95) return 'as much as';
  return `${Math.round(ratio * 100)} % of`;
}
