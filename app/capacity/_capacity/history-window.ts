import { HOUR } from '#lib/domain/time.ts';
import { isNothing, type StepSeries } from '#lib/plot/steps.ts';
import type { Span } from '#lib/series/coverage.ts';

/** A picture of less has nothing to tell. */
const SHORTEST = 6 * HOUR;

/** The time that pictures show: up to `longest` back, less while nothing older is known. Milliseconds UTC. */
export function historyWindow(histories: readonly StepSeries[], longest: number, now: number): Span {
  const known = histories.flatMap(({ at, gaps }) => [
    ...at.slice(0, 1),
    ...gaps.filter(isNothing).map((gap) => gap.from),
  ]);
  const first = Math.floor(Math.min(now - SHORTEST, ...known) / HOUR) * HOUR;
  return { from: Math.max(first, now - longest), to: now };
}
