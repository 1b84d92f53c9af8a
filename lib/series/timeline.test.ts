import { expect, test } from 'vitest';
import { valueAt } from './timeline.ts';

test('the value in force is the newest at or before the instant', () => {
  const points = [
    { at: 10, value: 1 },
    { at: 20, value: null },
    { at: 30, value: 3 },
  ];
  expect([9, 10, 19, 20, 29, 30, 99].map((at) => valueAt(points, at))).toEqual([
    undefined,
    1,
    1,
    null,
    null,
    3,
    3,
  ]);
  expect(valueAt([], 5)).toBeUndefined();
});
