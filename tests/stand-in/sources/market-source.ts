import type { BlockSource } from './block-source.ts';

/** What a market has to answer so that the wire handlers can speak for it. Seconds are epoch seconds. */

export interface RegionEntry {
  readonly name: string;
  readonly optInStatus: 'opt-in-not-required' | 'opted-in' | 'not-opted-in';
}

/** A pool's zone: recordings hold either the global ID or the recording account's name, never both. */
export interface SpotSeries {
  readonly region: string;
  readonly type: string;
  readonly product: string;
  readonly zoneId?: string;
  readonly zoneName?: string;
  /** Ascending; only the first `length` are valid. */
  readonly times: Float64Array;
  readonly length: number;
  /** The price as AWS would write it; '' means that from here on the pool has no spot price. */
  priceAt(index: number): string;
}

export interface SpotSelection {
  readonly types: (type: string) => boolean;
  readonly products: (product: string) => boolean;
}

export interface TypeOffering {
  readonly type: string;
  readonly zoneId?: string;
  readonly zoneName?: string;
}

interface Accelerator {
  readonly kind: 'gpu' | 'neuron' | 'inference' | 'media' | 'fpga' | 'none';
  readonly name: string | null;
  readonly manufacturer: string | null;
  /** As the API counts: 0 for a partitioned GPU. */
  readonly count: number | null;
  readonly fraction: number | null;
  readonly memoryMib: number | null;
}

export interface InstanceTypeFacts extends Accelerator {
  readonly type: string;
  readonly vcpu: number;
  readonly hostMib: number;
  readonly network: string;
  readonly networkGbps: number | null;
  readonly efaSupported: boolean;
  readonly efa: number | null;
  readonly classes: readonly string[];
}

export interface ListPrice {
  readonly region: string;
  readonly facts: InstanceTypeFacts;
  /** Linux, shared tenancy, in dollars exactly as published; undefined: only the zero Capacity Block row exists. */
  readonly usd: string | undefined;
  readonly effectiveSeconds: number;
}

export interface PriceList {
  /** Changes whenever any price does; also the publication date. */
  readonly versionSeconds: number;
  readonly prices: readonly ListPrice[];
}

/** One line of the Spot Advisor: how often a type was interrupted over the last month, as a label, and what it saves. */
export interface AdvisorLine {
  readonly region: string;
  readonly type: string;
  readonly os: string;
  /** `<5%`, `5-10%`, `10-15%`, `15-20%`, `>20%`. */
  readonly rate: string;
  readonly savingsPercent: number;
}

/** What a recording holds beside prices. */
export interface RecordedExtras {
  /** The newest recorded day at or before the instant. */
  advisor(nowSeconds: number): readonly AdvisorLine[] | undefined;
  /** Quota values seen in a real account, by `region code`. */
  quotas(account: string): ReadonlyMap<string, number> | undefined;
}

export interface MarketSource {
  readonly label: string;
  readonly blocks: BlockSource;
  readonly recorded?: RecordedExtras;
  regions(): readonly RegionEntry[];
  /** Zone IDs with a market in the region, and zone names a recording used there. */
  zoneIds(region: string): readonly string[];
  zoneNames(region: string): readonly string[];
  /** What is offered in the region at an instant, and where. */
  instanceTypes(region: string, nowSeconds: number): readonly InstanceTypeFacts[];
  offerings(region: string, nowSeconds: number): readonly TypeOffering[];
  /** Every series of the region that the selection takes, complete at least over [fromSeconds, toSeconds]. */
  spotSeries(region: string, selection: SpotSelection, fromSeconds: number, toSeconds: number): SpotSeries[];
  priceList(nowSeconds: number): PriceList;
  /** How hard capacity is to get: 0 for plenty, 1 for nothing to be had. */
  scarcity(type: string, region: string, nowSeconds: number): number;
}
