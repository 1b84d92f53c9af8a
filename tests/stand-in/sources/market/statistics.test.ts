import { describe, expect, test } from 'vitest';
import { CATALOGUE, PLAIN_TYPES, UNDESCRIBED_TYPE } from '../catalogue.ts';
import type { SpotSeries } from '../market-source.ts';
import { ListPrices } from './list-prices.ts';
import { marketSource } from './market.ts';
import * as figures from './statistics.ts';

/**
 * The simulated market against facts/market-behaviour.md, era D, over 90 days of every accelerator pool. Bands are the
 * recorded figure and a tolerance: a tenth to a fifth for medians of thousands of pools, more for tails and for families of
 * a dozen pools, which no seed hits alike. One conflict: a step is at most 2.5 %, so the recorded worst days (p1 -5.4 %)
 * need runs of full steps that the recorded 99th percentile of steps and the momentum do not leave room for. Steps, momentum
 * and volatility were held; the ends of the days have the widest band.
 */
const SITUATION = { seed: 7, story: 'calm', beginsAt: 0 } as const;
const DAY = 86_400;
const TO = Date.parse('2026-03-01T12:00:00Z') / 1000;
const FROM = TO - 90 * DAY;

function poolsOfMarket(): figures.LookedAt[] {
  const market = marketSource(SITUATION);
  const list = new ListPrices(SITUATION);
  const entries = new Map([...CATALOGUE, UNDESCRIBED_TYPE].map((entry) => [entry.type, entry]));
  const plain = new Set(PLAIN_TYPES.map((entry) => entry.type));
  const selection = {
    types: (type: string) => !plain.has(type),
    products: (product: string) => product === 'Linux/UNIX',
  };
  const looks = figures.lookInstants(FROM, TO);
  const prices = (series: SpotSeries) =>
    Float64Array.from({ length: series.length }, (_, index) => Number(series.priceAt(index) || Number.NaN));
  return market.regions().flatMap(({ name }) =>
    market.spotSeries(name, selection, FROM, TO).map((series) => {
      const entry = entries.get(series.type);
      const ceilingAt = (seconds: number) =>
        entry === undefined ? Number.NaN : (list.ceilingUsd(entry, name, seconds) ?? Number.NaN);
      const { type, region, zoneId = '' } = series;
      const times = series.times.subarray(0, series.length);
      return figures.lookAt({ type, region, zoneId, times, prices: prices(series), ceilingAt }, looks);
    }),
  );
}

const pools = poolsOfMarket();
const ofGroup = (group: string) => pools.filter((pool) => pool.group === group);
const unpinned = pools.filter(({ shares }) => shares.every((share) => share > 0.101 && share < 0.999));

function expectWithin(values: readonly number[], bands: readonly (readonly [number, number])[]): void {
  for (const [index, [low, high]] of bands.entries()) {
    expect(values[index]).toBeGreaterThanOrEqual(low);
    expect(values[index]).toBeLessThanOrEqual(high);
  }
}

/** Each recorded figure, give or take that share of it. */
const near = (recorded: readonly number[], tolerances: readonly number[]) =>
  recorded.map((value, index): [number, number] => {
    const tolerance = tolerances[index] ?? 0.2;
    return [value * (1 - tolerance), value * (1 + tolerance)];
  });

test('no price leaves the range from a tenth of on-demand to on-demand', () => {
  const outside = pools.filter((pool) => pool.shares.some((share) => share < 0.1 - 1e-9 || share > 1 + 1e-9));
  expect(outside).toEqual([]);
});

describe('the clock of pools off the bounds', () => {
  test('gives a new price every 4.7 / 6.1 / 7.4 hours (p10, median, p90), about 3.9 times a day', () => {
    const gaps = unpinned.flatMap((pool) => figures.changeGaps(pool.pool));
    expectWithin(figures.quantiles(gaps, [0.1, 0.5, 0.9]), [
      [4.5, 4.9],
      [5.9, 6.3],
      [7.1, 7.7],
    ]);
    expectWithin([gaps.length / unpinned.length / 90], [[3.7, 4.1]]);
  });

  test('runs evenly over the day', () => {
    const byHour = new Float64Array(24);
    for (const { pool } of unpinned) {
      for (const at of Array.from(pool.times)) {
        const hour = Math.floor(at / 3600) % 24;
        byHour[hour] = (byHour[hour] ?? 0) + 1;
      }
    }
    const mean = byHour.reduce((sum, count) => sum + count, 0) / 24;
    expect(Math.min(...byHour) / mean).toBeGreaterThan(0.95);
    expect(Math.max(...byHour) / mean).toBeLessThan(1.05);
  });

  test('shows a change in 0.54 to 0.60 of gaps of four hours, in 0.85 to 0.94 of seven', () => {
    expectWithin(
      [figures.changeShare(pools, 'between', 4), figures.changeShare(pools, 'between', 7)],
      [
        [0.54, 0.6],
        [0.85, 0.94],
      ],
    );
  });

  test.each([
    ['P', 3.02],
    ['G', 3.11],
    ['G4ad', 3.17],
    ['Trainium', 3.14],
    ['Inferentia', 3.04],
  ])('%s: four looks a day see %f changes', (group, recorded) => {
    const own = ofGroup(group);
    const changes = own.flatMap(figures.stepsOf).length / own.length / 90;
    expectWithin([changes], near([recorded], [0.1]));
  });
});

describe('steps', () => {
  // p10, p50, p90, p99 of the size in percent, and the share of steps up.
  test.each([
    ['P', [0.04, 0.21, 0.72, 2.31], 0.6, 1],
    ['G', [0.05, 0.2, 0.7, 2.28], 0.57, 1],
    ['G4ad', [0.06, 0.2, 0.61, 2.21], 0.58, 1],
    // A dozen pools were recorded.
    ['Trainium', [0.04, 0.2, 0.59, 2.28], 0.58, 2],
    ['Inferentia', [0.06, 0.22, 0.89, 2.41], 0.57, 1],
  ])('%s: are as large as recorded, and more of them up than down', (group, sizes, up, width) => {
    const steps = ofGroup(group).flatMap(figures.stepsOf);
    expectWithin(
      figures.quantiles(steps.map(Math.abs), [0.1, 0.5, 0.9, 0.99]),
      near(sizes, [0.3 * width, 0.15 * width, 0.25 * width, 0.3 * width]),
    );
    expectWithin(
      [steps.filter((step) => step > 0).length / steps.length],
      [[up - 0.03 * width, up + 0.03 * width]],
    );
  });

  test('go on in the direction of the one before in 0.70 to 0.78 of cases', () => {
    expectWithin([figures.momentum(pools.map(figures.stepsOf))], [[0.7, 0.78]]);
  });
});

describe('pinned pools', () => {
  test.each([
    ['P', 0.05, 0.4],
    ['Trainium', 0.42, 0.3],
    ['Inferentia', 0.21, 0.25],
  ])('%s: leave the floor in %f of gaps of seven hours', (group, recorded, tolerance) => {
    expectWithin([figures.changeShare(ofGroup(group), 'floor', 7)], near([recorded], [tolerance]));
  });

  test('leave the floor in a tenth of the gaps of seven hours all in all, and the cap in 0.02', () => {
    expectWithin(
      [figures.changeShare(pools, 'floor', 7), figures.changeShare(pools, 'cap', 7)],
      near([0.1, 0.02], [0.25, 0.5]),
    );
  });
});

describe('spot as a share of on-demand', () => {
  const LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95];

  // p5, p25, p50, p75, p95, and the share exactly on the floor.
  test.each([
    ['g4dn', [0.106, 0.222, 0.324, 0.399, 0.485], 0.036],
    ['g4ad', [0.145, 0.275, 0.35, 0.424, 0.502], 0.004],
    ['g5', [0.112, 0.221, 0.34, 0.424, 0.528], 0.025],
    ['g5g', [0.1, 0.11, 0.176, 0.436, 0.516], 0.164],
    ['inf1', [0.106, 0.202, 0.301, 0.41, 0.531], 0.018],
    ['inf2', [0.102, 0.127, 0.213, 0.336, 0.442], 0.036],
  ])('%s: the quantiles are the recorded ones', (family, recorded, floored) => {
    const shares = pools.filter((pool) => pool.family === family).flatMap((pool) => [...pool.shares]);
    expectWithin(figures.quantiles(shares, LEVELS), near(recorded, [0.1, 0.15, 0.15, 0.12, 0.2]));
    const onFloor = shares.filter((share) => share < 0.1002).length / shares.length;
    expectWithin([onFloor], [[floored / 2 - 0.005, floored * 1.5 + 0.015]]);
  });

  // A handful of types in regions: the median may be that of the next region up or down.
  test.each([
    ['p4d', [0.1, 0.135, 0.212, 0.349, 0.469]],
    ['p5', [0.315, 0.441, 0.7, 0.718, 0.754]],
    ['trn1', [0.1, 0.119, 0.174, 0.353, 0.436]],
  ])('%s: the quantiles are near the recorded ones', (family, recorded) => {
    const shares = pools.filter((pool) => pool.family === family).flatMap((pool) => [...pool.shares]);
    expectWithin(figures.quantiles(shares, LEVELS), near(recorded, [0.25, 0.25, 0.3, 0.25, 0.25]));
  });
});

describe('zones of one region', () => {
  // p25, p50, p75, p90, p99 of the dearest over the cheapest; tolerances are of what is above 1.
  test.each([
    ['P', [1.06, 1.15, 1.33, 1.77, 2.91], 0.35],
    ['G', [1.06, 1.13, 1.28, 1.63, 3.1], 0.3],
    ['G4ad', [1.07, 1.13, 1.26, 1.47, 2.31], 0.6],
    ['Trainium', [1.12, 1.26, 1.49, 1.8, 2.61], 0.6],
    ['Inferentia', [1.06, 1.15, 1.39, 2.06, 4.14], 0.35],
  ])('%s: differ as recorded', (group, recorded, tolerance) => {
    const spreads = figures.quantiles(figures.zoneSpreads(ofGroup(group)), [0.25, 0.5, 0.75, 0.9, 0.99]);
    const above = recorded.map((spread) => spread - 1);
    // The 99th percentile is that of a few odd pools.
    const tolerances = [tolerance, tolerance, tolerance, tolerance, Math.max(tolerance, 0.6)];
    expectWithin(
      spreads.map((spread) => spread - 1),
      near(above, tolerances),
    );
  });

  test('move together by 0.25 at the median, sizes of a family in a zone by 0.14, regions by 0.03', () => {
    const median = (values: number[]) => figures.quantiles(values, [0.5]);
    const zones = figures.pairCorrelations(
      pools,
      ({ pool }) => `${pool.type} ${pool.region}`,
      () => true,
      3000,
    );
    const sizes = figures.pairCorrelations(
      pools,
      ({ pool, family }) => `${family} ${pool.zoneId}`,
      (one, two) => one.pool.type !== two.pool.type,
      3000,
    );
    const regions = figures.pairCorrelations(
      pools.filter((_, index) => index % 8 === 0),
      () => '',
      (one, two) => one.pool.region !== two.pool.region,
      3000,
    );
    expectWithin(
      [...median(zones), ...median(sizes), ...median(regions)],
      [
        [0.2, 0.3],
        [0.1, 0.19],
        [0.01, 0.06],
      ],
    );
  });
});

describe('days', () => {
  test('keep their direction: daily moves correlate with those of the day before by 0.55 to 0.64', () => {
    const later = pools.flatMap((pool) => [...pool.daily.subarray(1)]);
    const earlier = pools.flatMap((pool) => [...pool.daily.subarray(0, -1)]);
    expectWithin([figures.correlation(later, earlier)], [[0.55, 0.64]]);
  });

  test.each([
    ['P', [0.7, 1.1, 2]],
    ['G', [0.7, 1.1, 1.9]],
    ['G4ad', [0.8, 1.1, 1.8]],
    ['Trainium', [0.7, 1.4, 1.9]],
    ['Inferentia', [0.7, 1.3, 2.2]],
  ])('%s: are as lively as recorded (p10, p50, p90 of the pools)', (group, recorded) => {
    const volatilities = ofGroup(group).map(figures.dailyVolatility);
    expectWithin(figures.quantiles(volatilities, [0.1, 0.5, 0.9]), near(recorded, [0.25, 0.2, 0.25]));
  });

  // p1, p5, p95, p99 of a day's move in percent.
  test.each([
    ['P', [-5.4, -2.1, 1.5, 4.5]],
    ['G', [-5.4, -2, 1.4, 4.1]],
    ['Inferentia', [-5.8, -2.8, 1.7, 4.8]],
  ])('%s: the bad ones are worse than the good ones are good', (group, recorded) => {
    const moves = ofGroup(group).flatMap((pool) => [...pool.daily].map((move) => 100 * Math.expm1(move)));
    const found = figures.quantiles(moves, [0.01, 0.05, 0.95, 0.99]);
    const bands = recorded.map((move): [number, number] => {
      const ends = [move * 0.65, move * 1.35];
      return [Math.min(...ends), Math.max(...ends)];
    });
    expectWithin(found, bands);
    expect(-(found[0] ?? 0)).toBeGreaterThan(found[3] ?? 0);
  });
});
