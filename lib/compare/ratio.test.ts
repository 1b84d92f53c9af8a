import { expect, test } from 'vitest';
import { HOUR } from '#lib/domain/time.ts';
import { ratioHistory, ratioWords, stepAt } from './ratio.ts';

const window = { from: 0, to: 240 * HOUR };
const steady = (value: number, known: null | { from: number; to: number }[] = null) => ({
  ...{ points: [{ at: 0, value }], known },
});

test('the ratio is of the cheapest of each side at every instant, and changes when either does', () => {
  const falling = {
    points: [
      { at: 0, value: 9 },
      { at: 100 * HOUR, value: 3 },
    ],
    known: null,
  };
  const { steps, median, low, high, now, knownMs } = ratioHistory([steady(6), falling], [steady(2)], window);
  expect(steps).toEqual([
    { at: 0, of: 6, per: 2, ratio: 3 },
    { at: 100 * HOUR, of: 3, per: 2, ratio: 1.5 },
  ]);
  // It held for the longer part of the time.
  expect([low?.at, median, high?.at, now?.ratio]).toEqual([100 * HOUR, 1.5, 0, 1.5]);
  expect(knownMs).toBe(240 * HOUR);
  expect(stepAt(steps, 99 * HOUR)?.ratio).toBe(3);
});

test('the ratio has a hole where nobody looked at either side, and takes no price over from before', () => {
  const known = [
    { from: 0, to: 50 * HOUR },
    { from: 60 * HOUR, to: 240 * HOUR },
  ];
  const { steps, knownMs } = ratioHistory([steady(6, known)], [steady(2)], window);
  expect(steps.map(({ at, ratio }) => [at / HOUR, ratio])).toEqual([
    [0, 3],
    [50, null],
    [60, 3],
  ]);
  expect(knownMs).toBe(230 * HOUR);
});

test('what was seen minutes ago still holds, what was seen hours ago does not', () => {
  const until = (to: number) => ratioHistory([steady(6, [{ from: 0, to }])], [steady(2)], window).now?.ratio;
  expect(until(window.to - HOUR / 6)).toBe(3);
  expect(until(window.to - HOUR)).toBeUndefined();
});

test('a price that ended is none, and nothing on one side is no ratio', () => {
  const gone = {
    points: [
      { at: 0, value: 4 },
      { at: 10 * HOUR, value: null },
    ],
    known: null,
  };
  expect(ratioHistory([gone], [steady(2)], window).steps.map(({ ratio }) => ratio)).toEqual([2, null]);
  expect(ratioHistory([], [steady(2)], window)).toMatchObject({ knownMs: 0, median: null, now: undefined });
});

test('a ratio is said as people say it', () => {
  expect([3.14, 12.4, 1.01, 0.41].map(ratioWords)).toEqual([
    '3.1 times',
    '12 times',
    'as much as',
    '41 % of',
  ]);
});
