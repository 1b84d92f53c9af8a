import { expect, test } from 'vitest';
import { BLOCK_DURATIONS_HOURS } from '#lib/capacity/durations.ts';
import { DAY } from '#lib/domain/time.ts';
import { AT, offerOf } from '#tests/helpers/block-offer.ts';
import { buildCalendar, durationsWords } from './calendar.ts';

const chosen = { count: 8, durationHours: 168 };
const calendarOf = (offers: ReturnType<typeof offerOf>[], regions = ['us-east-2']) =>
  buildCalendar({ offers, regions, chosen, now: AT });

test('reaches from today to the last day that can be booked, in eight weeks', () => {
  const { weeks } = calendarOf([]);
  expect(weeks.map((week) => week.days)).toEqual([7, 7, 7, 7, 7, 7, 7, 8]);
  expect(weeks[0]?.fromAt).toBe(Date.UTC(2026, 10, 25));
  const last = offerOf({ inDays: 56 });
  expect(calendarOf([last]).rows[0]?.weeks[7]).toHaveLength(1);
});

test('puts each start on its day, sizes apart, lengths together', () => {
  const offers = [
    offerOf({ inDays: 0 }),
    offerOf({ inDays: 6, durationHours: 24 }),
    offerOf({ inDays: 6, zoneId: 'use2-az2' }),
    offerOf({ inDays: 7 }),
    offerOf({ inDays: 3, count: 1, durationHours: 24 }),
    offerOf({ inDays: 3, region: 'us-east-1' }),
  ];
  const [first, second] = calendarOf(offers).rows[0]?.weeks ?? [];
  expect(first?.map((size) => [size.count, size.durations, size.starts, size.isChosen])).toEqual([
    [1, [24], [0, 0, 0, 1, 0, 0, 0], false],
    [8, [24, 168], [1, 0, 0, 0, 0, 0, 2], true],
  ]);
  expect(second?.map((size) => size.starts[0])).toEqual([1]);
});

test('keeps a block that can start at once in the first week, though its start has just passed', () => {
  const offer = offerOf({ startAt: AT - 2 * DAY });
  expect(calendarOf([offer]).rows[0]?.weeks[0]?.[0]?.starts[0]).toBe(1);
});

test('marks the lowest price of a count where prices differ', () => {
  const offers = [offerOf({}), offerOf({ inDays: 15, perAcceleratorHour: 4_100_000 }), offerOf({ count: 1 })];
  const sizes = calendarOf(offers).rows[0]?.weeks.flat() ?? [];
  expect(sizes.map((size) => [size.count, size.isLowest])).toEqual([
    [1, false],
    [8, false],
    [8, true],
  ]);
});

test('writes durations in days and draws neighbours on the ladder together', () => {
  const words = (days: number[]) =>
    durationsWords(
      days.map((day) => day * 24),
      BLOCK_DURATIONS_HOURS,
    ).replaceAll('\u00a0', ' ');
  expect([[7], [1, 7], [1, 2, 3, 7], [13, 14, 21], [1, 3, 5, 7, 9]].map(words)).toEqual([
    '7 d',
    '1 d, 7 d',
    '1–3 d, 7 d',
    '13–21 d',
    '1 … 9 d',
  ]);
});
