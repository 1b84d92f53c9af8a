import type { Finding, RuleKind, SeriesReading, SeriesState } from '#lib/rules/types.ts';
import { isCovered, type Span } from '#lib/series/coverage.ts';
import { type TimedValue, valueAt } from '#lib/series/timeline.ts';
import { endsOf, snap } from './pools.ts';

/** What is on record of the series of one region that one collector writes. */
export type SeriesPast = {
  region: string;
  series: readonly (Pick<SeriesState, 'id' | 'kind' | 'type' | 'zoneId' | 'qualifier' | 'chip'> & {
    points: readonly TimedValue[];
    /** The stretches of time for which it is known. */
    known: readonly Span[];
  })[];
  names: ReadonlyMap<string, string>;
};

type Past = SeriesPast['series'][number];
type SeriesKind = RuleKind<unknown, 'series'>;

/** The looks at which anything about these series may change. */
export function seriesInstants(
  series: readonly Past[],
  windowsMs: readonly number[],
  time: Span,
  intervalMs: number,
): number[] {
  const found = new Set(endsOf(time, intervalMs));
  for (const { points, known } of series) {
    const changes = [...points.map(({ at }) => at), ...known.flatMap(({ from, to }) => [from, to + 1])];
    for (const at of changes)
      for (const shift of [0, ...windowsMs]) {
        const look = snap(at + shift, intervalMs);
        if (look >= time.from && look <= time.to) found.add(look);
      }
  }
  return [...found].sort((a, b) => a - b);
}

/** The findings of a rule as a look at that instant would have made them. */
export function evaluateSeries(
  kind: SeriesKind,
  params: unknown,
  { region, names }: SeriesPast,
  series: readonly Past[],
  intervalMs: number,
): (at: number) => Finding[] {
  const { windowsMs } = kind.needs(params);
  return (at) => {
    const reading: SeriesReading = {
      region,
      look: { at, intervalMs, completeness: 'complete', items: series.length },
      series: series.map((one) => stateAt(one, at)),
      previous: new Map(
        windowsMs.map((window) => [
          window,
          new Map(series.map(({ id, points }) => [id, valueAt(points, at - window) ?? null])),
        ]),
      ),
      known: series[0]?.known ?? [],
      names,
    };
    return kind.evaluate(params, reading, at);
  };
}

/** Nothing on record at a known time is nothing there; at any other time nobody looked. */
function stateAt({ points, known, ...one }: Past, at: number): SeriesState {
  const value = valueAt(points, at) ?? null;
  return {
    ...one,
    value,
    outcome: value === null ? 'none' : 'value',
    changedAt: null,
    toldNow: isCovered(known, at),
  };
}
