import type { Outcome } from '#lib/domain/outcome.ts';
import { DEFAULT_PRODUCT } from '#lib/domain/product.ts';
import { isIncomplete, toOutcome } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { looksOf } from './looks.ts';
import { onDemandPrices } from './on-demand.ts';
import { prepared } from './prepared.ts';
import type { Pool, SeriesFilter } from './prices.ts';

/** A type in a region where it has no pool, and why. */
export type AbsentPool = Omit<Pool, 'seriesId' | 'zoneId'> & { zoneId: null };

/** What is asked about: pools found already, and the types and regions that passed the filter. */
export type AbsenceFilter = Pick<SeriesFilter, 'regions' | 'products'> & { types: readonly string[] };

/** One row per type, watched region and product without a pool, by type, region and product. */
export function absentPools(db: Db, filter: AbsenceFilter, found: readonly Pool[]): AbsentPool[] {
  const { types, regions, products } = filter;
  const present = new Set(found.map((pool) => keyOf(pool.type, pool.region, products && pool.product)));
  const targets = targetsIn(db, regions);
  const listed = new Map(
    listings(db, types).map(([type, region, classes]) => [`${type} ${region}`, classes]),
  );
  const read = looksOf(db, 'instance-type');
  const lists = new Map(
    onDemandPrices(db, { types, regions }).prices.map((price) => [`${price.type} ${price.region}`, price]),
  );
  return types.flatMap((type) =>
    targets.flatMap((target) =>
      (products ?? [DEFAULT_PRODUCT])
        .filter((product) => !present.has(keyOf(type, target.region, products && product)))
        .map((product): AbsentPool => {
          const { region } = target;
          const key = `${type} ${region}`;
          const isRead = read.get(region)?.lastCompleteAt != null;
          // On-demand prices are for Linux.
          const list = product.startsWith('Linux/UNIX') ? lists.get(key) : undefined;
          return {
            ...NOTHING,
            type,
            region,
            product,
            onDemand: list?.price ?? null,
            onDemandScale: list?.scale ?? 0,
            outcome: outcomeOf(target, { type, product, classes: listed.get(key), isRead }),
          };
        }),
    ),
  );
}

const NOTHING = {
  zoneId: null,
  scale: 0,
  price: null,
  effectiveAt: null,
  confirmedAt: null,
  perAccelerator: null,
  shareOfOnDemand: null,
  change24h: null,
  change7d: null,
  change30d: null,
} as const;

/** Where no product is asked for, a pool of any is one. */
function keyOf(type: string, region: string, product: string | undefined): string {
  return `${type} ${region} ${product}`;
}

type Asked = { type: string; product: string; classes: string | undefined; isRead: boolean };

function outcomeOf(target: SpotTarget, { type, product, classes, isRead }: Asked): Outcome {
  if (target.types?.includes(type) === false || !target.products.includes(product)) return 'never';
  if (isIncomplete(target.outcome)) return target.outcome;
  // A list that nobody has read proves nothing: the look at the prices found none, and that is what is known.
  if (classes === undefined) return isRead ? 'not_sold' : 'none';
  return classes.split(',').includes('spot') ? 'none' : 'not_sold';
}

/** The present spot question of a region; `types` undefined where the record does not name them. */
type SpotTarget = {
  region: string;
  outcome: Outcome;
  types: readonly string[] | undefined;
  products: readonly string[];
};

function spotTargets(db: Db): SpotTarget[] {
  const sql = `SELECT region, outcome, types, products FROM target
    WHERE current = 1 AND collector = 'spot-price' ORDER BY region`;
  const rows = prepared(db, sql).all() as [string, string, string | null, string | null][];
  return rows.map(([region, outcome, types, products]) => ({
    region,
    outcome: toOutcome(outcome),
    types: types?.split(','),
    products: products?.split(',') ?? [DEFAULT_PRODUCT],
  }));
}

/** A region that is named and was never a question stands there as such. */
function targetsIn(db: Db, regions: readonly string[] | undefined): SpotTarget[] {
  const targets = spotTargets(db);
  if (regions === undefined) return targets;
  return regions.map(
    (name) =>
      targets.find(({ region }) => region === name) ?? {
        region: name,
        outcome: 'never',
        types: undefined,
        products: [],
      },
  );
}

function listings(db: Db, types: readonly string[]): [type: string, region: string, classes: string][] {
  const sql = `SELECT instance_type, region, usage_classes FROM type_region
    WHERE instance_type IN (SELECT value FROM json_each(?))`;
  return prepared(db, sql).all(JSON.stringify(types)) as [string, string, string][];
}
