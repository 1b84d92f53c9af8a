import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { admit, findOverflow, isKnown, type LedgerEntry, stoppedUntil } from './ledger.ts';

const NOW = Date.UTC(2026, 10, 22, 10);
const entry = (fingerprint: string, over: Partial<LedgerEntry> = {}): LedgerEntry => ({
  fingerprint,
  basket: 'hopper',
  request: '{}',
  firstUsedAt: NOW - 3 * DAY,
  lastUsedAt: NOW - HOUR,
  refusedAt: null,
  ...over,
});
const many = (count: number, over: Partial<LedgerEntry> = {}) =>
  Array.from({ length: count }, (_, i) => entry(`c${i}`, over));

describe('a configuration', () => {
  it('is known to AWS for 24 hours after its last use', () => {
    expect(isKnown(entry('a', { lastUsedAt: NOW - DAY + 1 }), NOW)).toBe(true);
    expect(isKnown(entry('a', { lastUsedAt: NOW - DAY }), NOW)).toBe(false);
  });

  it('is not known where its last use was refused, and again once it was taken', () => {
    expect(isKnown(entry('a', { lastUsedAt: NOW - 1, refusedAt: NOW - 1 }), NOW)).toBe(false);
    expect(isKnown(entry('a', { lastUsedAt: NOW, refusedAt: NOW - DAY }), NOW)).toBe(true);
  });
});

describe('what may be sent', () => {
  it('is anything while there is a slot', () => {
    expect(admit([], 'new', NOW)).toEqual({ admitted: true });
    expect(admit(many(9), 'new', NOW)).toEqual({ admitted: true });
  });

  it('is no eleventh configuration until the oldest is forgotten', () => {
    const entries = many(10).map((one, i) => ({ ...one, lastUsedAt: NOW - i * HOUR }));
    expect(admit(entries, 'new', NOW)).toEqual({
      admitted: false,
      until: NOW + 15 * HOUR,
      why: '10 others were used in the last 24 hours',
    });
    expect(admit(entries, 'c4', NOW)).toEqual({ admitted: true });
    expect(admit(entries, 'new', NOW + 15 * HOUR)).toEqual({ admitted: true });
  });

  it('after a refusal is every known configuration and no new one, for 24 hours', () => {
    const entries = [...many(3), entry('refused', { lastUsedAt: NOW - HOUR, refusedAt: NOW - HOUR })];
    expect(admit(entries, 'c0', NOW)).toEqual({ admitted: true });
    for (const fresh of ['new', 'refused'])
      expect(admit(entries, fresh, NOW)).toMatchObject({ admitted: false, until: NOW + 23 * HOUR });
    const later = many(3, { lastUsedAt: NOW + 22 * HOUR });
    expect(admit([...later, ...entries.slice(3)], 'refused', NOW + 23 * HOUR)).toEqual({ admitted: true });
  });

  it('is not held back for ever by a refusal from a clock that ran ahead', () => {
    expect(stoppedUntil([entry('a', { refusedAt: NOW + 300 * DAY })], NOW)).toBeNull();
  });
});

describe('a change of settings', () => {
  const names = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `c${from + i}`);

  it('is possible within ten configurations in 24 hours', () => {
    expect(findOverflow(many(9), names(0, 10), NOW)).toBeUndefined();
    expect(findOverflow(many(10), names(0, 10), NOW)).toBeUndefined();
    expect(findOverflow(many(10, { lastUsedAt: NOW - DAY }), names(20, 30), NOW)).toBeUndefined();
  });

  it('beyond that comes with the sum, and with when it becomes possible', () => {
    // c0 was used last just now, c9 nine hours ago; c0 to c5 go on, and three new ones come.
    const entries = many(10).map((one, i) => ({ ...one, lastUsedAt: NOW - i * HOUR }));
    const wanted = [...names(0, 6), 'x', 'y', 'z'];
    expect(findOverflow(entries, wanted, NOW)).toEqual({
      wanted: 9,
      fresh: 3,
      known: 10,
      total: 13,
      // c9, c8 and c7 have to be forgotten.
      possibleAt: NOW - 7 * HOUR + DAY,
    });
    expect(findOverflow(entries, wanted, NOW - 7 * HOUR + DAY)).toBeUndefined();
  });
});
