import { expect, it } from 'vitest';
import { seriesOutcome, toOutcome } from './standing.ts';

it('says that a price ended whatever became of the last look', () => {
  expect(seriesOutcome(null, 'none', 'denied')).toBe('none');
  expect(seriesOutcome(null, 'value', 'value')).toBe('none');
  expect(seriesOutcome(null, 'not_sold', 'value')).toBe('not_sold');
});

it.each(['denied', 'throttled', 'failed', 'region_disabled', 'never'] as const)(
  'says %s of a price it keeps showing',
  (look) => {
    expect(seriesOutcome(5, 'value', look)).toBe(look);
  },
);

it('says what a complete look said of the series itself', () => {
  expect(seriesOutcome(5, 'value', 'value')).toBe('value');
  expect(seriesOutcome(5, 'failed', 'value')).toBe('failed');
});

it('takes a word it does not know for a failed look', () => {
  expect([toOutcome('denied'), toOutcome('gone'), toOutcome('')]).toEqual(['denied', 'failed', 'failed']);
});
