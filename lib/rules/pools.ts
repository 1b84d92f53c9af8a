import type { Labels } from '#lib/alerts/identity.ts';
import type { Verdict } from '#lib/alerts/lifecycle.ts';
import type { MeasureFacts } from '#lib/alerts/measure-facts.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { DEFAULT_PRODUCT } from '#lib/domain/product.ts';
import { HOUR } from '#lib/domain/time.ts';
import { isCovered } from '#lib/series/coverage.ts';
import { product, regions, types, zones } from './fields.ts';
import { listed } from './measured.ts';
import type { PoolReading, PricedPool } from './types.ts';
import { ERROR, judgeLook, NO_DATA } from './verdicts.ts';

/** Which pools a rule about spot prices is about. */
export const poolFilter = { types, regions, zones, product };

export type PoolFilter = {
  types: readonly string[];
  regions: readonly string[];
  zones: readonly string[];
  product: string;
};

export const poolFilterFields = [
  { name: 'types', label: 'Instance types', hint: 'types or patterns such as p5*; empty: all' },
  { name: 'regions', label: 'Regions', hint: 'empty: all watched regions' },
  { name: 'zones', label: 'Zone IDs', hint: 'such as use1-az4; empty: all' },
  { name: 'product', label: 'Product', hint: 'the operating system that is priced' },
];

type Place = Pick<PricedPool, 'type' | 'zoneId' | 'product'>;

/** A test for the pools of a region that the filter is about. */
export function ofPools(
  { types: globs, regions: places, zones: ids, product: system }: PoolFilter,
  region: string,
): (place: Place) => boolean {
  if (!listed(places, region)) return () => false;
  const isType = remembered(anyGlob(globs));
  const wanted = new Set(ids);
  return ({ type, zoneId, product: own }) =>
    own === system && (wanted.size === 0 || wanted.has(zoneId)) && isType(type);
}

/** A type has many pools: its name is held against the patterns once. */
function remembered(test: (name: string) => boolean): (name: string) => boolean {
  const answers = new Map<string, boolean>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined) return known;
    const answer = test(name);
    answers.set(name, answer);
    return answer;
  };
}

/** The same test for the labels of an alert. */
export const watchesPool = (filter: PoolFilter, { region = '', ...labels }: Labels): boolean =>
  ofPools(
    filter,
    region,
  )({ type: labels.type ?? '', zoneId: labels.zoneId ?? '', product: labels.product ?? '' });

export const poolFilterKey = ({ types: globs, regions: places, zones: ids, product: system }: PoolFilter) =>
  JSON.stringify([[...globs].sort(), [...places].sort(), [...ids].sort(), system]);

/** "p5*, p6* in us-east-1", as far as the filter says it. */
export function poolFilterWords({ types: globs, regions: places, zones: ids, product: system }: PoolFilter) {
  const what = globs.length === 0 ? 'all types' : globs.join(', ');
  const where = [...places, ...ids];
  const place = where.length === 0 ? '' : ` in ${where.join(', ')}`;
  return `${what}${place}${system === DEFAULT_PRODUCT ? '' : ` (${system})`}`;
}

/** AWS repeats an unchanged price every 24 h: one that it has not repeated for two days is not known to hold. */
const CONFIRMED_WITHIN_MS = 50 * HOUR;

/** Missing data proves nothing; and a region without a single record is not one in which all prices have stayed. */
export function judgePrices({ look }: PoolReading, now: number): Verdict | undefined {
  if (look.completeness !== 'complete') return ERROR;
  return look.items === 0 ? NO_DATA : judgeLook(look, now);
}

/** The price of a pool where it is known to hold now. */
export function priceNow({ priceMicro, confirmedAt }: PricedPool, now: number): number | null {
  return confirmedAt !== null && now - confirmedAt <= CONFIRMED_WITHIN_MS ? priceMicro : null;
}

export function poolLabels(condition: string, { product: system, type, zoneId }: PricedPool, region: string) {
  return { condition, product: system, region, type, zoneId };
}

/** The facts that every measure of a pool begins with. */
export function poolFacts(
  { type, zoneId, product: qualifier, chip, changedAt }: PricedPool,
  { region, look }: PoolReading,
): Omit<MeasureFacts, 'measure' | 'condition' | 'value' | 'limit'> {
  return {
    topic: 'measure',
    type,
    region,
    zoneId,
    qualifier,
    name: null,
    chip,
    perAccelerator: false,
    previous: null,
    windowMs: null,
    whole: null,
    rank: null,
    changedAt,
    lookedAt: look.at,
  };
}

/** Prices of the pools of a reading in their order, NaN where none is known to hold: what hundreds of rules share. */
export type Prices = { now: Float64Array; before(windowMs: number): Float64Array };

const pricesOfReading = new WeakMap<PoolReading, { at: number; prices: Prices }>();

/** Worked out once for each look, however many rules ask. */
export function pricesOf(reading: PoolReading, now: number): Prices {
  const held = pricesOfReading.get(reading);
  if (held !== undefined && held.at === now) return held.prices;
  const windows = new Map<number, Float64Array>();
  const prices: Prices = {
    now: Float64Array.from(reading.pools, (pool) => priceNow(pool, now) ?? Number.NaN),
    before: (windowMs) => {
      const known = windows.get(windowMs) ?? pricesBefore(reading, now - windowMs, windowMs);
      windows.set(windowMs, known);
      return known;
    },
  };
  pricesOfReading.set(reading, { at: now, prices });
  return prices;
}

/** A price of which nobody knows whether it held then is none. */
function pricesBefore({ pools, previous }: PoolReading, since: number, windowMs: number): Float64Array {
  const values = previous.get(windowMs);
  const reaches = new Map<PricedPool['known'], boolean>();
  return Float64Array.from(pools, ({ id, known }) => {
    const isKnown = reaches.get(known) ?? isCovered(known, since);
    reaches.set(known, isKnown);
    const value = isKnown ? values?.get(id) : undefined;
    return value == null || value <= 0 ? Number.NaN : value;
  });
}
