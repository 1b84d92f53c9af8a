/** What a market has to answer about Capacity Blocks. Seconds are epoch seconds, money is in micro-dollars. */

/** An item is an instance type, or an UltraServer type such as `u-p6e-gb200x36`. */
export interface BlockItemFacts {
  readonly instanceType: string;
  /** Instances of one unit: 1, or those of an UltraServer. */
  readonly instances: number;
  readonly ultraserver: boolean;
}

export interface BlockAsk {
  readonly region: string;
  readonly item: string;
  /** Instances, or UltraServers. */
  readonly count: number;
  readonly hours: number;
  readonly nowSeconds: number;
}

export interface BlockOffer {
  readonly zoneId: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** For all instances and the whole block. */
  readonly feeMicroUsd: number;
}

export interface BlockSource {
  facts(item: string): BlockItemFacts | undefined;
  /** Whether the region (its Local Zones included) knows the item: what it does not know is refused, not empty. */
  sells(region: string, item: string): boolean;
  /** The zones in which the region sells the item, Local Zones included. */
  zoneIds(region: string, item: string): readonly string[];
  /** Everything on sale at this instant for exactly this count and duration, in no order to rely on. */
  offers(ask: BlockAsk): BlockOffer[];
  /** What one instance, or one UltraServer, costs in an hour; undefined while the item is not on sale. */
  rateMicroUsd(region: string, item: string, nowSeconds: number): number | undefined;
}
