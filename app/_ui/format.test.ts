import { expect, test } from 'vitest';
import * as format from './format.ts';

test('writes prices with two decimals from a dollar on and four below', () => {
  expect(format.usd(38_214_000)).toBe('$38.21');
  expect(format.usd(1_234_567_890)).toBe('$1,234.57');
  expect(format.usd(203_400)).toBe('$0.2034');
});

test('signs changes and calls what rounds to nothing flat', () => {
  expect(format.percentChange(0.0213)).toBe('+2.1\u202f%');
  expect(format.percentChange(-0.0213)).toBe('−2.1\u202f%');
  expect(format.percentChange(-0.0002)).toBe('0.0\u202f%');
  expect([format.direction(0.02), format.direction(-0.02), format.direction(0.0002)]).toEqual([
    'up',
    'down',
    'flat',
  ]);
});

test('names instants in UTC and ages by the clock it is given', () => {
  const at = Date.UTC(2026, 10, 2, 7, 5, 9);
  expect(format.instant(at)).toBe('2 Nov 2026 07:05');
  expect(format.instant(at, true)).toBe('2 Nov 2026 07:05:09');
  expect(format.ago(at, at + 4 * 60_000)).toBe('4 min ago');
});

test('writes counts, fractions, sizes and durations with their units', () => {
  expect(format.counted(1, 'pool')).toBe('1 pool');
  expect(format.counted(1702, 'pool')).toBe('1,702 pools');
  expect([8, 0.125, 0].map(format.acceleratorCount)).toEqual(['8', '⅛', 'count unknown']);
  expect([512, 23_728_128].map(format.bytes)).toEqual(['512 B', '23.7 MB']);
  expect([240, 4200, 180_000].map(format.took)).toEqual(['240 ms', '4.2 s', '3 min']);
});
