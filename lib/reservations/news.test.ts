import { expect, test } from 'vitest';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { reservationNews } from './news.ts';
import type { Terms } from './terms.ts';

const START = Date.UTC(2026, 10, 24, 11, 30);
const BLOCK: Terms = {
  kind: 'block',
  itemType: 'p5.48xlarge',
  state: 'active',
  startAt: START,
  endAt: START + 14 * DAY,
  blockId: null,
  createdAt: START - DAY,
};
const NOW = START + 2 * DAY;

test('what is seen for the first time is no change', () => {
  expect(reservationNews(BLOCK, undefined, NOW)).toEqual([]);
});

test('a payment that fails is told with what it was before', () => {
  const failed = { ...BLOCK, state: 'payment-failed' };
  expect(reservationNews(failed, { state: 'payment-pending', endAt: BLOCK.endAt }, NOW)).toEqual([
    { kind: 'reservation-changed', at: NOW, detail: { from: 'payment-pending', to: 'payment-failed' } },
  ]);
});

test('a later end is an extension; an earlier one is none', () => {
  const before = { state: 'active', endAt: START + 13 * DAY };
  expect(reservationNews(BLOCK, before, NOW)).toEqual([
    {
      kind: 'reservation-extended',
      at: NOW,
      detail: { from: '2026-12-07T11:30:00Z', to: '2026-12-08T11:30:00Z' },
    },
  ]);
  expect(reservationNews(BLOCK, { state: 'active', endAt: START + 15 * DAY }, NOW)).toEqual([]);
});

test('a reminder of the end says from when on instances are terminated', () => {
  const [told] = reservationNews(BLOCK, BLOCK, START + 14 * DAY - 2 * HOUR);
  expect(told).toMatchObject({
    kind: 'reservation-ends',
    detail: { endAt: '2026-12-08T11:30:00Z', terminatedFrom: '2026-12-08T11:00:00Z', lead: '24h' },
  });
});
