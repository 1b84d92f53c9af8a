import { GOVCLOUD, NEVER_OPTED_IN, REGIONS } from '../../region-facts.ts';
import { CATALOGUE, type CatalogueType } from '../catalogue.ts';
import type {
  InstanceTypeFacts,
  ListPrice,
  MarketSource,
  PriceList,
  RegionEntry,
  SpotSelection,
  SpotSeries,
  TypeOffering,
} from '../market-source.ts';
import { BlockMarket } from './block-market.ts';
import { publishedRate } from './block-rates.ts';
import { withBlockOfferings, withBlockTypes } from './block-types.ts';
import { ListPrices } from './list-prices.ts';
import { isOffered, KINDS, type Pool, poolsOf } from './on-sale.ts';
import { SpotMarket } from './pools.ts';
import { type Situation, scarcityAt } from './situation.ts';

/** Opted into by nobody although the types are sold there. */
const LEFT_OUT = ['il-central-1', 'me-south-1'];
/** Retired types leave DescribeInstanceTypes and stay in the price list (facts/accelerators.md section 1). */
const RETIRED_LISTED_IN = ['us-east-1', 'us-west-2', 'eu-west-1'];
const MONTH = 30 * 86_400;

function groupByRegion(pools: readonly Pool[]): Map<string, Pool[]> {
  const groups = new Map<string, Pool[]>();
  for (const pool of pools) {
    const group = groups.get(pool.region) ?? [];
    group.push(pool);
    groups.set(pool.region, group);
  }
  return groups;
}

const placeKey = ({ type, zoneId }: TypeOffering): string => `${type} ${zoneId}`;

class Market implements MarketSource {
  readonly label: string;
  readonly blocks: BlockMarket;
  readonly #pools: ReadonlyMap<string, readonly Pool[]>;
  readonly #spot: SpotMarket;
  readonly #listPrices: ListPrices;
  /** When the list changes besides the turns of months, oldest first. */
  readonly #revisions: readonly number[];
  readonly #lists = new Map<number, PriceList>();

  readonly #situation: Situation;

  constructor(situation: Situation) {
    const { seed, story } = situation;
    this.#situation = situation;
    const pools = poolsOf(situation);
    this.label = `market seed ${seed}${story === 'calm' ? '' : `, ${story}`}`;
    this.blocks = new BlockMarket(situation, (...asked) => publishedRate(situation, ...asked));
    this.#pools = groupByRegion(pools);
    this.#listPrices = new ListPrices(situation);
    const launches = pools.flatMap(({ launchedAt }) => (launchedAt === undefined ? [] : [launchedAt]));
    this.#revisions = [...this.#listPrices.instants, ...launches].sort((a, b) => a - b);
    this.#spot = new SpotMarket(situation, pools, this.#listPrices);
  }

  regions(): readonly RegionEntry[] {
    return [...REGIONS.values()].map(({ name, optIn }): RegionEntry => {
      if (!optIn) return { name, optInStatus: 'opt-in-not-required' };
      const absent = LEFT_OUT.includes(name) || NEVER_OPTED_IN.includes(name);
      return { name, optInStatus: absent ? 'not-opted-in' : 'opted-in' };
    });
  }

  zoneIds(region: string): readonly string[] {
    const { zoneNumbers, zonePrefix } = REGIONS.get(region) ?? { zoneNumbers: [], zonePrefix: '' };
    const own = zoneNumbers.map((number) => `${zonePrefix}-az${number}`);
    return [...new Set([...own, ...this.#in(region).map((pool) => pool.zoneId)])];
  }

  zoneNames(): readonly string[] {
    return [];
  }

  instanceTypes(region: string, nowSeconds: number): readonly InstanceTypeFacts[] {
    return withBlockTypes(region, [...new Set(this.#offered(region, nowSeconds).map((pool) => pool.entry))]);
  }

  offerings(region: string, nowSeconds: number): readonly TypeOffering[] {
    const pools = this.#in(region).map((pool) => ({ type: pool.entry.type, zoneId: pool.zoneId, pool }));
    const away = new Set(pools.filter(({ pool }) => !isOffered(pool, nowSeconds)).map(placeKey));
    const known = pools.map(({ type, zoneId }) => ({ type, zoneId }));
    return withBlockOfferings(region, known).filter((offering) => !away.has(placeKey(offering)));
  }

  spotSeries(region: string, selection: SpotSelection, fromSeconds: number, toSeconds: number): SpotSeries[] {
    return this.#spot.series(region, selection, fromSeconds, toSeconds);
  }

  priceList(nowSeconds: number): PriceList {
    const revised = this.#revisions.findLast((instant) => instant <= nowSeconds) ?? 0;
    const versionSeconds = Math.max(revised, Math.floor(nowSeconds / MONTH) * MONTH);
    const known = this.#lists.get(versionSeconds);
    if (known !== undefined) return known;
    const list = { versionSeconds, prices: this.#prices(versionSeconds) };
    this.#lists.set(versionSeconds, list);
    return list;
  }

  scarcity(type: string, region: string, nowSeconds: number): number {
    return scarcityAt(this.#situation, type, region, nowSeconds);
  }

  #prices(effectiveSeconds: number): ListPrice[] {
    const listed = (region: string, entry: CatalogueType): ListPrice => {
      const usd = this.#listPrices.usd(entry, region, effectiveSeconds);
      return { region, facts: entry, usd: usd === undefined ? undefined : String(usd), effectiveSeconds };
    };
    const sold = [...REGIONS.keys()].flatMap((region) => {
      const entries = new Set(this.#offered(region, effectiveSeconds).map((pool) => pool.entry));
      return [...entries].map((entry) => listed(region, entry));
    });
    const retired = CATALOGUE.filter((entry) => entry.status === 'retired' && KINDS.includes(entry.kind));
    const kept = RETIRED_LISTED_IN.flatMap((region) => retired.map((entry) => listed(region, entry)));
    const gov = [...GOVCLOUD.keys()].flatMap((region) =>
      CATALOGUE.filter((entry) => /^(p4d|g4dn|inf1)\./.test(entry.type)).map((entry) => ({
        ...listed('us-east-1', entry),
        region,
      })),
    );
    return [...sold, ...kept, ...gov];
  }

  #offered(region: string, seconds: number): Pool[] {
    return this.#in(region).filter((pool) => isOffered(pool, seconds));
  }

  #in(region: string): readonly Pool[] {
    return this.#pools.get(region) ?? [];
  }
}

const markets = new Map<string, Market>();

/** One market per situation and process: its history is the same for all who ask. */
export function marketSource(situation: Situation): MarketSource {
  // A calm market has no beginning.
  const key = situation.story === 'calm' ? `${situation.seed}` : JSON.stringify(situation);
  const known = markets.get(key);
  if (known !== undefined) return known;
  const market = new Market(situation);
  markets.set(key, market);
  return market;
}
