import { describe, expect, test } from 'vitest';
import { CATALOGUE, UNDESCRIBED_TYPE } from '../catalogue.ts';
import type { MarketSource, SpotSeries } from '../market-source.ts';
import { Bounds, type PricedFrom } from './bounds.ts';
import { ListPrices } from './list-prices.ts';
import { marketSource } from './market.ts';
import type { Span } from './on-sale.ts';
import { profileOf } from './profile.ts';
import { SimulatedSeries } from './simulated-series.ts';
import { EPOCH_SECONDS } from './situation.ts';
import { Tides } from './tides.ts';
import { PriceWalk } from './walk.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z') / 1000;
const DAY = 86_400;
const linux = { types: () => true, products: (product: string) => product === 'Linux/UNIX' };

/** NaN from where the pool has no price. */
const pricesOf = (series: SpotSeries): number[] =>
  Array.from({ length: series.length }, (_, index) => Number(series.priceAt(index) || Number.NaN));

const shape = (series: SpotSeries, from: number, to: number): [number, string][] =>
  Array.from({ length: series.length }, (_, index): [number, string] => [
    series.times[index] ?? 0,
    series.priceAt(index),
  ]).filter(([at]) => at >= from && at <= to);

const POOL = {
  region: 'us-west-2',
  zoneId: 'usw2-az1',
  entry: CATALOGUE.find((entry) => entry.type === 'trn1.32xlarge') ?? UNDESCRIBED_TYPE,
};

interface Fresh {
  readonly absent?: readonly Span[];
  readonly prices?: readonly PricedFrom[];
  readonly meanRatio?: number;
}

/** Outside the per-seed cache, so that nothing is remembered between two askings. */
function freshSeries(seed: number, keptFrom: number, fresh: Fresh = {}): SimulatedSeries {
  const { region, zoneId, entry } = POOL;
  const { absent = [], prices = [{ from: EPOCH_SECONDS, usd: 21.5 }], ...mean } = fresh;
  const bounds = new Bounds(prices);
  const profile = { ...profileOf(seed, entry.type, region, zoneId), ...mean };
  const walk = new PriceWalk(seed, bounds, profile, new Tides(seed).of(entry.type, region, zoneId));
  return new SimulatedSeries({ ...POOL, absent }, walk, keptFrom);
}

interface Step {
  readonly gap: number;
  readonly step: number;
}

/** Every price against the one before it. */
const recordsOf = (series: SpotSeries): Step[] => {
  const prices = pricesOf(series);
  const steps = prices.slice(1).map((price, index) => ({
    gap: (series.times[index + 1] ?? 0) - (series.times[index] ?? 0),
    step: price / (prices[index] ?? 1) - 1,
  }));
  return steps.filter(({ step }) => !Number.isNaN(step));
};

const largestStep = (series: SpotSeries): number =>
  Math.max(0, ...recordsOf(series).map((record) => Math.abs(record.step)));

/** The largest change against the price in force 24 hours earlier. */
function largestDay(series: SpotSeries): number {
  const prices = pricesOf(series);
  let largest = 0;
  let dayAgo = 0;
  for (let index = 1; index < prices.length; index += 1) {
    const limit = (series.times[index] ?? 0) - DAY;
    while ((series.times[dayAgo + 1] ?? Number.POSITIVE_INFINITY) <= limit) dayAgo += 1;
    if ((series.times[dayAgo] ?? 0) > limit) continue;
    const move = Math.abs((prices[index] ?? 0) / (prices[dayAgo] ?? 1) - 1);
    if (move > largest) largest = move;
  }
  return largest;
}

const everySeries = (market: MarketSource): SpotSeries[] =>
  market.regions().flatMap((region) => market.spotSeries(region.name, linux, NOW - 90 * DAY, NOW));

describe('a simulated pool', () => {
  test('has the same history whenever and in whatever steps it is asked', () => {
    const atOnce = freshSeries(11, NOW - 30 * DAY);
    atOnce.extendTo(NOW);
    const inSteps = freshSeries(11, NOW - 200 * DAY);
    for (let at = NOW - 210 * DAY; at <= NOW; at += 5 * DAY) inSteps.extendTo(at);
    inSteps.extendTo(NOW);
    expect(shape(inSteps, NOW - 30 * DAY, NOW)).toEqual(shape(atOnce, NOW - 30 * DAY, NOW));
    expect(shape(atOnce, 0, NOW).length).toBeGreaterThan(80);
  });

  test('has no price while it is away, and repeats itself from its return on', () => {
    const away = { from: NOW - 20 * DAY, to: NOW - 8 * DAY };
    const series = freshSeries(11, NOW - 30 * DAY, { absent: [away] });
    const whole = freshSeries(11, NOW - 30 * DAY);
    for (const own of [series, whole]) own.extendTo(NOW);
    const during = shape(series, away.from, away.to);
    expect(during[0]).toEqual([away.from, '']);
    expect(during.at(-1)?.[0]).toBe(away.to);
    expect(during).toHaveLength(2);
    expect(shape(series, 0, away.from - 1)).toEqual(shape(whole, 0, away.from - 1));
    expect(shape(series, away.to + DAY, NOW)).toEqual(shape(whole, away.to + DAY, NOW));
  });

  test.each([
    ['at the cap, when on-demand is cut', 1.15, 15],
    ['at the floor, when on-demand is raised', 0.05, 29],
  ])('%s, is there in time and in steps it may take', (_, meanRatio, usd) => {
    const change = NOW - 10 * DAY;
    const prices = [
      { from: EPOCH_SECONDS, usd: 21.5 },
      { from: change, usd },
    ];
    const series = freshSeries(11, NOW - 60 * DAY, { prices, meanRatio });
    series.extendTo(NOW);
    expect(largestStep(series)).toBeLessThanOrEqual(0.025 + 1e-9);
    expect(largestDay(series)).toBeLessThanOrEqual(0.1 + 1e-9);
    const shares = shape(series, 0, NOW).map(([at, price]) => Number(price) / (at < change ? 21.5 : usd));
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.1 - 1e-9);
    expect(Math.max(...shares)).toBeLessThanOrEqual(1 + 1e-9);
    const [, inForce] = shape(series, 0, change).at(-1) ?? [];
    expect(Number(inForce)).toBeGreaterThanOrEqual(0.1 * usd - 1e-9);
    expect(Number(inForce)).toBeLessThanOrEqual(usd);
  });

  test('differs by seed', () => {
    const [one, two] = [freshSeries(11, NOW - 9 * DAY), freshSeries(12, NOW - 9 * DAY)];
    one.extendTo(NOW);
    two.extendTo(NOW);
    expect(shape(one, 0, NOW)).not.toEqual(shape(two, 0, NOW));
  });
});

describe('the simulated market', () => {
  const market = marketSource({ seed: 7, story: 'calm', beginsAt: 0 });

  test('covers every current accelerator type in at least 1,600 pools', () => {
    const series = everySeries(market);
    expect(series.length).toBeGreaterThan(1600);
    const sold = new Set(series.map((pool) => pool.type));
    const current = CATALOGUE.filter(
      (entry) => entry.status === 'current' && ['gpu', 'neuron', 'inference'].includes(entry.kind),
    );
    expect(current.filter((entry) => !sold.has(entry.type))).toEqual([]);
    expect(sold.has('p6e-gb200.36xlarge') || sold.has('trn2u.48xlarge')).toBe(false);
  });

  test('keeps every price between a tenth of on-demand and on-demand', () => {
    const entries = new Map([...CATALOGUE, UNDESCRIBED_TYPE].map((entry) => [entry.type, entry]));
    const list = new ListPrices({ seed: 7, story: 'calm', beginsAt: 0 });
    for (const series of everySeries(market)) {
      const entry = entries.get(series.type);
      if (entry === undefined) continue;
      const shares = pricesOf(series).map(
        (price, index) => price / (list.ceilingUsd(entry, series.region, series.times[index] ?? 0) ?? 0),
      );
      expect(shares.every((share) => !(share < 0.1 - 1e-9 || share > 1 + 1e-9))).toBe(true);
    }
  });

  test('moves by at most 2.5 % at a time and 10 % a day', () => {
    const series = everySeries(market);
    expect(Math.max(...series.map(largestStep))).toBeLessThanOrEqual(0.025 + 1e-9);
    expect(Math.max(...series.map(largestDay))).toBeLessThanOrEqual(0.1 + 1e-9);
  });

  test('repeats an unchanged price after exactly 24 hours, never earlier or later', () => {
    const records = everySeries(market).flatMap(recordsOf);
    const repeats = records.filter((record) => record.step === 0);
    expect(repeats.length).toBeGreaterThan(1000);
    expect(repeats.filter((record) => record.gap !== DAY)).toEqual([]);
    expect(records.filter((record) => record.gap > DAY)).toEqual([]);
  });

  test('has the step sizes and the momentum of the real one', () => {
    const moves = everySeries(market).map((series) =>
      recordsOf(series).filter((record) => record.step !== 0),
    );
    const sizes = Float64Array.from(moves.flat(), (record) => Math.abs(record.step) * 100).sort();
    expect(sizes[sizes.length >> 1]).toBeGreaterThan(0.15);
    expect(sizes[sizes.length >> 1]).toBeLessThan(0.25);
    const pairs = moves.flatMap((own) =>
      own.slice(1).map((record, index) => record.step * (own[index]?.step ?? 0)),
    );
    const kept = pairs.filter((product) => product > 0).length / pairs.length;
    expect(kept).toBeGreaterThan(0.65);
    expect(kept).toBeLessThan(0.8);
  });

  test('lets the demo pools break out upwards', () => {
    const selection = { ...linux, types: (type: string) => type === 'p5.48xlarge' };
    const pool = market
      .spotSeries('us-east-1', selection, NOW - 90 * DAY, NOW)
      .find((series) => series.zoneId === 'use1-az4');
    const prices = pool === undefined ? [] : pricesOf(pool);
    const risen = prices.map((price, index) => price / (prices[index - 4] ?? price) - 1);
    expect(Math.max(...risen)).toBeGreaterThan(0.07);
  });

  test('adds a constant for other systems, at the same times for RHEL and SUSE', () => {
    const selection = { types: (type: string) => type === 'g5.xlarge', products: () => true };
    const all = market
      .spotSeries('eu-west-1', selection, NOW - 5 * DAY, NOW)
      .filter((series) => series.zoneId === 'euw1-az1');
    const [base, redHat] = ['Linux/UNIX', 'Red Hat Enterprise Linux'].map((product) =>
      all.find((series) => series.product === product),
    );
    expect(all.map((series) => series.product)).toContain('Windows');
    expect(redHat?.times.slice(0, redHat.length)).toEqual(base?.times.slice(0, base.length));
    expect(Number(redHat?.priceAt(3)) - Number(base?.priceAt(3))).toBeCloseTo(0.06, 6);
  });

  test('writes prices with six decimals', () => {
    expect(everySeries(market).every((series) => /^\d+\.\d{4}00$/.test(series.priceAt(0)))).toBe(true);
  });
});
