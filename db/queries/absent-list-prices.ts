import type { Outcome } from '#lib/domain/outcome.ts';
import { isIncomplete } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { looksOf } from './looks.ts';
import type { OnDemandPrice } from './on-demand.ts';
import type { SeriesFilter } from './prices.ts';
import { soldTypes } from './sold-types.ts';

const NOTHING = {
  scale: 0,
  price: null,
  effectiveAt: null,
  confirmedAt: null,
  perAccelerator: null,
} as const;

/** One row per type named and watched region of which nothing is on record, and why. */
export function absentListPrices(
  db: Db,
  { types, regions }: Pick<SeriesFilter, 'types' | 'regions'>,
  found: readonly OnDemandPrice[],
): OnDemandPrice[] {
  if (types === undefined) return [];
  const present = new Set(found.map((price) => `${price.type} ${price.region}`));
  // The list is asked for by type: which regions are watched, the list of types tells.
  const listings = looksOf(db, 'instance-type');
  const look = looksOf(db, 'on-demand-price').get('global')?.outcome ?? 'never';
  const sold = soldTypes(db, ['on-demand', 'spot', 'capacity-block']);
  const outcomeOf = (type: string, region: string): Outcome => {
    if (listings.get(region)?.outcome === 'region_disabled') return 'region_disabled';
    if (isIncomplete(look)) return look;
    // What is listed has a row once it was asked for.
    return sold.get(region)?.has(type) === false ? 'not_sold' : 'never';
  };
  return types.flatMap((type) =>
    (regions ?? [...listings.keys()])
      .filter((region) => !present.has(`${type} ${region}`))
      .map((region): OnDemandPrice => ({ ...NOTHING, type, region, outcome: outcomeOf(type, region) })),
  );
}
