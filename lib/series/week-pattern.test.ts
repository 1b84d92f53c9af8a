import { expect, test } from 'vitest';
import { DAY, HOUR, WEEK } from '../domain/time.ts';
import type { TimedValue } from './timeline.ts';
import { weekPattern } from './week-pattern.ts';

const MONDAY = Date.UTC(2026, 10, 2);

/** Two dollars on Tuesdays from 03:00 to 04:00, one otherwise. */
function tuesdays(weeks: number): TimedValue[] {
  return Array.from({ length: weeks }, (_, week) => MONDAY + week * WEEK + DAY + 3 * HOUR).flatMap((at) => [
    { at, value: 2 },
    { at: at + HOUR, value: 1 },
  ]);
}

test('finds the hour of the week that is dearer', () => {
  const points = [{ at: MONDAY, value: 1 }, ...tuesdays(4)];
  const pattern = weekPattern([points], { from: MONDAY, to: MONDAY + 4 * WEEK });
  const mean = 1 + 1 / 168;
  expect(pattern?.weeks).toBe(3);
  expect(pattern?.highest).toMatchObject({ day: 1, hour: 3, samples: 3 });
  expect(pattern?.highest.off).toBeCloseTo(2 / mean - 1, 12);
  expect(pattern?.lowest.off).toBeCloseTo(1 / mean - 1, 12);
  expect(pattern?.cells[6]?.[23]).toMatchObject({ day: 6, hour: 23 });
});

test('measures each zone against itself: a dear one hides no pattern', () => {
  const cheap = [{ at: MONDAY, value: 1 }, ...tuesdays(3)];
  const dear = [{ at: MONDAY, value: 1000 }];
  const pattern = weekPattern([cheap, dear], { from: MONDAY, to: MONDAY + 3 * WEEK });
  expect(pattern?.highest).toMatchObject({ day: 1, hour: 3, samples: 4 });
});

test('takes no price that only rises for a pattern, whatever hour the time shown begins at', () => {
  const rising = Array.from({ length: 31 * 24 }, (_, hour) => ({
    at: MONDAY + hour * HOUR,
    value: 1000 + hour,
  }));
  for (const shift of [0, 50, 100]) {
    const from = MONDAY + shift * HOUR + 20 * 60_000;
    const pattern = weekPattern([rising], { from, to: from + 25 * DAY });
    expect(pattern?.cells.flat().every((cell) => cell?.samples === 2)).toBe(true);
    expect((pattern?.highest.off ?? 1) - (pattern?.lowest.off ?? 0)).toBeLessThan(0.001);
  }
});

test('tells no pattern of less than three weeks, and no hour that nobody knows', () => {
  const points = [{ at: MONDAY, value: 1 }];
  expect(weekPattern([points], { from: MONDAY, to: MONDAY + 3 * WEEK - 1 })).toBeUndefined();
  expect(weekPattern([[]], { from: MONDAY, to: MONDAY + 3 * WEEK })).toBeUndefined();
  const short = [...points, { at: MONDAY + 8 * DAY, value: null }];
  const pattern = weekPattern([short], { from: MONDAY, to: MONDAY + 3 * WEEK });
  expect(pattern?.cells[0]?.[0]).toMatchObject({ off: 0, samples: 1 });
  expect(pattern?.cells[1]?.[0]).toBeNull();
});
