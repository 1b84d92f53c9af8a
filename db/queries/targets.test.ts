import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { openTestDatabase } from '#tests/helpers/database.ts';
import { currentTargets, ensureTargets, extendSeen, listCoverage } from './targets.ts';

const T0 = Date.UTC(2026, 10, 20, 10);

describe('several questions of one region', () => {
  test('are asked side by side, each with a record of its own', () => {
    const db = openTestDatabase();
    const targets = ensureTargets(db, 'capacity-block', 'us-east-1', [{ key: 'a' }, { key: 'b' }]);
    expect(targets.map((target) => target.queryKey)).toEqual(['a', 'b']);
    expect(new Set(targets.map((target) => target.id)).size).toBe(2);
    expect(currentTargets(db, 'capacity-block')).toHaveLength(2);
  });

  test('that are no longer asked become history and keep their record when they return', () => {
    const db = openTestDatabase();
    const [a] = ensureTargets(db, 'capacity-block', 'us-east-1', [{ key: 'a' }, { key: 'b' }]);
    ensureTargets(db, 'capacity-block', 'us-east-1', [{ key: 'b' }]);
    expect(currentTargets(db, 'capacity-block').map((target) => target.queryKey)).toEqual(['b']);
    const [again] = ensureTargets(db, 'capacity-block', 'us-east-1', [{ key: 'a' }]);
    expect(again?.id).toBe(a?.id);
  });

  test('of another region are left alone', () => {
    const db = openTestDatabase();
    ensureTargets(db, 'capacity-block', 'us-east-1', [{ key: 'a' }]);
    ensureTargets(db, 'capacity-block', 'us-west-2', [{ key: 'b' }]);
    expect(currentTargets(db, 'capacity-block')).toHaveLength(2);
  });
});

describe('the stretch that looks make known', () => {
  const INTERVAL = 30 * MINUTE;
  const seen = (...at: number[]) => {
    const db = openTestDatabase();
    const [target] = ensureTargets(db, 'capacity-block', 'us-east-1', [{ key: 'a' }]);
    for (const instant of at) extendSeen(db, target?.id ?? 0, instant, INTERVAL);
    return listCoverage(db, target?.id ?? 0);
  };

  test('grows from look to look', () => {
    expect(seen(T0, T0 + INTERVAL, T0 + 2 * INTERVAL)).toEqual([{ from: T0, to: T0 + 2 * INTERVAL }]);
  });

  test('bears one missed look and breaks after a longer silence', () => {
    expect(seen(T0, T0 + 2 * INTERVAL, T0 + 9 * HOUR)).toEqual([
      { from: T0, to: T0 + 2 * INTERVAL },
      { from: T0 + 9 * HOUR, to: T0 + 9 * HOUR },
    ]);
  });

  test('is taken back beyond the present of a clock that was set back', () => {
    expect(seen(T0, T0 + INTERVAL, T0 + MINUTE)).toEqual([{ from: T0, to: T0 + MINUTE }]);
  });
});
