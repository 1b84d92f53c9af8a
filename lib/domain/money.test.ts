import { describe, expect, test } from 'vitest';
import { formatUsd, parseUsd, perUnit } from './money.ts';

describe('a price that AWS wrote', () => {
  test.each([
    ['0.898000', 898_000, 6],
    ['55.0400000000', 55_040_000, 10],
    ['0.000001', 1, 6],
    ['32.7726', 32_772_600, 4],
    ['21.957642', 21_957_642, 6],
    ['12', 12_000_000, 0],
    ['999999999.999999', 999_999_999_999_999, 6],
    ['0.0000000000', 0, 10],
  ])('%s is read exactly', (text, micro, scale) => {
    expect(parseUsd(text)).toEqual({ micro, scale });
  });

  test.each(['0.898000', '55.0400000000', '0.000001', '12', '0.1', '999999999.999999'])(
    '%s leaves as it came',
    (text) => {
      const parsed = parseUsd(text)!;
      expect(formatUsd(parsed.micro, parsed.scale)).toBe(text);
    },
  );

  // F45, and what else a broken answer could hold.
  test.each([
    'abc',
    '',
    '-1',
    '1e9',
    '0.1.2',
    'NaN',
    'Infinity',
    '+1',
    ' 1',
    '1 ',
    '1\n',
    '1,5',
    '1.000,00',
    '$1',
    '1 USD',
    'EUR 1',
    '0x10',
    '.5',
    '5.',
    '１２',
    'null',
    '1234567890',
    '0.1234567',
    '0.0000001',
    '1.0000000000000',
  ])('%j is not a price', (text) => {
    expect(parseUsd(text)).toBeUndefined();
  });
});

describe('writing money', () => {
  test('never drops a digit the amount needs', () => {
    expect(formatUsd(1_234_567, 2)).toBe('1.234567');
    expect(formatUsd(1_500_000, 2)).toBe('1.50');
    expect(formatUsd(2_000_000)).toBe('2');
    expect(formatUsd(-1)).toBe('-0.000001');
  });

  test('a share per accelerator is rounded to a micro-dollar, and undefined for no accelerators', () => {
    expect(perUnit(55_040_000, 8)).toBe(6_880_000);
    expect(perUnit(202_000, 0.125)).toBe(1_616_000);
    expect(perUnit(1, 3)).toBe(0);
    expect(perUnit(1, 0)).toBeNull();
  });
});
