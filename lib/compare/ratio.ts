import { MINUTE } from '#lib/domain/time.ts';
import { type Span, uncovered } from '#lib/series/coverage.ts';
import { cutOut } from '#lib/series/cut.ts';
import { lowestOf } from '#lib/series/lowest.ts';
import { rangeStats } from '#lib/series/stats.ts';
import { type TimedValue, valueAt } from '#lib/series/timeline.ts';

/** One series of a side: its prices of one accelerator, or of another unit, for an hour, and the stretches it is known for; null: always. */
export type SideSeries = { points: readonly TimedValue[]; known: readonly Span[] | null };

/** Both sides and their ratio from an instant on; null where it is not known. */
export type RatioStep = { at: number; of: number | null; per: number | null; ratio: number | null };

/** What the ratio of two sides was over a stretch of time, at every change of either. */
export type RatioHistory = {
  steps: RatioStep[];
  /** The one at the end, where it is known. */
  now: RatioStep | undefined;
  /** Half of the known time the ratio was at or below it. */
  median: number | null;
  low: RatioStep | undefined;
  high: RatioStep | undefined;
  knownMs: number;
};

/** Looks at different regions end at different instants: what was seen so shortly before still holds. */
const SLACK = 15 * MINUTE;

export function ratioHistory(
  of: readonly SideSeries[],
  per: readonly SideSeries[],
  window: Span,
): RatioHistory {
  const steps = stepsOf(cheapest(of, window), cheapest(per, window), window);
  const ratios = steps.map(({ at, ratio }) => ({ at, value: ratio }));
  const stats = rangeStats(ratios, window.from, window.to);
  const last = steps.at(-1);
  return {
    steps,
    now: last?.ratio == null ? undefined : last,
    median: stats?.p50 ?? null,
    low: steps.find(({ ratio }) => ratio !== null && ratio === stats?.min),
    high: steps.find(({ ratio }) => ratio !== null && ratio === stats?.max),
    knownMs: stats?.knownMs ?? 0,
  };
}

/** The cheapest of a side over time, over those of its series that are known then. */
function cheapest(series: readonly SideSeries[], { from, to }: Span): TimedValue[] {
  // A hole at the end goes on behind it: nothing is known again there.
  const whole = { from, to: to + 1 };
  return lowestOf(
    series.map(({ points, known }) =>
      known === null ? points : cutOut(points, uncovered(withSlack(known), whole)),
    ),
  );
}

function withSlack(known: readonly Span[]): Span[] {
  const newest = Math.max(...known.map((span) => span.to));
  return known.map((span) => (span.to === newest ? { ...span, to: newest + SLACK } : span));
}

function stepsOf(of: readonly TimedValue[], per: readonly TimedValue[], { from, to }: Span): RatioStep[] {
  const instants = new Set([from]);
  for (const { at } of [...of, ...per]) if (at > from && at <= to) instants.add(at);
  const steps: RatioStep[] = [];
  for (const at of [...instants].sort((a, b) => a - b)) {
    const [one, other] = [valueAt(of, at) ?? null, valueAt(per, at) ?? null];
    const ratio = one === null || other === null || other === 0 ? null : one / other;
    steps.push({ at, of: one, per: other, ratio });
  }
  return steps;
}

/** The step in force at an instant. */
export function stepAt(steps: readonly RatioStep[], at: number): RatioStep | undefined {
  return steps.findLast((step) => step.at <= at);
}

/** "2.4 times" or "41 % of", whichever is read more easily. */
export function ratioWords(ratio: number): string {
  if (ratio >= 1.05) return `${ratio >= 10 ? Math.round(ratio) : ratio.toFixed(1)} times`;
  if (ratio > 0.95) return 'as much as';
  return `${Math.round(ratio * 100)} % of`;
}
