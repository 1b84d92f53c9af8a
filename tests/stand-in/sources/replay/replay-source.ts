import { resolve } from 'node:path';
import { NEVER_OPTED_IN, REGIONS } from '../../region-facts.ts';
import type { BlockSource } from '../block-source.ts';
import { factsOf } from '../catalogue.ts';
import { BlockMarket } from '../market/block-market.ts';
import type {
  InstanceTypeFacts,
  MarketSource,
  RegionEntry,
  SpotSeries,
  TypeOffering,
} from '../market-source.ts';
import { findRecordings } from './find-files.ts';
import { loadBlockRates } from './load-block-rates.ts';
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
  const source = new ReplaySource(path, loadSpot(files.spot).series, loadOnDemand(files.onDemand), blocks);
  loaded.set(key, source);
  return source;
}

const unique = (values: Iterable<string | undefined>): string[] =>
  [...new Set([...values].filter((value) => value !== undefined))].sort();

class ReplaySource implements MarketSource {
  readonly label: string;
  readonly blocks: BlockSource;
  readonly #series: ReadonlyMap<string, readonly RecordedSeries[]>;
  readonly #prices: RecordedPrices;

  constructor(
    path: string,
    series: ReadonlyMap<string, readonly RecordedSeries[]>,
    prices: RecordedPrices,
    blocks: BlockSource,
  ) {
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

  instanceTypes(region: string): readonly InstanceTypeFacts[] {
    return unique(this.#pools(region).map((pool) => pool.type)).map(factsOf);
  }

  offerings(region: string): readonly TypeOffering[] {
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

  #pools(region: string): readonly RecordedSeries[] {
    return this.#series.get(region) ?? [];
  }
}
