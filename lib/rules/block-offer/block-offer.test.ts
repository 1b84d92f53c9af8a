import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import type { BlockOnSale, BlockReading } from '../types.ts';
import { blockOffer } from './index.ts';
import { paramsSchema } from './params.ts';

const NOW = Date.UTC(2026, 10, 25, 9);
const WANTED = { type: 'p5.48xlarge', count: 8, duration: '7d' };

function offerAt(usd: number | null, fields: Partial<BlockOnSale> = {}): BlockOnSale {
  const startAt = NOW + 6 * DAY;
  return {
    zoneId: 'use2-az1',
    startAt,
    endAt: startAt + 7 * DAY,
    feeMicro: 51_609_600_000,
    feeScale: 2,
    perAcceleratorHour: usd === null ? null : usd * 1_000_000,
    firstSeenAt: NOW - HOUR,
    lastSeenAt: NOW,
    ...fields,
  };
}

function reading(offers: readonly BlockOnSale[], fields: Partial<BlockReading> = {}): BlockReading {
  return {
    region: 'us-east-2',
    look: { at: NOW, intervalMs: 30 * MINUTE, completeness: 'complete', items: offers.length },
    question: { item: 'p5.48xlarge', qualifier: '8x168h' },
    chip: { name: 'H100', count: 8 },
    offers,
    lastGone: null,
    ...fields,
  };
}

const found = (when: object, input: BlockReading, now = NOW) =>
  blockOffer.evaluate(paramsSchema.parse({ ...WANTED, ...when }), input, now);
const verdicts = (when: object, input: BlockReading, now = NOW) =>
  found(when, input, now).map(({ verdict }) => verdict.is);
const look = (completeness: 'complete' | 'partial' | 'failed', at = NOW) => ({
  look: { at, intervalMs: 30 * MINUTE, completeness, items: 0 },
});

describe('a block that is wanted', () => {
  it('is on offer when one is seen that matches', () => {
    expect(verdicts({}, reading([offerAt(4.8)]))).toEqual(['true']);
  });

  it('is not on offer when a complete look shows none', () => {
    expect(verdicts({}, reading([]))).toEqual(['false']);
  });

  it.each(['partial', 'failed'] as const)('is not known to be gone after a %s look', (completeness) => {
    expect(verdicts({}, reading([], look(completeness)))).toEqual(['unknown']);
    // What is on record from before proves nothing about now.
    const before = offerAt(4.8, { lastSeenAt: NOW - HOUR });
    expect(verdicts({}, reading([before], look(completeness)))).toEqual(['unknown']);
  });

  it('is on offer when a look that went wrong later has seen it', () => {
    expect(verdicts({}, reading([offerAt(4.8)], look('partial')))).toEqual(['true']);
  });

  it('is not judged by an old look', () => {
    expect(verdicts({}, reading([], look('complete')), NOW + 2 * HOUR)).toEqual(['unknown']);
  });

  it.each([
    ['at its limit', 5, ['true']],
    ['under its limit', 5.5, ['true']],
    ['over its limit', 4.999999, ['false']],
  ])('%s of dollars per accelerator-hour', (_, limit, expected) => {
    const when = { usdPerAcceleratorHour: String(limit) };
    expect(verdicts(when, reading([offerAt(5)]))).toEqual(expected);
    // A price that is not known is not known to be low enough.
    expect(verdicts(when, reading([offerAt(null)]))).toEqual(['false']);
  });

  it('starts within the window that was asked', () => {
    const window = { startAfter: '2026-12-02', startBefore: '2026-12-09' };
    const question = { item: 'p5.48xlarge', qualifier: '8x168h@2026-12-02T00:00:00Z/2026-12-09T00:00:00Z' };
    const inside = offerAt(4, { startAt: Date.UTC(2026, 11, 3), endAt: Date.UTC(2026, 11, 10) });
    expect(verdicts(window, reading([inside], { question }))).toEqual(['true']);
    expect(verdicts(window, reading([offerAt(4)], { question }))).toEqual(['false']);
  });

  it('is over when the window has passed, whatever is looked at', () => {
    const window = { startBefore: '2026-11-25T08:00:00Z' };
    expect(verdicts(window, reading([offerAt(4)], { question: undefined }))).toEqual(['false']);
  });

  it.each([
    ['another count', { question: { item: 'p5.48xlarge', qualifier: '1x168h' } }],
    ['another type', { question: { item: 'p5en.48xlarge', qualifier: '8x168h' } }],
    ['the largest count', { question: undefined }],
  ])('says nothing after a look at %s', (_, fields) => {
    expect(verdicts({}, reading([], fields))).toEqual([]);
  });

  it('says nothing of a region that it is not about', () => {
    expect(verdicts({ regions: ['us-east-1'] }, reading([]))).toEqual([]);
  });

  it('tells of the cheapest, the earlier of equals, and of how many there are', () => {
    const later = { startAt: NOW + 9 * DAY, endAt: NOW + 16 * DAY };
    const [one] = found({}, reading([offerAt(4, later), offerAt(5), offerAt(4)]));
    expect(one?.facts()).toMatchObject({
      offers: 3,
      best: { perAcceleratorHour: 4_000_000, startAt: NOW + 6 * DAY },
      earliestAt: NOW + 6 * DAY,
    });
    expect(one?.labels()).toEqual({ type: 'p5.48xlarge', block: '8x168h', region: 'us-east-2' });
  });
});

describe('what is asked for it', () => {
  it('is exactly that block', () => {
    const params = paramsSchema.parse({ ...WANTED, regions: ['us-east-2'], startAfter: '2026-12-02' });
    expect(blockOffer.asks(params)).toEqual({
      type: 'p5.48xlarge',
      count: 8,
      durationHours: 168,
      regions: ['us-east-2'],
      startAfter: Date.UTC(2026, 11, 2),
    });
  });
});

describe('bad parameters', () => {
  it.each([
    [{ count: 0 }, 'count'],
    [{ count: 65 }, 'count'],
    [{ count: 1.5 }, 'count'],
    [{ duration: '36h' }, 'duration'],
    [{ duration: '200d' }, 'duration'],
    [{ regions: ['us-east1'] }, 'regions.0'],
    [{ startAfter: 'tomorrow' }, 'startAfter'],
    [{ startAfter: '2026-12-09', startBefore: '2026-12-02' }, 'startBefore'],
    [{ usdPerAcceleratorHour: '5,00' }, 'usdPerAcceleratorHour'],
    [{ usdPerAcceleratorHour: 0 }, 'usdPerAcceleratorHour'],
    [{ type: 'u-p6e-gb200x72' }, 'count'],
    [{ cout: 8 }, ''],
  ])('%j is refused under its name', (fields, path) => {
    const read = paramsSchema.safeParse({ ...WANTED, ...fields });
    expect(read.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });
});
