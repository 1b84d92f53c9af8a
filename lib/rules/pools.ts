import type { Labels } from '#lib/alerts/identity.ts';
import type { Verdict } from '#lib/alerts/lifecycle.ts';
import type { MeasureFacts } from '#lib/alerts/measure-facts.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { DEFAULT_PRODUCT } from '#lib/domain/product.ts';
import { HOUR } from '#lib/domain/time.ts';
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
  const isType = anyGlob(globs);
  const wanted = new Set(ids);
  return ({ type, zoneId, product: own }) =>
    own === system && (wanted.size === 0 || wanted.has(zoneId)) && isType(type);
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
