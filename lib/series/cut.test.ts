import { expect, test } from 'vitest';
import { cutOut, cutUnknown } from './cut.ts';

test('a series is cut where it is not known, and goes on with what is in force after', () => {
  const points = [
    { at: 0, value: 1 },
    { at: 40, value: 2 },
  ];
  expect(cutOut(points, [{ from: 20, to: 60 }])).toEqual([
    { at: 0, value: 1 },
    { at: 20, value: null },
    { at: 60, value: 2 },
  ]);
  const known = [
    { from: 0, to: 20 },
    { from: 60, to: 90 },
  ];
  expect(cutUnknown(points, known, 0).map(({ value }) => value)).toEqual([1, null, 2]);
  expect(cutUnknown(points, [], 0)).toEqual(points);
});
