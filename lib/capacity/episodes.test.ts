import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { isFeeChange, matchOffers, type OpenOffer, type SeenOffer, whyGone } from './episodes.ts';

const START = Date.UTC(2026, 10, 24, 11, 30);
const END = START + 48 * HOUR;

const seen = (startAt: number, fields: Partial<SeenOffer> = {}): SeenOffer => ({
  zoneId: 'use1-az4',
  startAt,
  endAt: END,
  fee: 100e6,
  feeScale: 2,
  perAcceleratorHour: null,
  ...fields,
});
const open = (id: number, startAt: number, fields: Partial<OpenOffer> = {}): OpenOffer => ({
  id,
  zoneId: 'use1-az4',
  startAt,
  endAt: END,
  fee: 100e6,
  ...fields,
});

/** [ids continued], starts that are new, [ids missing]. */
function outcome(offers: OpenOffer[], blocks: SeenOffer[]) {
  const { continued, fresh, missing } = matchOffers(offers, blocks, 48);
  return [
    continued.map((one) => one.offer.id),
    fresh.map((one) => (one.startAt - START) / HOUR),
    missing.map((one) => one.id),
  ];
}

describe('an answer against what is on record', () => {
  test.each<[string, OpenOffer[], SeenOffer[], unknown[]]>([
    ['the same block again', [open(1, START)], [seen(START)], [[1], [], []]],
    ['another zone', [open(1, START)], [seen(START, { zoneId: 'use1-az6' })], [[], [0], [1]]],
    ['another end', [open(1, START)], [seen(START, { endAt: END + 24 * HOUR })], [[], [0], [1]]],
    ['a start that has moved on', [open(1, START + HOUR)], [seen(START + 2 * HOUR)], [[1], [], []]],
    ['a day that has come', [open(1, START)], [seen(START + HOUR)], [[1], [], []]],
    ['a start that moved back', [open(1, START + 2 * HOUR)], [seen(START + HOUR)], [[], [1], [1]]],
    [
      'one that moved beside one that did not',
      [open(1, START + HOUR), open(2, START + 2 * HOUR)],
      [seen(START + 2 * HOUR), seen(START + 1.5 * HOUR)],
      [[2, 1], [], []],
    ],
    [
      'full blocks of two days',
      [open(1, START, { endAt: START + 48 * HOUR })],
      [seen(START + 24 * HOUR, { endAt: START + 72 * HOUR })],
      [[], [24], [1]],
    ],
    ['nothing', [open(1, START)], [], [[], [], [1]]],
  ])('%s', (_, offers, blocks, expected) => {
    expect(outcome(offers, blocks)).toEqual(expected);
  });

  test('takes two records of one block for one, at the lower fee', () => {
    const { fresh } = matchOffers([], [seen(START), seen(START, { fee: 90e6 })], 48);
    expect(fresh.map((one) => one.fee)).toEqual([90e6]);
  });
});

describe('a fee', () => {
  const short = open(1, START + HOUR, { fee: 47_000_000_000 });
  test.each([
    ['of the same rate for fewer hours is no news', START + 2 * HOUR, 46_000_000_000, false],
    ['rounded to a cent is no news', START + 2 * HOUR, 46_000_004_000, false],
    ['of another rate is', START + 2 * HOUR, 47_000_000_000, true],
    ['that differs at all for the same hours is', START + HOUR, 47_000_000_001, true],
  ])('%s', (_, startAt, fee, expected) => {
    expect(isFeeChange(short, seen(startAt, { fee }))).toBe(expected);
  });
});

test.each([
  ['a full block before its start', START, START - MINUTE, 'vanished'],
  ['a full block after its start', START, START + MINUTE, 'start_passed'],
  ['a short block after its start', START + HOUR, START + 2 * HOUR, 'vanished'],
  ['a short block in the afternoon', START + HOUR, START + 6 * HOUR, 'vanished'],
  ['a short block when the next day’s is sold instead', START + HOUR, START + 23 * HOUR, 'start_passed'],
] as const)('%s is gone because it %s', (_, startAt, at, expected) => {
  expect(whyGone({ startAt, endAt: END }, 48, at)).toBe(expected);
});
