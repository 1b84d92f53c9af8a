import type { AbsenceQuestion } from '#app/_board/absence.ts';
import type { Db } from '#db/client.ts';
import { type Listing, listTargets, type TypeFacts } from '#db/queries/board.ts';
import { type OnDemandPrice, onDemandPrices } from '#db/queries/on-demand.ts';
import { latestPools } from '#db/queries/prices.ts';
import { listListingsOf, readType } from '#db/queries/type-page.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { DEFAULT_PRODUCT } from '#lib/domain/product.ts';
import { toOutcome } from '#lib/series/standing.ts';
import type { RegionChoice } from './choices.client.tsx';
import { type ZoneNow, zonesNow } from './pools.ts';

export type TypePage = {
  facts: TypeFacts;
  zones: ZoneNow[];
  onDemand: OnDemandPrice[];
  listings: Listing[];
  /** Regions that have had a spot price, cheapest first. */
  regions: RegionChoice[];
  absence: AbsenceQuestion;
  /** What a missing on-demand price means: `none` once the price list has been read completely. */
  noOnDemand: Outcome;
  asOf: number | null;
};

/** All that the page of a type shows besides its chart; undefined for a type the catalogue does not have. */
export function readTypePage(db: Db, type: string): TypePage | undefined {
  const facts = readType(db, type);
  if (facts === undefined) return undefined;
  const targets = listTargets(db, ['spot-price', 'instance-type', 'on-demand-price']);
  const of = (collector: string) => targets.filter((target) => target.collector === collector);
  const spot = new Map(of('spot-price').map((target) => [target.region, target]));
  const listings = listListingsOf(db, type);
  const zones = zonesNow(latestPools(db, { types: [type], products: [DEFAULT_PRODUCT] }).pools);
  const listed = of('instance-type').filter((target) => target.lastCompleteAt !== null);
  const lists = of('on-demand-price');
  return {
    facts,
    zones,
    onDemand: onDemandPrices(db, { types: [type] }).prices,
    listings,
    regions: regionChoices(zones),
    absence: {
      regions: [...spot.keys()],
      listings,
      spot,
      listedRegions: new Set(listed.map((target) => target.region)),
    },
    noOnDemand: lists.some((target) => target.lastCompleteAt !== null)
      ? 'none'
      : toOutcome(lists[0]?.outcome ?? 'never'),
    asOf: of('spot-price').reduce<number | null>(
      (newest, { lastCompleteAt: at }) => (at !== null && at > (newest ?? 0) ? at : newest),
      null,
    ),
  };
}

function regionChoices(zones: readonly ZoneNow[]): RegionChoice[] {
  const regions = [...new Set(zones.map((zone) => zone.region))];
  return regions.map((region) => ({
    region,
    cheapest: zones.find((zone) => zone.region === region)?.price ?? null,
  }));
}
