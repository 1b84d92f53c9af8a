import { expect, test } from 'vitest';
import { spread } from './plot-marks.ts';

const box = { top: 0, bottom: 100 };
const spreadOf = (...heights: number[]) => {
  const ends = heights.map((y) => ({ y }));
  spread(ends, 10, box);
  return ends.map((end) => end.y);
};

test('moves labels apart that would lie on each other, and leaves the others', () => {
  expect(spreadOf(52, 20, 50)).toEqual([20, 50, 60]);
});

test('stays above the lower edge', () => {
  expect(spreadOf(99, 98, 97)).toEqual([80, 90, 100]);
});
