import { expect, it } from 'vitest';
import { changeFraction, shareOf } from './change.ts';

it('writes a change as a fraction to six decimals', () => {
  expect(changeFraction(966, 1000)).toBe(-0.034);
  expect(changeFraction(4, 3)).toBe(0.333333);
  expect(Object.is(changeFraction(10_000_000, 10_000_001), -0)).toBe(false);
});

it('knows no change from or to an unknown price, nor from nothing', () => {
  expect([changeFraction(null, 1), changeFraction(1, null), changeFraction(1, 0)]).toEqual([
    null,
    null,
    null,
  ]);
});

it('knows no share of an unknown or absent whole', () => {
  expect([shareOf(1, 3), shareOf(null, 3), shareOf(1, null), shareOf(1, 0)]).toEqual([
    0.333333,
    null,
    null,
    null,
  ]);
});
