import { expect, test } from 'vitest';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { leadScale, plotSteps, priceScale } from './steps.ts';

const FROM = Date.UTC(2026, 10, 1);
const window = { from: FROM, to: FROM + 4 * DAY };
const BOX = { width: 400, height: 100 };
const SCALE = { bottom: 0, top: 8 };
/** 4 from the first day on, 8 from noon of the second; unknown on the third, none on the fourth from noon on. */
const series = {
  at: [FROM, FROM + 36 * HOUR],
  value: [4, 8],
  gaps: [
    { from: FROM + 2 * DAY, to: FROM + 3 * DAY, outcome: 'throttled' as const },
    { from: FROM + 84 * HOUR, to: FROM + 4 * DAY, outcome: 'none' as const },
  ],
};

test('draws steps, and lifts the pen in every gap', () => {
  const plot = plotSteps(series, window, BOX, SCALE);
  expect(plot.path).toBe('M0 50H150V0H200M300 0H350');
});

test('tells where nobody knows from where there was nothing', () => {
  const plot = plotSteps(series, window, BOX, SCALE);
  expect(plot.unknown).toEqual([{ x: 200, width: 100 }]);
  expect(plot.nothing).toEqual([{ x: 350, width: 50 }]);
});

test('keeps a hole that began before the window inside the picture', () => {
  const gaps = [{ from: FROM - DAY, to: FROM + DAY, outcome: 'never' as const }];
  const { unknown } = plotSteps({ at: [FROM + DAY], value: [4], gaps }, window, BOX, SCALE);
  expect(unknown).toEqual([{ x: 0, width: 100 }]);
});

test('draws nothing before the first value, and keeps to the scale it is given', () => {
  const late = {
    at: [FROM + 2 * DAY],
    value: [4],
    gaps: [{ from: FROM, to: FROM + 2 * DAY, outcome: 'never' as const }],
  };
  expect(plotSteps(late, window, BOX, { bottom: 0, top: 20 }).path).toBe('M200 80H400');
  expect(plotSteps({ at: [], value: [], gaps: [] }, window, BOX, SCALE).path).toBe('');
});

test('leaves room around prices, and ends lead times at a stretch that reads well', () => {
  expect(priceScale([4_000_000, 6_000_000])).toEqual({ bottom: 3_500_000, top: 6_500_000 });
  expect(priceScale([5_000_000])).toEqual({ bottom: 4_900_000, top: 5_100_000 });
  expect([[], [50], [61], [40 * 24 * 60]].map((minutes) => leadScale(minutes).top)).toEqual([
    60, 60, 180, 80_640,
  ]);
});
