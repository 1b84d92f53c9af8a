import { expect, test } from 'vitest';
import { DAY, HOUR } from '../domain/time.ts';
import { slotMeans } from './slots.ts';

test('means of days weigh each price by how long it held', () => {
  const points = [
    { at: 0, value: 10 },
    { at: 12 * HOUR, value: 20 },
    { at: DAY, value: null },
    { at: 2 * DAY + 6 * HOUR, value: 8 },
  ];
  expect(slotMeans(points, { from: 0, to: 3 * DAY }, DAY)).toEqual([
    { at: 0, mean: 15, knownMs: DAY },
    { at: 2 * DAY, mean: 8, knownMs: 18 * HOUR },
  ]);
});
