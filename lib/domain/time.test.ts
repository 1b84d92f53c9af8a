import { describe, expect, test } from 'vitest';
import { DAY, dayOf, formatAge, formatInstant, HOUR, MINUTE, parseDuration, parseInstant } from './time.ts';

describe('an instant that a person wrote', () => {
  test.each([
    ['2026-11-22T10:00:00Z', Date.UTC(2026, 10, 22, 10)],
    ['2026-11-22T10:00Z', Date.UTC(2026, 10, 22, 10)],
    ['2026-11-22T10:00:00.5Z', Date.UTC(2026, 10, 22, 10, 0, 0, 500)],
    ['2026-11-22T10:00:00+02:00', Date.UTC(2026, 10, 22, 8)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
  ])('%s is understood', (text, at) => {
    expect(parseInstant(text)).toBe(at);
  });

  test.each([
    '',
    'yesterday',
    '2026-11-22T10:00:00',
    '2026-02-29',
    '2026-02-31T00:00:00Z',
    '2026-13-01',
    '2026-00-10',
    '2026-11-00',
    '2026-11-22T25:00:00Z',
    '2026-11-22 10:00:00Z',
    '20261122T100000Z',
    '1700000000',
    ' 2026-11-22',
  ])('%j is refused', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  test('leaves as ISO 8601 UTC and comes back the same', () => {
    const at = Date.UTC(2021, 3, 20, 7, 1, 2, 30);
    expect(formatInstant(at)).toBe('2021-04-20T07:01:02.030Z');
    expect(parseInstant(formatInstant(at))).toBe(at);
    expect(formatInstant(Date.UTC(2021, 3, 20))).toBe('2021-04-20T00:00:00Z');
  });
});

describe('durations', () => {
  test.each([
    ['90s', 90_000],
    ['10m', 10 * MINUTE],
    ['2h', 2 * HOUR],
    ['7d', 7 * DAY],
    ['0s', 0],
  ])('%s is understood', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(['5', '5mins', '-1m', '1.5h', '', '1 h', '1H', '1w', '1234567s', '1m30s'])(
    '%j is refused',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  test('an age is told in a unit that can be read, and never below zero', () => {
    expect(formatAge(45_000)).toBe('45 s');
    expect(formatAge(12 * MINUTE)).toBe('12 min');
    expect(formatAge(3 * HOUR)).toBe('3 h');
    expect(formatAge(5 * DAY)).toBe('5 d');
    expect(formatAge(-1)).toBe('0 s');
  });
});

test('a UTC day ends one millisecond before midnight, before 1970 too', () => {
  expect(dayOf(DAY - 1)).toBe(0);
  expect(dayOf(DAY)).toBe(1);
  expect(dayOf(-1)).toBe(-1);
});
