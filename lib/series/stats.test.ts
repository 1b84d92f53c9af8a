import { expect, test } from 'vitest';
import { median, rangeStats, shareUnder } from './stats.ts';

const points = [
  { at: 0, value: 10 },
  { at: 60, value: 20 },
  { at: 90, value: null },
  { at: 95, value: 40 },
];

test('weighs each price by how long it held and skips the time without one', () => {
  const stats = rangeStats(points, 0, 100);
  expect(stats).toEqual({
    ...{ min: 10, max: 40, mean: (10 * 60 + 20 * 30 + 40 * 5) / 95, p50: 10, p95: 40 },
    ...{ samples: 3, knownMs: 95 },
  });
});

test('counts only the part of a price inside the range', () => {
  expect(rangeStats(points, 30, 90)).toEqual({
    ...{ min: 10, max: 20, mean: 15, p50: 10, p95: 20, samples: 2, knownMs: 60 },
  });
});

test('knows nothing of a range without a price', () => {
  expect(rangeStats(points, 90, 95)).toBeUndefined();
  expect(rangeStats([], 0, 10)).toBeUndefined();
});

test('takes the median of even and odd counts, and of none', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeUndefined();
});

test('counts the time at or below a limit, of the time that is known', () => {
  expect(shareUnder(points, { from: 0, to: 100 }, 20)).toBeCloseTo(90 / 95, 12);
  expect(shareUnder(points, { from: 0, to: 100 }, 9)).toBe(0);
  expect(shareUnder(points, { from: 90, to: 95 }, 20)).toBeUndefined();
});
