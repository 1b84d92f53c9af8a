import { expect, it } from 'vitest';
import { DAY } from '#lib/domain/time.ts';
import { resolveRange } from './range.ts';

const NEWEST = 1000 * DAY;

it('is the thirty days before the newest look by default', () => {
  expect(resolveRange({}, NEWEST)).toEqual({ from: NEWEST - 30 * DAY, to: NEWEST });
});

it('is the thirty days before an earlier end', () => {
  expect(resolveRange({ to: NEWEST - 100 * DAY }, NEWEST)).toEqual({
    from: NEWEST - 130 * DAY,
    to: NEWEST - 100 * DAY,
  });
});

it('may be 400 days long and not a millisecond longer', () => {
  expect(resolveRange({ from: NEWEST - 400 * DAY }, NEWEST).to).toBe(NEWEST);
  expect(() => resolveRange({ from: NEWEST - 400 * DAY - 1 }, NEWEST)).toThrow('longer than 400 days');
});

it('may not be empty or reversed', () => {
  expect(() => resolveRange({ from: NEWEST, to: NEWEST }, NEWEST)).toThrow('ends before it begins');
  expect(() => resolveRange({ from: NEWEST + 1 }, NEWEST)).toThrow('ends before it begins');
});
