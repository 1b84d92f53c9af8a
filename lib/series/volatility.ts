import { DAY } from '../domain/time.ts';
import type { Span } from './coverage.ts';
import { type SlotMean, slotMeans } from './slots.ts';
import type { TimedValue } from './timeline.ts';

/** `daily`: standard deviation of the logarithmic day-to-day changes; `changes`: how many it was taken over. */
export type Volatility = { daily: number; changes: number };

/** Fewer changes say nothing of how a price moves. */
const LEAST = 5;

/** How much a price moves from one UTC day to the next; undefined where fewer than six days are known one after another. */
export function volatility(points: readonly TimedValue[], span: Span): Volatility | undefined {
  const days = slotMeans(points, span, DAY).filter(isKnown);
  const changes = days.flatMap((day, index) => {
    const before = days[index - 1];
    return before !== undefined && day.at - before.at === DAY ? [Math.log(day.mean / before.mean)] : [];
  });
  if (changes.length < LEAST) return undefined;
  const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
  const squares = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0);
  return { daily: Math.sqrt(squares / (changes.length - 1)), changes: changes.length };
}

/** A day that is known for less than half of it is no day to compare with. */
const isKnown = ({ mean, knownMs }: SlotMean) => mean > 0 && knownMs >= DAY / 2;
