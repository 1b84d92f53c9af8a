import { HOUR, WEEK } from '../domain/time.ts';
import type { Span } from './coverage.ts';
import { slotMeans } from './slots.ts';
import { rangeStats } from './stats.ts';
import type { TimedValue } from './timeline.ts';

/** One hour of the week, UTC: by how much prices lie above (+) or below their mean, a fraction, and over how many hours. */
export type PatternCell = { day: number; hour: number; off: number; samples: number };

export type WeekPattern = {
  /** `[day][hour]`, Monday first; null where no hour of that kind is known. */
  cells: (PatternCell | null)[][];
  lowest: PatternCell;
  highest: PatternCell;
  /** Whole weeks within the stretch. */
  weeks: number;
};

/** Fewer weeks than this repeat nothing. */
export const LEAST_WEEKS = 2;

/**
 * How the hours of the week differ over a stretch of time, each series measured against its own mean. Undefined where
 * the stretch is shorter than two weeks or nothing is known of it.
 */
export function weekPattern(series: readonly (readonly TimedValue[])[], span: Span): WeekPattern | undefined {
  const weeks = Math.floor((span.to - span.from) / WEEK);
  if (weeks < LEAST_WEEKS) return undefined;
  const sums = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => ({ off: 0, samples: 0 })));
  for (const points of series) {
    const mean = rangeStats(points, span.from, span.to)?.mean;
    if (mean === undefined || mean <= 0) continue;
    for (const slot of slotMeans(points, span, HOUR)) {
      const cell = sums[dayOfWeek(slot.at)]?.[hourOf(slot.at)];
      if (cell === undefined) continue;
      cell.off += slot.mean / mean - 1;
      cell.samples++;
    }
  }
  const cells = sums.map((hours, day) =>
    hours.map(({ off, samples }, hour) =>
      samples === 0 ? null : { day, hour, off: off / samples, samples },
    ),
  );
  const known = cells.flat().filter((cell) => cell !== null);
  const sorted = known.toSorted((a, b) => a.off - b.off);
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  return lowest === undefined || highest === undefined ? undefined : { cells, lowest, highest, weeks };
}

/** Monday is 0: the epoch was a Thursday. */
function dayOfWeek(at: number): number {
  return (Math.floor(at / (24 * HOUR)) + 3) % 7;
}

function hourOf(at: number): number {
  return Math.floor(at / HOUR) % 24;
}
