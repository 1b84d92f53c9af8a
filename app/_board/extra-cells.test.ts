import { expect, test } from 'vitest';
import type { PlacementScore } from '#db/queries/placement-scores.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { NEVER, quotaBook } from '#lib/quotas/book.ts';
import { offerOf, placeOf } from '#tests/helpers/block-offer.ts';
import { blockCell, headroomCell, interruptionCell, scoreCell } from './extra-cells.ts';

const score = (region: string, value: number | null, over: Partial<PlacementScore> = {}): PlacementScore => ({
  basket: 'hopper',
  types: ['p5.48xlarge', 'p5e.48xlarge', 'p5en.48xlarge'],
  capacity: 1,
  level: 'region',
  region,
  zoneId: null,
  score: value,
  change24h: null,
  observedAt: 1,
  outcome: 'value',
  reason: null,
  ...over,
});

test('the next block is the soonest in the regions shown, and of those that start together the cheapest', () => {
  const offers = [
    offerOf({ inDays: 6 }),
    offerOf({ inDays: 2, region: 'us-west-2', perAcceleratorHour: 5_000_000 }),
    offerOf({ inDays: 2, region: 'us-west-2', perAcceleratorHour: 4_000_000 }),
  ];
  expect(blockCell(offers, [], undefined)).toMatchObject({ region: 'us-west-2', perAccelerator: 4_000_000 });
  expect(blockCell(offers, [], ['us-east-2'])).toMatchObject({ startAt: offers[0]?.startAt, trouble: null });
});

test('a block that the newest look could not see again says so', () => {
  expect(blockCell([offerOf({ outcome: 'denied' })], [], undefined)).toMatchObject({ trouble: 'denied' });
});

test.each<[Outcome, string]>([
  ['none', 'none on offer'],
  ['denied', 'access denied'],
  ['throttled', 'throttled by AWS'],
  ['never', 'not asked yet'],
  ['not_sold', 'no blocks'],
])('without a block: what the questions came to (%s)', (outcome, words) => {
  const place = placeOf('us-east-2', [{ outcome }]);
  expect(blockCell([], [place], undefined)).toMatchObject({ outcome, words });
  expect(blockCell([], [], undefined)).toMatchObject({ outcome: 'not_sold', words: 'no blocks' });
});

test('a score is of the region of the price; of the best one where that region is not asked about', () => {
  const scores = [score('us-east-1', 3), score('us-west-2', 9), score('us-east-1', 9, { capacity: 8 })];
  expect(scoreCell(scores, 'us-east-1', undefined)).toMatchObject({ score: 3, region: 'us-east-1' });
  expect(scoreCell(scores, 'eu-west-1', undefined)).toMatchObject({ score: 9, region: 'us-west-2' });
  expect(scoreCell(scores, 'eu-west-1', ['us-east-1'])).toMatchObject({ score: 3 });
});

test('a score that was refused or never asked for is no number', () => {
  const refused = [score('us-east-1', 7, { outcome: 'denied' })];
  expect(scoreCell(refused, 'us-east-1', undefined)).toMatchObject({ outcome: 'denied' });
  expect(scoreCell([], 'us-east-1', undefined)).toMatchObject({ outcome: 'never', words: 'not asked' });
});

test('an interruption rate that the last look did not confirm is no number', () => {
  const rate = { type: 'p5.48xlarge', region: 'us-east-1', os: 'Linux', savings: 40, observedAt: 1 };
  expect(interruptionCell({ ...rate, index: 2, outcome: 'value', reason: null }, 'us-east-1')).toMatchObject({
    bucket: 2,
  });
  const stale = { ...rate, index: 2, outcome: 'failed' as const, reason: 'the feed stands still' };
  expect(interruptionCell(stale, 'us-east-1')).toMatchObject({
    outcome: 'failed',
    reason: 'the feed stands still',
  });
  expect(interruptionCell(undefined, null)).toMatchObject({ outcome: 'not_sold' });
});

test('what a quota leaves is told with the reason where it is not known', () => {
  const type = { name: 'p5.48xlarge', family: 'p5', vcpu: 192 };
  const denied = { outcome: 'denied' as const, lastCompleteAt: null };
  const looks = { limits: new Map([['us-east-1', denied]]), usage: new Map([['us-east-1', NEVER]]) };
  const [region] = quotaBook([], looks, ['us-east-1']);
  const sold = () => ['spot'];
  expect(headroomCell(type, 'spot', region, sold)).toMatchObject({
    outcome: 'denied',
    words: 'access denied',
  });
  expect(headroomCell(type, 'spot', region, () => null)).toMatchObject({
    outcome: 'not_sold',
    words: 'not on spot',
  });
  expect(headroomCell(type, 'spot', undefined, sold)).toMatchObject({ outcome: 'never', region: null });
});
