import { expect, test } from 'vitest';
import { DAY, HOUR, WEEK } from '../domain/time.ts';
import { cutOut, cutUnknown } from './cut.ts';
import { lowestOf } from './lowest.ts';
import { slotMeans } from './slots.ts';
import { shareUnder } from './stats.ts';
import type { TimedValue } from './timeline.ts';
import { volatility } from './volatility.ts';
import { weekPattern } from './week-pattern.ts';

const MONDAY = Date.UTC(2026, 10, 2);

test('counts the time at or below a limit, of the time that is known', () => {
  const points = [
    { at: 0, value: 10 },
    { at: 60, value: 20 },
    { at: 90, value: null },
    { at: 95, value: 40 },
  ];
  expect(shareUnder(points, { from: 0, to: 100 }, 20)).toBeCloseTo(90 / 95, 12);
  expect(shareUnder(points, { from: 0, to: 100 }, 9)).toBe(0);
  expect(shareUnder(points, { from: 90, to: 95 }, 20)).toBeUndefined();
});

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

/** Two dollars on Tuesdays from 03:00 to 04:00, one otherwise. */
function tuesdays(weeks: number): TimedValue[] {
  return Array.from({ length: weeks }, (_, week) => MONDAY + week * WEEK + DAY + 3 * HOUR).flatMap((at) => [
    { at, value: 2 },
    { at: at + HOUR, value: 1 },
  ]);
}

test('finds the hour of the week that is dearer', () => {
  const points = [{ at: MONDAY, value: 1 }, ...tuesdays(3)];
  const pattern = weekPattern([points], { from: MONDAY, to: MONDAY + 3 * WEEK });
  const mean = 1 + 1 / 168;
  expect(pattern?.weeks).toBe(3);
  expect(pattern?.highest).toMatchObject({ day: 1, hour: 3, samples: 3 });
  expect(pattern?.highest.off).toBeCloseTo(2 / mean - 1, 12);
  expect(pattern?.lowest.off).toBeCloseTo(1 / mean - 1, 12);
  expect(pattern?.cells[6]?.[23]).toMatchObject({ day: 6, hour: 23 });
});

test('measures each zone against itself: a dear one hides no pattern', () => {
  const cheap = [{ at: MONDAY, value: 1 }, ...tuesdays(2)];
  const dear = [{ at: MONDAY, value: 1000 }];
  const pattern = weekPattern([cheap, dear], { from: MONDAY, to: MONDAY + 2 * WEEK });
  expect(pattern?.highest).toMatchObject({ day: 1, hour: 3, samples: 4 });
});

test('tells no pattern of less than two weeks, and no hour that nobody knows', () => {
  const points = [{ at: MONDAY, value: 1 }];
  expect(weekPattern([points], { from: MONDAY, to: MONDAY + 2 * WEEK - 1 })).toBeUndefined();
  expect(weekPattern([[]], { from: MONDAY, to: MONDAY + 2 * WEEK })).toBeUndefined();
  const short = [...points, { at: MONDAY + DAY, value: null }];
  const pattern = weekPattern([short], { from: MONDAY, to: MONDAY + 2 * WEEK });
  expect(pattern?.cells[0]?.[0]).toMatchObject({ off: 0, samples: 1 });
  expect(pattern?.cells[1]?.[0]).toBeNull();
});

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
