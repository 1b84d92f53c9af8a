import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { dueReminders, type Terms, terminationAt } from './terms.ts';

const START = Date.UTC(2026, 10, 24, 11, 30);
const BLOCK: Terms = {
  kind: 'block',
  itemType: 'p5.48xlarge',
  state: 'scheduled',
  startAt: START,
  endAt: START + 14 * DAY,
  blockId: null,
  createdAt: START - 30 * DAY,
};
const active = { ...BLOCK, state: 'active' };

describe('when instances are terminated', () => {
  test('30 minutes before the end of a block', () => {
    expect(terminationAt(BLOCK)).toBe(START + 14 * DAY - 30 * MINUTE);
  });

  test('60 minutes before the end of an UltraServer', () => {
    const ultra = { ...BLOCK, itemType: 'u-p6e-gb200x72' };
    expect(terminationAt(ultra)).toBe(START + 14 * DAY - 60 * MINUTE);
  });

  test('with the block, for a reservation that belongs to one and whose block we do not see', () => {
    const part = { ...BLOCK, kind: 'reservation' as const, blockId: 'cb-1' };
    expect(terminationAt(part)).toBe(START + 14 * DAY - 30 * MINUTE);
  });

  test('never, for an ordinary reservation: its instances run on', () => {
    expect(terminationAt({ ...BLOCK, kind: 'reservation' })).toBeNull();
    expect(terminationAt({ ...BLOCK, endAt: null })).toBeNull();
  });
});

describe('reminders', () => {
  const told = (terms: Terms, now: number) =>
    dueReminders(terms, now).map((one) => `${one.kind} ${one.lead}`);

  test.each([
    ['eight days before', 8 * DAY, []],
    ['seven days before', 7 * DAY, ['reservation-starts 7d']],
    ['two days before', 2 * DAY, ['reservation-starts 7d']],
    ['a day before', DAY, ['reservation-starts 24h']],
    ['an hour before', HOUR, ['reservation-starts 1h']],
    ['at the start', 0, []],
    ['after it', -HOUR, []],
  ])('%s the start', (_, before, expected) => {
    expect(told(BLOCK, START - before)).toEqual(expected);
  });

  test('of the end count from the moment at which instances are terminated', () => {
    const last = START + 14 * DAY - 30 * MINUTE;
    expect(told(active, last - HOUR - 1)).toEqual(['reservation-ends 24h']);
    expect(told(active, last - HOUR)).toEqual(['reservation-ends 1h']);
    expect(told(active, last)).toEqual([]);
    expect(dueReminders(active, last - HOUR)[0]).toMatchObject({ instant: last, dueAt: last - HOUR });
  });

  test('are due at the same instant however late they are told', () => {
    const late = dueReminders(BLOCK, START - 3 * HOUR)[0];
    expect(late).toEqual(dueReminders(BLOCK, START - 20 * HOUR)[0]);
  });

  test('are never of a time before the purchase, or of the end before the start', () => {
    expect(told({ ...BLOCK, createdAt: START - 2 * DAY }, START - 2 * DAY + HOUR)).toEqual([]);
    const short = { ...active, endAt: START + 2 * DAY };
    expect(told(short, START + HOUR)).toEqual([]);
    expect(told(short, START + 30 * HOUR)).toEqual(['reservation-ends 24h']);
  });

  test('a longer block is reminded of anew', () => {
    const now = START + 14 * DAY - 2 * HOUR;
    const [before] = dueReminders(active, now);
    const [after] = dueReminders({ ...active, endAt: START + 15 * DAY }, now);
    expect(before?.dueAt).not.toBe(after?.dueAt);
  });

  test.each(['expired', 'cancelled', 'payment-failed', 'failed'])('nothing of one that is %s', (state) => {
    expect(told({ ...BLOCK, state }, START - HOUR)).toEqual([]);
  });

  test('an open-ended reservation has no end to be reminded of', () => {
    expect(told({ ...active, kind: 'reservation', endAt: null }, START + HOUR)).toEqual([]);
  });
});
