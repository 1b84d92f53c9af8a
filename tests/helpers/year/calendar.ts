import { DAY, HOUR } from '#lib/domain/time.ts';

/** The weeks of the recorded year, by a calendar of the test's own: Mondays at 08:00 in Berlin. */
export type Week = { period: string; from: number; to: number };

/** Central European Summer Time of 2023: from the last Sunday of March to the last of October, at 01:00 UTC. */
const SUMMER = { from: Date.UTC(2023, 2, 26, 1), to: Date.UTC(2023, 9, 29, 1) };

/** 08:00 in Berlin, `weeks` after Monday, 26 December 2022, as an instant. */
function dueAfter(weeks: number): number {
  const utc = Date.UTC(2022, 11, 26, 7) + weeks * 7 * DAY;
  return utc >= SUMMER.from && utc < SUMMER.to ? utc - HOUR : utc;
}

/** 2023-W01, due on 2 January, to 2023-W52, due on 25 December. */
export const WEEKS: readonly Week[] = Array.from({ length: 52 }, (_, index) => ({
  period: `2023-W${String(index + 1).padStart(2, '0')}`,
  from: dueAfter(index),
  to: dueAfter(index + 1),
}));
