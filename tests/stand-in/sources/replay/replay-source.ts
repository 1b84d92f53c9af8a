import { resolve } from 'node:path';
import { NEVER_OPTED_IN, REGIONS } from '../../region-facts.ts';
import { factsOf } from '../catalogue.ts';
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
import { recordedExtras } from './load-extras.ts';
import { loadOnDemand, type RecordedPrices } from './load-on-demand.ts';
import { loadSpot } from './load-spot.ts';
import type { RecordedSeries } from './recorded-series.ts';

const loaded = new Map<string, MarketSource>();

/** Recordings are read once per process: a test file starts many servers over the same folder. */
export function replaySource(path: string): MarketSource {
  const key = resolve(path);
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const files = findRecordings(key);
  const source = new ReplaySource(
    path,
    loadSpot(files.spot).series,
    loadOnDemand(files.onDemand),
    recordedExtras(key),
  );
  loaded.set(key, source);
  return source;
}

const unique = (values: Iterable<string | undefined>): string[] =>
  [...new Set([...values].filter((value) => value !== undefined))].sort();

class ReplaySource implements MarketSource {
  readonly label: string;
  readonly recorded: RecordedExtras;
  readonly #series: ReadonlyMap<string, readonly RecordedSeries[]>;
  readonly #prices: RecordedPrices;

  constructor(
    path: string,
    series: ReadonlyMap<string, readonly RecordedSeries[]>,
    prices: RecordedPrices,
    recorded: RecordedExtras,
  ) {
    this.recorded = recorded;
    this.label = `replay ${path}`;
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
