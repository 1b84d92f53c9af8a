import { expect, test } from 'vitest';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { seriesDays } from './series-days.ts';

const FROM = Date.UTC(2026, 10, 1);
const window = { from: FROM, to: FROM + 4 * DAY };
/** 4 from the first day on, 8 from noon of the second; unknown on the third, none on the fourth from noon on. */
const series = {
  at: [FROM, FROM + 36 * HOUR],
  value: [4, 8],
  gaps: [
    { from: FROM + 2 * DAY, to: FROM + 3 * DAY, outcome: 'throttled' as const },
    { from: FROM + 84 * HOUR, to: FROM + 4 * DAY, outcome: 'none' as const },
  ],
};

test('gives the numbers of each day, and of a day without any the reason', () => {
  expect(seriesDays(series, window)).toEqual([
    { from: FROM + 3 * DAY, lowest: 8, highest: 8, last: 8, known: 1, outcome: undefined },
    { from: FROM + 2 * DAY, lowest: null, highest: null, last: null, known: 0, outcome: 'throttled' },
    { from: FROM + DAY, lowest: 4, highest: 8, last: 8, known: 1, outcome: undefined },
    { from: FROM, lowest: 4, highest: 4, last: 4, known: 1, outcome: undefined },
  ]);
});
