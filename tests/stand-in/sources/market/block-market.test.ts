import { describe, expect, test } from 'vitest';
import type { BlockAsk, BlockOffer } from '../block-source.ts';
import { BLOCK_ITEMS } from './block-items.ts';
import { BlockMarket } from './block-market.ts';
import { publishedRate } from './block-rates.ts';
import type { Situation } from './situation.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-20T12:34:56Z') / 1000;

const calm: Situation = { seed: 7, story: 'calm', beginsAt: NOW };
const marketOf = (situation: Situation): BlockMarket =>
  new BlockMarket(situation, (...asked) => publishedRate(situation, ...asked));
const market = marketOf(calm);

const P5: BlockAsk = { region: 'us-east-1', item: 'p5.48xlarge', count: 1, hours: 24, nowSeconds: NOW };
const key = (offer: BlockOffer): string => `${offer.zoneId} ${offer.startSeconds} ${offer.endSeconds}`;
const instants = (days: number, step: number): number[] =>
  Array.from({ length: Math.floor((days * DAY) / step) }, (_, index) => NOW + index * step);
const meanOffers = (source: BlockMarket, ask: Partial<BlockAsk>): number => {
  const counts = instants(20, 5 * HOUR).map(
    (nowSeconds) => source.offers({ ...P5, ...ask, nowSeconds }).length,
  );
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
};

/** The starts on sale for 24 hours that do not move with the clock. */
const settled = (nowSeconds: number): Set<string> =>
  new Set(
    market
      .offers({ ...P5, nowSeconds })
      .filter((offer) => offer.startSeconds % DAY === 11.5 * HOUR)
      .map(key),
  );

/** How long offers stayed, ascending, looked at every five minutes; and how many of those gone came back. */
function salesOf(days: number): { minutes: number[]; returned: number } {
  const since = new Map<string, number>();
  const minutes: number[] = [];
  const ended = new Set<string>();
  let returned = 0;
  const appear = (offer: string, at: number): void => {
    since.set(offer, at);
    if (ended.has(offer)) returned += 1;
  };
  const vanish = (offer: string, from: number, at: number): void => {
    // Those of the first look may have been there for long.
    if (from > NOW) minutes.push((at - from) / 60);
    ended.add(offer);
    since.delete(offer);
  };
  for (const at of instants(days, 5 * 60)) {
    const here = settled(at);
    for (const [offer, from] of since) if (!here.has(offer)) vanish(offer, from, at);
    for (const offer of here) if (!since.has(offer)) appear(offer, at);
  }
  return { minutes: minutes.sort((a, b) => a - b), returned };
}

describe('blocks on sale', () => {
  test('are the same whoever asks, in whatever order', () => {
    const forwards = instants(10, 7 * HOUR).map((nowSeconds) => market.offers({ ...P5, nowSeconds }));
    const another = marketOf(calm);
    const backwards = instants(10, 7 * HOUR)
      .reverse()
      .map((nowSeconds) => another.offers({ ...P5, nowSeconds }));
    expect(backwards.reverse()).toEqual(forwards);
    expect(marketOf({ ...calm, seed: 8 }).offers(P5)).not.toEqual(market.offers(P5));
  });

  test('end at 11:30, start there or half an hour from now at an odd minute, at most eight weeks ahead', () => {
    let early = 0;
    for (const nowSeconds of instants(40, 4 * HOUR)) {
      for (const { startSeconds, endSeconds } of market.offers({ ...P5, hours: 48, nowSeconds })) {
        expect(endSeconds % DAY).toBe(11.5 * HOUR);
        expect(startSeconds - nowSeconds).toBeGreaterThanOrEqual(30 * 60);
        expect(startSeconds - nowSeconds).toBeLessThanOrEqual(56 * DAY);
        if (startSeconds % DAY === 11.5 * HOUR) {
          expect(endSeconds - startSeconds).toBe(48 * HOUR);
          continue;
        }
        early += 1;
        expect((startSeconds / 60) % 2).toBe(1);
        expect(startSeconds - nowSeconds).toBeLessThanOrEqual(33 * 60);
        expect(endSeconds - startSeconds).toBeLessThan(48 * HOUR);
        expect(endSeconds - startSeconds).toBeGreaterThanOrEqual(25 * HOUR);
      }
    }
    expect(early).toBeGreaterThan(3);
  });

  test('an offer for many implies the offers for fewer, and a long one the shorter', () => {
    const starts = (ask: Partial<BlockAsk>, nowSeconds: number): Set<string> =>
      new Set(
        market.offers({ ...P5, ...ask, nowSeconds }).map((offer) => `${offer.zoneId} ${offer.startSeconds}`),
      );
    let seen = 0;
    for (const nowSeconds of instants(10, 9 * HOUR)) {
      const many = [...starts({ count: 16 }, nowSeconds)];
      const few = starts({ count: 5 }, nowSeconds);
      const long = [...starts({ hours: 336 }, nowSeconds)];
      const short = starts({ hours: 72 }, nowSeconds);
      expect(many.filter((start) => !few.has(start))).toEqual([]);
      expect(long.filter((start) => !short.has(start))).toEqual([]);
      seen += many.length + long.length;
    }
    expect(seen).toBeGreaterThan(50);
  });

  test('large and long blocks are rarer, and none of them is unheard of', () => {
    const sizes = [1, 8, 32, 64].map((count) => meanOffers(market, { count }));
    const lengths = [24, 168, 504, 4368].map((hours) => meanOffers(market, { hours }));
    for (const means of [sizes, lengths]) {
      expect(means).toEqual([...means].sort((a, b) => b - a));
      expect(means[0]).toBeGreaterThan(3);
      expect(means[0]).toBeLessThan(30);
      expect(means[3]).toBeLessThan((means[0] ?? 0) / 10);
      expect(means[3]).toBeGreaterThan(0);
    }
  });

  test('are bought after ten minutes or after days, and come back', () => {
    const { minutes, returned } = salesOf(10);
    expect(minutes.length).toBeGreaterThan(200);
    expect(minutes[minutes.length >> 1]).toBeGreaterThan(60);
    expect(minutes[minutes.length >> 1]).toBeLessThan(360);
    const brief = minutes.filter((life) => life < 30).length / minutes.length;
    expect(brief).toBeGreaterThan(0.05);
    expect(brief).toBeLessThan(0.3);
    expect(minutes.at(-1)).toBeGreaterThan(1.5 * 24 * 60);
    expect(returned).toBeGreaterThan(20);
  });

  test('scarcity leaves few, and those far ahead', () => {
    const scarce = marketOf({ seed: 7, story: 'scarcity', beginsAt: NOW - 7 * DAY });
    expect(meanOffers(scarce, {})).toBeLessThan(meanOffers(market, {}) / 4);
    const leads = instants(20, 5 * HOUR).flatMap((nowSeconds) =>
      scarce.offers({ ...P5, nowSeconds }).map((offer) => (offer.startSeconds - nowSeconds) / DAY),
    );
    leads.sort((a, b) => a - b);
    expect(leads[leads.length >> 1]).toBeGreaterThan(28);
  });

  test('UltraServers come one at a time from Dallas alone', () => {
    const items = ['u-p6e-gb200x36', 'u-p6e-gb200x72'];
    for (const item of items) {
      expect(market.zoneIds('us-east-1', item)).toEqual(['use1-dfw2-az1']);
      expect(market.sells('us-west-2', item)).toBe(false);
      expect(meanOffers(market, { item })).toBeGreaterThan(0.5);
      expect(meanOffers(market, { item, count: 2 })).toBe(0);
    }
  });
});

describe('rates', () => {
  const usd = (region: string, item: string, day: string, situation = calm): number =>
    (publishedRate(situation, region, item, Date.parse(`${day}T12:00:00Z`) / 1000) ?? Number.NaN) / 1e6;

  test.each([
    ['us-east-1', 'p5.48xlarge', '2026-02-01', 31.464],
    ['us-west-1', 'p5.48xlarge', '2026-02-01', 39.33],
    ['us-east-1', 'p5.48xlarge', '2026-08-01', 41.528],
    ['us-east-1', 'p5.4xlarge', '2026-08-01', 5.191],
    ['ap-south-1', 'p5.4xlarge', '2026-08-01', 4.72],
    ['us-west-1', 'p5e.48xlarge', '2026-06-30', 49.749],
    ['us-east-2', 'p5en.48xlarge', '2026-05-01', 45.768],
    ['eu-north-1', 'p5en.48xlarge', '2026-05-01', 41.612],
    ['us-east-2', 'p5en.48xlarge', '2026-10-06', 54.92],
    ['us-east-2', 'p5en.48xlarge', '2026-10-08', 63.158],
    ['us-west-2', 'p6-b200.48xlarge', '2026-06-01', 82.368],
    ['us-west-2', 'p6-b200.48xlarge', '2026-08-01', 98.84],
    ['us-west-2', 'p6-b300.48xlarge', '2026-08-01', 112.32],
    ['us-east-2', 'trn2.48xlarge', '2026-02-01', 35.7608],
    ['us-east-2', 'trn2.48xlarge', '2026-11-01', 35.7608],
    ['sa-east-1', 'trn2.3xlarge', '2026-08-01', 2.235],
    ['eu-north-1', 'trn1.32xlarge', '2026-11-01', 9.532],
    ['us-east-1', 'u-p6e-gb200x72', '2026-08-01', 761.904],
  ])('%s %s on %s costs what was published', (region, item, day, expected) => {
    expect(usd(region, item, day)).toBe(expected);
  });

  test('every item on sale has one', () => {
    for (const [item] of BLOCK_ITEMS) expect(usd('us-east-1', item, '2026-11-20')).toBeGreaterThan(1);
  });

  test('the fee is the rate for every instance and every minute', () => {
    const offers = instants(60, 5 * HOUR).flatMap((nowSeconds) =>
      market.offers({ ...P5, count: 3, hours: 48, nowSeconds }),
    );
    for (const { feeMicroUsd, startSeconds, endSeconds } of offers) {
      expect(feeMicroUsd).toBe(Math.round((41_528_000 * 3 * (endSeconds - startSeconds)) / 3600));
    }
    expect(new Set(offers.map((offer) => offer.feeMicroUsd)).size).toBeGreaterThan(3);
  });

  test('repricing raises the young Nvidia types by 15 % after a day', () => {
    const told: Situation = { seed: 7, story: 'repricing', beginsAt: NOW };
    const rate = (item: string, after: number) => publishedRate(told, 'us-east-2', item, NOW + after);
    expect(rate('p5.48xlarge', 23 * HOUR)).toBe(41_528_000);
    expect(rate('p5.48xlarge', 25 * HOUR)).toBe(47_757_000);
    expect(rate('trn2.48xlarge', 25 * HOUR)).toBe(35_760_800);
  });
});
