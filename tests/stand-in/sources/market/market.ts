import { GOVCLOUD, NEVER_OPTED_IN, REGIONS, regionOfZoneId } from '../../region-facts.ts';
import { CATALOGUE, type CatalogueType, PLAIN_TYPES, UNDESCRIBED_TYPE } from '../catalogue.ts';
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
import { onDemandUsd } from './on-demand.ts';
import { type Pool, SpotMarket } from './pools.ts';
import { type Situation, scarcityAt } from './situation.ts';

const KINDS = ['gpu', 'neuron', 'inference'];
/** Opted into by nobody although the types are sold there. */
const LEFT_OUT = ['il-central-1', 'me-south-1'];
/** Retired types leave DescribeInstanceTypes and stay in the price list (facts/accelerators.md section 1). */
const RETIRED_LISTED_IN = ['us-east-1', 'us-west-2', 'eu-west-1'];
const MONTH = 30 * 86_400;

// Local Zones "also appear in spot price history and offerings" (facts/aws-apis.md section 4).
const LOCAL_ZONES_OF: Readonly<Record<string, readonly string[]>> = {
  'p5.48xlarge': ['use1-atl2-az1'],
  'g4dn.2xlarge': ['usw2-lax1-az1'],
  'g4dn.12xlarge': ['usw2-lax1-az1'],
};

const onSale = (): CatalogueType[] => [
  ...CATALOGUE.filter((entry) => KINDS.includes(entry.kind) && entry.status === 'current'),
  UNDESCRIBED_TYPE,
  ...PLAIN_TYPES,
];

function allPools(): Pool[] {
  return onSale().flatMap((entry) =>
    [...entry.zoneIds, ...(LOCAL_ZONES_OF[entry.type] ?? [])].flatMap((zoneId): Pool[] => {
      const region = regionOfZoneId(zoneId);
      return region === undefined ? [] : [{ region, entry, zoneId }];
    }),
  );
}

function groupByRegion(pools: readonly Pool[]): Map<string, Pool[]> {
  const groups = new Map<string, Pool[]>();
  for (const pool of pools) {
    const group = groups.get(pool.region) ?? [];
    group.push(pool);
    groups.set(pool.region, group);
  }
  return groups;
}

class Market implements MarketSource {
  readonly label: string;
  readonly #pools: ReadonlyMap<string, readonly Pool[]>;
  readonly #spot: SpotMarket;
  readonly #lists = new Map<number, PriceList>();

  readonly #situation: Situation;

  constructor(situation: Situation) {
    const { seed, story } = situation;
    this.#situation = situation;
    const pools = allPools();
    this.label = `market seed ${seed}${story === 'calm' ? '' : `, ${story}`}`;
    this.#pools = groupByRegion(pools);
    this.#spot = new SpotMarket(seed, pools);
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

  instanceTypes(region: string): readonly InstanceTypeFacts[] {
    return [...new Set(this.#in(region).map((pool) => pool.entry))];
  }

  offerings(region: string): readonly TypeOffering[] {
    return this.#in(region).map(({ entry, zoneId }) => ({ type: entry.type, zoneId }));
  }

  spotSeries(region: string, selection: SpotSelection, fromSeconds: number, toSeconds: number): SpotSeries[] {
    return this.#spot.series(region, selection, fromSeconds, toSeconds);
  }

  priceList(nowSeconds: number): PriceList {
    const versionSeconds = Math.floor(nowSeconds / MONTH) * MONTH;
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
      const usd = onDemandUsd(entry, region);
      return { region, facts: entry, usd: usd === undefined ? undefined : String(usd), effectiveSeconds };
    };
    const sold = [...REGIONS.keys()].flatMap((region) => {
      const entries = new Set(this.#in(region).map((pool) => pool.entry));
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
