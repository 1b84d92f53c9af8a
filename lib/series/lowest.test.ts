import { expect, test } from 'vitest';
import { lowestOf } from './lowest.ts';

test('the lowest of several series changes when any of them does, and ends with the last', () => {
  const a = [
    { at: 0, value: 5 },
    { at: 10, value: 3 },
    { at: 20, value: null },
  ];
  const b = [
    { at: 5, value: 4 },
    { at: 30, value: null },
  ];
  expect(lowestOf([a, b])).toEqual([
    { at: 0, value: 5 },
    { at: 5, value: 4 },
    { at: 10, value: 3 },
    { at: 20, value: 4 },
    { at: 30, value: null },
  ]);
});
