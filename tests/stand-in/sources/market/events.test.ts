import { describe, expect, test } from 'vitest';
import type { MarketSource, SpotSeries } from '../market-source.ts';
import { marketSource } from './market.ts';
import type { Situation } from './situation.ts';

const HOUR = 3600;
const DAY = 86_400;
const BEGINS = Date.parse('2026-03-01T12:00:00Z') / 1000;
const told = (story: Situation['story']): MarketSource => marketSource({ seed: 7, story, beginsAt: BEGINS });

const ofTypes = (pattern: RegExp) => ({
  types: (type: string) => pattern.test(type),
  products: (product: string) => product === 'Linux/UNIX',
});

const spot = (market: MarketSource, pattern: RegExp, from: number, to: number): SpotSeries[] =>
  market.regions().flatMap(({ name }) => market.spotSeries(name, ofTypes(pattern), from, to));

/** The price in force, NaN where there is none. */
function priceAt(series: SpotSeries, seconds: number): number {
  let index = series.length - 1;
  while (index >= 0 && (series.times[index] ?? 0) > seconds) index -= 1;
  return index < 0 ? Number.NaN : Number(series.priceAt(index) || Number.NaN);
}

const listed = (market: MarketSource, type: string, at: number, region = 'us-east-1'): number =>
  Number(
    market.priceList(at).prices.find((price) => price.facts.type === type && price.region === region)?.usd,
  );

describe('scarcity', () => {
  const market = told('scarcity');
  const wanted = spot(market, /^(p5|p4d|trn1)\./, BEGINS - DAY, BEGINS + 16 * DAY);
  const shareAt = (series: SpotSeries, at: number) =>
    priceAt(series, at) / listed(market, series.type, at, series.region);

  test('draws training chips up to on-demand within two weeks or so, a day at a time', () => {
    const sold = wanted.filter((series) => shareAt(series, BEGINS) < 0.5);
    expect(sold.length).toBeGreaterThan(20);
    for (const series of sold) {
      expect(shareAt(series, BEGINS + 4 * DAY)).toBeGreaterThan(shareAt(series, BEGINS) * 1.1);
      expect(shareAt(series, BEGINS + 4 * DAY)).toBeLessThan(shareAt(series, BEGINS) * 1.1 ** 4 + 1e-9);
    }
    const near = sold.filter((series) => shareAt(series, BEGINS + 16 * DAY) > 0.85);
    expect(near.length / sold.length).toBeGreaterThan(0.5);
  });

  test('changes nothing before it begins, and nothing for inference chips', () => {
    const calm = spot(told('calm'), /^(p5|g6|inf2)\./, BEGINS - 9 * DAY, BEGINS + 9 * DAY);
    const scarce = spot(market, /^(p5|g6|inf2)\./, BEGINS - 9 * DAY, BEGINS + 9 * DAY);
    const pairs = calm.map((series, index) => [series, scarce[index]] as const);
    const same = (at: number) => (pair: readonly [SpotSeries, SpotSeries | undefined]) =>
      pair[1] !== undefined && Object.is(priceAt(pair[0], at), priceAt(pair[1], at));
    expect(pairs.every(same(BEGINS))).toBe(true);
    expect(pairs.filter(([series]) => !series.type.startsWith('p')).every(same(BEGINS + 9 * DAY))).toBe(true);
    expect(pairs.every(same(BEGINS + 9 * DAY))).toBe(false);
  });
});

describe('the launch of a type', () => {
  const market = told('type-launch');
  const NEW = 'p7x.48xlarge';
  const regions = ['us-east-1', 'us-east-2', 'us-west-2'];
  const zones = (at: number) =>
    regions.flatMap((region) =>
      market
        .offerings(region, at)
        .filter(({ type }) => type === NEW)
        .map(({ zoneId }) => zoneId),
    );
  const isKnown = (at: number) => market.instanceTypes('us-east-1', at).some(({ type }) => type === NEW);

  test('comes six hours into the story, and zone by zone over the next day', () => {
    expect([zones(BEGINS), isKnown(BEGINS), listed(market, NEW, BEGINS)]).toEqual([[], false, Number.NaN]);
    expect(spot(market, /^p7x/, BEGINS - 9 * DAY, BEGINS)).toEqual([]);
    const first = BEGINS + 6 * HOUR;
    expect([zones(first - 1), zones(first), isKnown(first)]).toEqual([[], ['use1-az4'], true]);
    expect(listed(market, NEW, first)).toBeCloseTo(189.12, 4);
    expect(listed(market, NEW, first, 'us-west-2')).toBeNaN();
    const counts = [13, 21, 30].map((hours) => zones(BEGINS + hours * HOUR).length);
    expect(counts).toEqual([2, 3, 4]);
  });

  test('begins at the floor and climbs slowly', () => {
    const pools = spot(market, /^p7x/, BEGINS, BEGINS + 60 * DAY);
    expect(pools.map((series) => series.zoneId).sort()).toEqual([
      'use1-az2',
      'use1-az4',
      'use2-az1',
      'usw2-az2',
    ]);
    for (const series of pools) {
      const share = (at: number) => priceAt(series, at) / listed(market, NEW, at, series.region);
      const launch = series.times[0] ?? 0;
      expect(share(launch)).toBeCloseTo(0.1, 4);
      expect(share(launch + 3 * DAY)).toBeLessThan(0.11);
      expect(share(launch + 56 * DAY)).toBeGreaterThan(0.13);
      expect(share(launch + 56 * DAY)).toBeLessThan(0.18);
    }
  });

  test('is no event of a calm market, which has the type all along', () => {
    const calm = told('calm').offerings('us-east-1', BEGINS - 90 * DAY);
    expect(calm.filter(({ type }) => type === NEW)).toHaveLength(2);
  });
});

describe('offerings of a calm market', () => {
  const market = told('calm');
  const offered = (at: number) =>
    market
      .regions()
      .flatMap(({ name }) =>
        market.offerings(name, at).map(({ type, zoneId }) => `${name} ${type} ${zoneId}`),
      );
  const weeks = Array.from({ length: 53 }, (_, week) => new Set(offered(BEGINS + 7 * week * DAY)));
  const changes = weeks.slice(1).flatMap((now, index) => {
    const before = weeks[index] ?? new Set();
    return [
      ...[...now].filter((key) => !before.has(key)).map((key) => ({ key, week: index, gained: true })),
      ...[...before]
        .filter((key) => !now.has(key))
        .map((key) => ({ key: String(key), week: index, gained: false })),
    ];
  });

  test('gain a zone or lose one every couple of weeks, and never the last of a region', () => {
    expect(changes.length).toBeGreaterThan(15);
    expect(changes.length).toBeLessThan(40);
    expect(changes.some(({ gained }) => gained) && changes.some(({ gained }) => !gained)).toBe(true);
    const places = weeks.map(
      (week) => new Set([...week].map((key) => key.split(' ').slice(0, 2).join(' '))).size,
    );
    expect(new Set(places).size).toBe(1);
  });

  test('take the spot price with them', () => {
    const lost = changes
      .filter(({ gained }) => !gained)
      .map(({ key, week }) => ({ key: key.split(' '), week }));
    const ended = lost.flatMap(({ key: [region = '', type, zoneId], week }) => {
      const [before, after] = [BEGINS + 7 * week * DAY, BEGINS + 7 * (week + 1) * DAY];
      return market
        .spotSeries(region, ofTypes(/./), before, after)
        .filter((series) => series.type === type && series.zoneId === zoneId)
        .map((series) => [priceAt(series, before) > 0, Number.isNaN(priceAt(series, after))]);
    });
    expect(ended.length).toBeGreaterThan(2);
    expect(ended.every(([hadOne, hasNone]) => hadOne && hasNone)).toBe(true);
  });
});

describe('list prices', () => {
  const pricesAt = (market: MarketSource, at: number) =>
    new Map(
      market.priceList(at).prices.map((price) => [`${price.region} ${price.facts.type}`, Number(price.usd)]),
    );
  const changedTypes = (market: MarketSource, from: number, to: number) => {
    const after = pricesAt(market, to);
    const changed = [...pricesAt(market, from)].filter(([key, usd]) => usd > 0 && after.get(key) !== usd);
    return new Set(changed.map(([key]) => key.split(' ')[1]));
  };

  test('of a few types change by a few percent when a quarter begins, and not in between', () => {
    const market = told('calm');
    const quarter = Date.UTC(2026, 3, 1) / 1000;
    const types = changedTypes(market, quarter - 1, quarter);
    expect(types.size).toBeGreaterThan(0);
    expect(types.size).toBeLessThan(5);
    for (const type of types) {
      const factor = listed(market, String(type), quarter) / listed(market, String(type), quarter - 1);
      expect(Math.abs(factor - 1)).toBeLessThan(0.06);
    }
    expect(changedTypes(market, quarter, quarter + 60 * DAY).size).toBe(0);
    expect(market.priceList(quarter).versionSeconds).toBe(quarter);
  });

  test('of training chips were cut once, and spot was never dearer', () => {
    const market = told('calm');
    const cut = Date.UTC(2025, 5, 1) / 1000;
    expect(listed(market, 'p5.48xlarge', cut) / listed(market, 'p5.48xlarge', cut - 1)).toBeCloseTo(0.56, 3);
    for (const series of spot(market, /^p5\./, cut - 10 * DAY, cut + 10 * DAY)) {
      for (const at of [cut - DAY, cut, cut + DAY]) {
        expect(priceAt(series, at)).toBeLessThanOrEqual(listed(market, series.type, at, series.region));
      }
    }
  });

  test('change one day into the story that is about them', () => {
    const market = told('repricing');
    const types = changedTypes(market, BEGINS + DAY - 1, BEGINS + DAY);
    expect([...types].sort()).toEqual([
      'g6e.12xlarge',
      'inf2.48xlarge',
      'p5.48xlarge',
      'p5en.48xlarge',
      'trn1.32xlarge',
    ]);
    expect(listed(market, 'p5.48xlarge', BEGINS)).toBe(55.04);
    expect(listed(market, 'p5.48xlarge', BEGINS + DAY)).toBeCloseTo(46.784, 5);
    expect(listed(market, 'inf2.48xlarge', BEGINS + DAY)).toBeGreaterThan(
      listed(market, 'inf2.48xlarge', BEGINS),
    );
  });
});
