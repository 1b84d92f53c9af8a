import { HOUR, WEEK } from '../domain/time.ts';
import type { Span } from './coverage.ts';
import { slotMeans } from './slots.ts';
import type { TimedValue } from './timeline.ts';

/** One hour of the week, UTC: by how much prices lie above (+) or below the week around them, a fraction, over how many hours. */
export type PatternCell = { day: number; hour: number; off: number; samples: number };

export type WeekPattern = {
  /** `[day][hour]`, Monday first; null where no hour of that kind is known. */
  cells: (PatternCell | null)[][];
  lowest: PatternCell;
  highest: PatternCell;
  /** Whole weeks that are compared. */
  weeks: number;
};

/** Fewer weeks than this repeat nothing. */
const LEAST_WEEKS = 2;
/** Half a week more at either end is what the outermost hours are measured against. */
export const LEAST_SPAN = (LEAST_WEEKS + 1) * WEEK;
const HALF = WEEK / HOUR / 2;

/**
 * How the hours of the week differ over a stretch of time, each hour of each series measured against the mean of the seven
 * days around it: a price that rises for a month would else make the hour at which the stretch begins look cheap. Undefined
 * where the stretch is shorter than three weeks or nothing is known of it.
 */
export function weekPattern(series: readonly (readonly TimedValue[])[], span: Span): WeekPattern | undefined {
  const weeks = Math.floor((span.to - span.from) / WEEK) - 1;
  if (weeks < LEAST_WEEKS) return undefined;
  const sums = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => ({ off: 0, samples: 0 })));
  const hours = { from: Math.ceil(span.from / HOUR), to: Math.floor(span.to / HOUR) };
  // Whole weeks, so that each hour counts as often as any other.
  const first = hours.to - HALF - (weeks * WEEK) / HOUR;
  for (const points of series) {
    const means = hourMeans(points, hours.from, hours.to);
    let [sum, known] = [0, 0];
    const add = (hour: number, sign: 1 | -1) => {
      const mean = means[hour - hours.from] ?? null;
      if (mean === null) return;
      sum += sign * mean;
      known += sign;
    };
    for (let hour = first - HALF; hour < first + HALF; hour++) add(hour, 1);
    for (let hour = first; hour < hours.to - HALF; hour++) {
      const mean = means[hour - hours.from] ?? null;
      const cell = sums[dayOfWeek(hour * HOUR)]?.[hourOf(hour * HOUR)];
      if (mean !== null && cell !== undefined && sum > 0) {
        cell.off += mean / (sum / known) - 1;
        cell.samples++;
      }
      add(hour - HALF, -1);
      add(hour + HALF, 1);
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

/** The mean of each hour, numbered from the epoch on; null where nothing is known of it. */
function hourMeans(points: readonly TimedValue[], from: number, to: number): (number | null)[] {
  const means = new Array<number | null>(Math.max(0, to - from)).fill(null);
  for (const slot of slotMeans(points, { from: from * HOUR, to: to * HOUR }, HOUR))
    means[Math.floor(slot.at / HOUR) - from] = slot.mean;
  return means;
}

/** Monday is 0: the epoch was a Thursday. */
function dayOfWeek(at: number): number {
  return (Math.floor(at / (24 * HOUR)) + 3) % 7;
}

function hourOf(at: number): number {
  return Math.floor(at / HOUR) % 24;
}
