import { describe, expect, test } from 'vitest';
import type { Db } from '#db/client.ts';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { openTestDatabase } from '#tests/helpers/database.ts';
import { type Observed, saveObserved } from './observe.ts';

const T0 = Date.UTC(2026, 10, 20, 10);
const identity = {
  kind: 'placement-score',
  region: 'us-east-1',
  zoneId: '',
  instanceType: '',
  qualifier: 'h100/8',
  unit: 'score',
};
const score = (value: number, more: object = {}): Observed => ({
  ...identity,
  outcome: 'value',
  value,
  ...more,
});

function pointsOf(db: Db) {
  return db.sqlite.prepare('SELECT at, value FROM point ORDER BY at').all();
}
function seriesOf(db: Db) {
  return db.sqlite.prepare('SELECT outcome, last_value, changed_at, confirmed_at FROM series').get();
}

describe('a fact that is looked at', () => {
  test('is written when it changes, and confirmed by every look that finds it again', () => {
    const db = openTestDatabase();
    expect(saveObserved(db, [score(7)], T0)).toBe(1);
    expect(saveObserved(db, [score(7)], T0 + HOUR)).toBe(0);
    expect(saveObserved(db, [score(3)], T0 + 2 * HOUR)).toBe(1);
    expect(pointsOf(db)).toEqual([
      { at: T0, value: 7 },
      { at: T0 + 2 * HOUR, value: 3 },
    ]);
    expect(seriesOf(db)).toMatchObject({ outcome: 'value', last_value: 3, confirmed_at: T0 + 2 * HOUR });
  });

  test('ends when a look finds nothing, and says which nothing', () => {
    const db = openTestDatabase();
    saveObserved(db, [score(7)], T0);
    saveObserved(db, [{ ...identity, outcome: 'none' }], T0 + HOUR);
    expect(pointsOf(db).at(-1)).toEqual({ at: T0 + HOUR, value: null });
    saveObserved(db, [{ ...identity, outcome: 'not_sold' }], T0 + 2 * HOUR);
    expect(seriesOf(db)).toMatchObject({ outcome: 'not_sold', last_value: null });
    expect(pointsOf(db)).toHaveLength(2);
  });

  test.each(['denied', 'throttled', 'failed', 'region_disabled'] as const)(
    'stays as it was when the look was %s, without being confirmed',
    (outcome) => {
      const db = openTestDatabase();
      saveObserved(db, [score(7)], T0);
      saveObserved(db, [{ ...identity, outcome }], T0 + HOUR);
      expect(pointsOf(db)).toEqual([{ at: T0, value: 7 }]);
      expect(seriesOf(db)).toMatchObject({ outcome, last_value: 7, confirmed_at: T0 });
    },
  );

  test('holds from the date its source gives, unless that lies before the last change or ahead', () => {
    const db = openTestDatabase();
    saveObserved(db, [score(7, { effectiveAt: T0 - DAY })], T0);
    saveObserved(db, [score(8, { effectiveAt: T0 - 2 * DAY })], T0 + HOUR);
    saveObserved(db, [score(9, { effectiveAt: T0 + 9 * DAY })], T0 + 2 * HOUR);
    expect(pointsOf(db)).toEqual([
      { at: T0 - DAY, value: 7 },
      { at: T0 + HOUR, value: 8 },
      { at: T0 + 2 * HOUR, value: 9 },
    ]);
  });

  test('follows the last change although the clock was set back', () => {
    const db = openTestDatabase();
    saveObserved(db, [score(7)], T0);
    saveObserved(db, [score(8)], T0 - HOUR);
    expect(pointsOf(db).at(-1)).toEqual({ at: T0 + 1, value: 8 });
  });

  test('keeps its daily summary in step', () => {
    const db = openTestDatabase();
    saveObserved(db, [score(4)], Date.UTC(2026, 10, 20, 0));
    saveObserved(db, [score(8)], Date.UTC(2026, 10, 20, 12));
    expect(db.sqlite.prepare('SELECT min, max, last, mean, changes FROM rollup_day').all()).toMatchObject([
      { min: 4, max: 8, last: 8, mean: 6 },
    ]);
  });
});
