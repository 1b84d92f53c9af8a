import type { Outcome } from '#lib/domain/outcome.ts';
import { DAY } from '#lib/domain/time.ts';
import { isNothing, type StepSeries } from '#lib/plot/steps.ts';
import { coveredShare, type Span, uncovered } from '#lib/series/coverage.ts';

/** One UTC day of a series: what it ranged over, and what of the day is known. Newest first. */
export type SeriesDay = {
  from: number;
  /** null where there was no value all day. */
  lowest: number | null;
  highest: number | null;
  last: number | null;
  /** The share of the day that somebody knows about, 0 to 1. */
  known: number;
  /** Why there is no value; undefined where there is one. */
  outcome: Outcome | undefined;
};

/** A series day by day, for reading what the picture shows. */
export function seriesDays(series: StepSeries, window: Span): SeriesDay[] {
  const days: SeriesDay[] = [];
  for (let from = Math.floor(window.from / DAY) * DAY; from < window.to; from += DAY) {
    const day = { from: Math.max(from, window.from), to: Math.min(from + DAY, window.to) };
    days.push(dayOf(series, day, from));
  }
  return days.reverse();
}

function dayOf(series: StepSeries, day: Span, from: number): SeriesDay {
  const values = uncovered(series.gaps, day).flatMap((stretch) => valuesIn(series, stretch));
  const unknown = series.gaps.filter((gap) => !isNothing(gap));
  const known = coveredShare(uncovered(unknown, day), day);
  const told = values.length > 0;
  const gap = longest(series.gaps, day);
  return {
    from,
    lowest: told ? Math.min(...values) : null,
    highest: told ? Math.max(...values) : null,
    last: values.at(-1) ?? null,
    known,
    outcome: told ? undefined : (gap?.outcome ?? 'never'),
  };
}

/** The value in force at the start of a stretch, and those that begin within it. */
function valuesIn(series: StepSeries, { from, to }: Span): number[] {
  const led = series.at.findLastIndex((at) => at <= from);
  const values = led === -1 ? [] : [series.value[led] ?? 0];
  series.at.forEach((at, i) => {
    if (at > from && at < to) values.push(series.value[i] ?? 0);
  });
  return values;
}

/** The gap that takes most of a day. */
function longest(gaps: StepSeries['gaps'], day: Span) {
  const within = (gap: Span) => Math.min(gap.to, day.to) - Math.max(gap.from, day.from);
  return gaps.filter((gap) => within(gap) > 0).toSorted((a, b) => within(b) - within(a))[0];
}
