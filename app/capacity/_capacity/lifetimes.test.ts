import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { AT, offerOf } from '#tests/helpers/block-offer.ts';
import { lifetimesOf } from './lifetimes.ts';

const gone = (
  seenMs: number,
  fields: { ago?: number; apart?: number; why?: 'vanished' | 'start_passed' } = {},
) => {
  const { ago = HOUR, apart = 30 * MINUTE, why = 'vanished' } = fields;
  const lastSeenAt = AT - ago - apart;
  return offerOf({ firstSeenAt: lastSeenAt - seenMs, lastSeenAt, goneAt: AT - ago, goneWhy: why });
};

test('says how many went, how long half of them were seen, and how they ended', () => {
  const offers = [
    gone(0),
    gone(20 * MINUTE),
    gone(3 * HOUR, { why: 'start_passed' }),
    gone(5 * DAY, { ago: 2 * HOUR }),
    gone(HOUR, { ago: 8 * DAY }),
    offerOf(),
  ];
  const lives = lifetimesOf(offers, AT - 7 * DAY);
  expect(lives).toMatchObject({
    count: 4,
    medianMs: 20 * MINUTE,
    shortShare: 0.5,
    vanished: 3,
    startPassed: 1,
  });
  expect(lives?.buckets.map((bucket) => bucket.count)).toEqual([2, 0, 1, 0, 1]);
  expect(lives?.list.at(-1)?.seenMs).toBe(5 * DAY);
});

test('does not claim short lives where looks were a day apart', () => {
  const lives = lifetimesOf([gone(0, { apart: DAY }), gone(DAY, { apart: DAY })], AT - 7 * DAY);
  expect(lives).toMatchObject({ shortShare: null, resolutionMs: DAY });
  expect(lives?.buckets[0]).toMatchObject({ words: 'at one look only', count: 1 });
});

test('knows nothing when nothing went', () => {
  expect(lifetimesOf([offerOf()], AT - 7 * DAY)).toBeUndefined();
});
