import { resolve } from 'node:path';
import { NEVER_OPTED_IN, REGIONS } from '../../region-facts.ts';
import type { BlockSource } from '../block-source.ts';
import { factsOf } from '../catalogue.ts';
import { BlockMarket } from '../market/block-market.ts';
import type {
  InstanceTypeFacts,
  MarketSource,
  RecordedExtras,
  RegionEntry,
  SpotSeries,
  TypeOffering,
} from '../market-source.ts';
import { priceInForce } from '../price-in-force.ts';
import { findRecordings } from './find-files.ts';
import { loadBlockRates } from './load-block-rates.ts';
import { recordedExtras } from './load-extras.ts';
import { loadOfferings, type RecordedOfferings } from './load-offerings.ts';
import { loadOnDemand, type RecordedPrices } from './load-on-demand.ts';
import { loadSpot } from './load-spot.ts';
import type { RecordedSeries } from './recorded-series.ts';

/** Prices of blocks were recorded, what was on sale was not: that is always the same calm invention. */
const UNTOLD = { seed: 1, story: 'calm', beginsAt: 0 } as const;

const loaded = new Map<string, MarketSource>();

/** Recordings are read once per process: a test file starts many servers over the same folder. */
export function replaySource(path: string): MarketSource {
  const key = resolve(path);
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const files = findRecordings(key);
  const blocks = new BlockMarket(UNTOLD, loadBlockRates(files.blockRates));
  const source = new ReplaySource(
    path,
    loadSpot(files.spot).series,
    loadOnDemand(files.onDemand),
    loadOfferings(files.offerings),
    blocks,
    recordedExtras(key),
  );
  loaded.set(key, source);
  return source;
}

const unique = (values: Iterable<string | undefined>): string[] =>
  [...new Set([...values].filter((value) => value !== undefined))].sort();

class ReplaySource implements MarketSource {
  readonly label: string;
  readonly blocks: BlockSource;
  readonly recorded: RecordedExtras;
  readonly #series: ReadonlyMap<string, readonly RecordedSeries[]>;
  readonly #prices: RecordedPrices;
  readonly #offerings: RecordedOfferings;

  constructor(
    path: string,
    series: ReadonlyMap<string, readonly RecordedSeries[]>,
    prices: RecordedPrices,
    offerings: RecordedOfferings,
    blocks: BlockSource,
    recorded: RecordedExtras,
  ) {
    this.#offerings = offerings;
    this.recorded = recorded;
    this.label = `replay ${path}`;
    this.blocks = blocks;
    this.#series = series;
    this.#prices = prices;
  }

  regions(): readonly RegionEntry[] {
    const recorded = [...this.#series.keys()].sort().map((name): RegionEntry => {
      const optIn = REGIONS.get(name)?.optIn ?? false;
      return { name, optInStatus: optIn ? 'opted-in' : 'opt-in-not-required' };
    });
    return [
      ...recorded,
      ...NEVER_OPTED_IN.map((name): RegionEntry => ({ name, optInStatus: 'not-opted-in' })),
    ];
  }

  zoneIds(region: string): readonly string[] {
    return unique(this.#pools(region).map((pool) => pool.zoneId));
  }

  zoneNames(region: string): readonly string[] {
    return unique(this.#pools(region).map((pool) => pool.zoneName));
  }

  /** Types offered at the instant as far as that was recorded, and those with a price then; else all that ever had one. */
  instanceTypes(region: string, nowSeconds: number): readonly InstanceTypeFacts[] {
    const offered = this.#offerings.at(region, nowSeconds);
    const priced = this.#pools(region)
      .filter((pool) => offered === undefined || priceInForce(pool, nowSeconds) !== undefined)
      .map((pool) => pool.type);
    return unique([...(offered ?? []).map(({ type }) => type), ...priced]).map(factsOf);
  }

  /** What was recorded about offerings; without a recording, wherever a price was ever seen. */
  offerings(region: string, nowSeconds: number): readonly TypeOffering[] {
    const recorded = this.#offerings.at(region, nowSeconds);
    if (recorded !== undefined) return recorded;
    const offers = new Map<string, TypeOffering>();
    for (const { type, zoneId, zoneName } of this.#pools(region)) {
      const zone = zoneId === undefined ? { zoneName: zoneName ?? '' } : { zoneId };
      offers.set(`${type} ${zoneId ?? zoneName}`, { type, ...zone });
    }
    return [...offers.values()];
  }

  spotSeries(
    region: string,
    selection: { types: (type: string) => boolean; products: (product: string) => boolean },
  ): SpotSeries[] {
    return this.#pools(region).filter(
      (pool) => selection.types(pool.type) && selection.products(pool.product),
    );
  }

  priceList(nowSeconds: number) {
    return this.#prices.at(nowSeconds);
  }

  /** A recording has no scarcity of its own; price level tracks capacity (facts/market-behaviour.md section 8). */
  scarcity(type: string, region: string, nowSeconds: number): number {
    const list = this.#prices.at(nowSeconds).prices;
    const listed = Number(list.find((price) => price.region === region && price.facts.type === type)?.usd);
    const spot = this.#pools(region)
      .filter((pool) => pool.type === type && pool.product === 'Linux/UNIX')
      .map((pool) => priceInForce(pool, nowSeconds))
      .filter((usd) => usd !== undefined);
    if (spot.length === 0) return 1;
    if (!(listed > 0)) return 0.5;
    return Math.min(1, Math.max(0, (Math.min(...spot) / listed - 0.1) / 0.9));
  }

  #pools(region: string): readonly RecordedSeries[] {
    return this.#series.get(region) ?? [];
  }
}
