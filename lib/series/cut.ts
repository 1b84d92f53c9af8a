import { type Span, uncovered } from './coverage.ts';
import { type TimedValue, valueAt } from './timeline.ts';

/** A step series without some stretches: null from the start of each, what is in force again from its end. */
export function cutOut(points: readonly TimedValue[], spans: readonly Span[]): TimedValue[] {
  const outside = points.filter(({ at }) => !spans.some((span) => span.from < at && at < span.to));
  const borders = spans.flatMap((span) => [
    { at: span.from, value: null },
    { at: span.to, value: valueAt(points, span.to) ?? null },
  ]);
  // A border goes after a change of the same instant, so that it is the one in force.
  return [...outside.filter(({ at }) => !borders.some((border) => border.at === at)), ...borders].sort(
    (a, b) => a.at - b.at,
  );
}

/** A step series as far as it is known from an instant on; after the newest known stretch what it was goes on. */
export function cutUnknown(
  points: readonly TimedValue[],
  known: readonly Span[],
  from: number,
): TimedValue[] {
  const to = Math.max(...known.map((span) => span.to));
  return known.length === 0 || to <= from ? [...points] : cutOut(points, uncovered(known, { from, to }));
}
