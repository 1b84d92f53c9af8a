import { expect, test } from 'vitest';
import { joinSteps } from './grid.ts';

test('joins series on every instant at which one changes, with the price in force', () => {
  const grid = joinSteps(
    [
      [
        { at: 0, value: 1 },
        { at: 50_000, value: 2 },
      ],
      [{ at: 20_000, value: 7 }],
    ],
    10_000,
    100_000,
  );
  expect(grid.at).toEqual([10_000, 20_000, 50_000, 100_000]);
  expect(grid.rows).toEqual([
    [1, 1, 2, 2],
    [null, 7, 7, 7],
  ]);
});

test('keeps the last step up to where the line ends', () => {
  const grid = joinSteps(
    [
      [
        { at: 0, value: 1 },
        { at: 50_000, value: null },
      ],
    ],
    10_000,
    100_000,
  );
  expect(grid.at).toEqual([10_000, 49_000, 50_000, 100_000]);
  expect(grid.rows).toEqual([[1, 1, null, null]]);
});
