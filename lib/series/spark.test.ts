import { expect, test } from 'vitest';
import { sparkPath } from './spark.ts';

const box = { from: 0, to: 100, width: 10, height: 10, buckets: 5 };

test('draws steps from the lowest at the bottom to the highest at the top', () => {
  const points = [
    { at: 0, value: 5 },
    { at: 50, value: 10 },
    { at: 90, value: 5 },
  ];
  expect(sparkPath(points, box)).toBe('M0 10H4V0H8V10H10');
});

test('breaks where the price ended and starts again where it came back', () => {
  const points = [
    { at: 0, value: 5 },
    { at: 30, value: null },
    { at: 70, value: 6 },
  ];
  expect(sparkPath(points, box)).toBe('M0 10H2M6 0H10');
});

test('puts a price that never moved in the middle, and starts where the first is known', () => {
  expect(sparkPath([{ at: 50, value: 5 }], box)).toBe('M4 5H10');
});

test('draws nothing of nothing', () => {
  expect(sparkPath([], box)).toBe('');
});
