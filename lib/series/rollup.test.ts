import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { rollUpDay, rollUpDays } from './rollup.ts';

const at = (day: number, hour = 0) => day * DAY + hour * HOUR;

describe('one day of a series', () => {
  test('the mean is weighted by time and starts from what was carried in', () => {
    expect(rollUpDay(10, 100, [{ at: at(10, 18), value: 500 }])).toEqual({
      day: 10,
      mean: 200,
      min: 100,
      max: 500,
      last: 500,
      changes: 1,
    });
  });

  test('time without a known value counts for nothing', () => {
    const points = [
      { at: at(10, 6), value: 100 },
      { at: at(10, 12), value: null },
    ];
    expect(rollUpDay(10, undefined, points)).toEqual({
      day: 10,
      mean: 100,
      min: 100,
      max: 100,
      last: null,
      changes: 2,
    });
  });

  test('a day that only ends has no mean of its own where nothing was carried in', () => {
    expect(rollUpDay(10, null, [{ at: at(10, 6), value: null }])).toMatchObject({
      mean: null,
      min: null,
      max: null,
      last: null,
    });
  });

  test('a change at midnight leaves nothing of the value before', () => {
    expect(rollUpDay(10, 900, [{ at: at(10), value: 100 }])).toMatchObject({ mean: 100, min: 100, max: 100 });
  });

  test('a price of a hundred thousand dollars over a day stays exact', () => {
    const micro = 98_765_432_109;
    expect(rollUpDay(10, micro, [{ at: at(10, 24) - 1, value: micro }])).toMatchObject({ mean: micro });
  });
});

describe('several days', () => {
  const points = [
    { at: at(8, 1), value: 100 },
    { at: at(10, 12), value: 300 },
    { at: at(10, 18), value: null },
    { at: at(13), value: 700 },
  ];

  test('only days with points have a row, and each starts from the day before it', () => {
    expect(rollUpDays(new Set([9, 10, 11, 13]), points)).toEqual([
      rollUpDay(10, 100, points.slice(1, 3)),
      rollUpDay(13, null, points.slice(3)),
    ]);
  });

  test('the order in which days are named does not matter', () => {
    expect(rollUpDays(new Set([13, 8, 10]), points)).toEqual(rollUpDays(new Set([8, 10, 13]), points));
  });
});
