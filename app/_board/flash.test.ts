import { expect, test } from 'vitest';
import { flashOf } from './flash.ts';

const seen = { pool: 'us-east-1 use1-az1', value: 10, version: 5 };

test('a price lights up when the same pool has another one in newer data', () => {
  expect(flashOf(seen, { ...seen, value: 11, version: 6 })).toBe('flash-up');
  expect(flashOf(seen, { ...seen, value: 9, version: 6 })).toBe('flash-down');
  expect(flashOf(seen, { ...seen, version: 6 })).toBeUndefined();
});

test('another pool, or the same data asked for otherwise, is no change of price', () => {
  expect(flashOf(seen, { pool: 'us-west-2 usw2-az1', value: 20, version: 5 })).toBeUndefined();
  expect(flashOf(seen, { pool: 'us-west-2 usw2-az1', value: 20, version: 6 })).toBeUndefined();
  expect(flashOf(seen, { ...seen, value: 11 })).toBeUndefined();
});
