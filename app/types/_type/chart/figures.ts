import type { Span } from '#lib/series/coverage.ts';
import { type RangeStats, rangeStats, shareUnder } from '#lib/series/stats.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import { type Volatility, volatility } from '#lib/series/volatility.ts';
import type { Unit } from '../units.ts';

/** What the table says of one line over the time shown. */
export type Figures = {
  stats: RangeStats | undefined;
  volatility: Volatility | undefined;
  /** Share of the known time at or below the limit; undefined where there is no limit or nothing is known. */
  under: number | undefined;
};

const PERCENT = 100;
const MICRO = 1_000_000;

export function figuresOf(points: readonly TimedValue[], shown: Span, limit: number | undefined): Figures {
  return {
    stats: rangeStats(points, shown.from, shown.to),
    volatility: volatility(points, shown),
    under: limit === undefined ? undefined : shareUnder(points, shown, limit),
  };
}

/** A limit as it is written (dollars, or percent of on-demand) in the measure of a unit. */
export function limitIn(unit: Unit, written: string): number | undefined {
  if (written === '') return undefined;
  return Number(written) * (unit.name === 'share' ? 1 / PERCENT : MICRO);
}
