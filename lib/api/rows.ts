import { formatUsd } from '#lib/domain/money.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { instantText } from './instant-text.ts';

/** Decimals of a price we divided ourselves: a micro-dollar, the finest we keep. */
const DERIVED_SCALE = 6;

export const LATEST_KEYS = [
  'type',
  'region',
  'zoneId',
  'product',
  'priceUsd',
  'effectiveAt',
  'confirmedAt',
  'perAcceleratorUsd',
  'onDemandUsd',
  'shareOfOnDemand',
  'change24h',
  'change7d',
  'change30d',
  'outcome',
] as const;

export const ON_DEMAND_KEYS = [
  'type',
  'region',
  'priceUsd',
  'effectiveAt',
  'confirmedAt',
  'perAcceleratorUsd',
  'outcome',
] as const;

export const HISTORY_KEYS = ['type', 'region', 'zoneId', 'product', 'at', 'priceUsd'] as const;

/** A price with its times, micro-dollars and milliseconds. */
type Priced = {
  type: string;
  region: string;
  scale: number;
  price: number | null;
  effectiveAt: number | null;
  confirmedAt: number | null;
  perAccelerator: number | null;
  outcome: Outcome;
};

type SpotPriced = Priced & {
  /** null: there is no pool, and the outcome says why. */
  zoneId: string | null;
  product: string;
  onDemand: number | null;
  onDemandScale: number;
  shareOfOnDemand: number | null;
  change24h: number | null;
  change7d: number | null;
  change30d: number | null;
};

/** A pool, or a region without one, as /prices/latest answers it. */
export function latestRow(pool: SpotPriced) {
  return {
    type: pool.type,
    region: pool.region,
    zoneId: pool.zoneId,
    product: pool.product,
    priceUsd: usd(pool.price, pool.scale),
    effectiveAt: instant(pool.effectiveAt),
    confirmedAt: instant(pool.confirmedAt),
    perAcceleratorUsd: usd(pool.perAccelerator, DERIVED_SCALE),
    onDemandUsd: usd(pool.onDemand, pool.onDemandScale),
    shareOfOnDemand: pool.shareOfOnDemand,
    change24h: pool.change24h,
    change7d: pool.change7d,
    change30d: pool.change30d,
    outcome: pool.outcome,
  };
}

/** An on-demand price as /on-demand answers it. */
export function onDemandRow(price: Priced) {
  return {
    type: price.type,
    region: price.region,
    priceUsd: usd(price.price, price.scale),
    effectiveAt: instant(price.effectiveAt),
    confirmedAt: instant(price.confirmedAt),
    perAcceleratorUsd: usd(price.perAccelerator, DERIVED_SCALE),
    outcome: price.outcome,
  };
}

function usd(micro: number | null, scale: number): string | null {
  return micro === null ? null : formatUsd(micro, scale);
}

/** An instant in words, or null. */
export function instant(at: number | null): string | null {
  return at === null ? null : instantText(at);
}
