import type { Pool } from '#db/queries/prices.ts';
import type { Outcome } from '#lib/domain/outcome.ts';

/** One pool of the type as its tables show it. */
export type ZoneNow = {
  region: string;
  zoneId: string;
  price: number | null;
  perAccelerator: number | null;
  share: number | null;
  changedAt: number | null;
  h24: number | null;
  d7: number | null;
  d30: number | null;
  outcome: Outcome;
};

/** The pools, cheapest first, those without a price last. */
export function zonesNow(pools: readonly Pool[]): ZoneNow[] {
  const zones = pools.map((pool) => ({
    region: pool.region,
    zoneId: pool.zoneId,
    price: pool.price,
    perAccelerator: pool.perAccelerator,
    share: pool.shareOfOnDemand,
    changedAt: pool.effectiveAt,
    h24: pool.change24h,
    d7: pool.change7d,
    d30: pool.change30d,
    outcome: pool.outcome,
  }));
  return zones.sort(
    (a, b) => (a.price ?? Infinity) - (b.price ?? Infinity) || a.zoneId.localeCompare(b.zoneId),
  );
}
