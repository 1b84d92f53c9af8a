import { expect, test } from 'vitest';
import { DAY } from '../domain/time.ts';
import { volatility } from './volatility.ts';

test('volatility is that of the changes from day to day, and says over how many', () => {
  const doubling = Array.from({ length: 8 }, (_, day) => ({ at: day * DAY, value: day % 2 === 0 ? 10 : 20 }));
  const found = volatility(doubling, { from: 0, to: 8 * DAY });
  // Seven changes of ln 2, up and down in turn: four up, three down.
  const mean = Math.LN2 / 7;
  const squares = 4 * (Math.LN2 - mean) ** 2 + 3 * (-Math.LN2 - mean) ** 2;
  expect(found?.changes).toBe(7);
  expect(found?.daily).toBeCloseTo(Math.sqrt(squares / 6), 12);
  expect(volatility([{ at: 0, value: 10 }], { from: 0, to: 9 * DAY })?.daily).toBe(0);
});

test('says no volatility of less than six days, nor over a hole', () => {
  expect(volatility([{ at: 0, value: 10 }], { from: 0, to: 5 * DAY })).toBeUndefined();
  const holed = [
    { at: 0, value: 10 },
    { at: 3 * DAY, value: null },
    { at: 4 * DAY, value: 20 },
  ];
  expect(volatility(holed, { from: 0, to: 7 * DAY })).toBeUndefined();
  expect(volatility(holed, { from: 0, to: 10 * DAY })?.daily).toBe(0);
});
