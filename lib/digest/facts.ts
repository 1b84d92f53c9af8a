import type { SlotMean } from '#lib/series/slots.ts';
import type { TimedValue } from '#lib/series/timeline.ts';

/** A spot pool at the end of the time a digest is about, and before; micro-dollars per instance-hour. */
export type PoolFacts = {
  type: string;
  region: string;
  zoneId: string;
  now: number | null;
  /** At its beginning, and 30 days before its end. */
  before: number | null;
  month: number | null;
  /** At the end of each of the 89 UTC days before the one it is about. */
  days: readonly (number | null)[];
};

/** `trains`: its accelerator is one that models are trained on. */
export type TypeFacts = { name: string; accelerator: string; accelerators: number; trains: boolean };

/** Capacity Blocks of one type: money is micro-dollars per accelerator-hour. */
export type BlockFacts = {
  type: string;
  /** On sale at the end, and the cheapest of them. */
  open: number;
  cheapest: number | null;
  /** The cheapest on sale at the beginning. */
  before: number | null;
  appeared: number;
  /** Offers that left the market before their start, and how long the middle one of them was on sale. */
  vanished: number;
  lifetimeMs: number | null;
  /** From the end to the first start on sale. */
  leadMs: number | null;
};

export type ListPriceChange = {
  type: string;
  region: string;
  from: number | null;
  to: number | null;
  at: number;
};

export type AlertFacts = { rule: string; severity: string; began: number; ended: number; open: number };

export type QuotaFacts = { region: string; name: string; limit: number; used: number };
export type RequestFacts = {
  region: string;
  name: string;
  desired: number;
  status: string;
  requestedAt: number;
};
export type EndingFacts = {
  kind: string;
  type: string | null;
  region: string;
  total: number | null;
  endAt: number;
};
export type NewsFacts = { at: number; kind: string; type: string; region: string; zoneId: string };

/** How much of the time a source covered, over the regions that it asks. */
export type KnownFacts = {
  collector: string;
  share: number;
  worst: { region: string; share: number } | null;
};

/** All that an issue is made of, read from the store as it is known for `from` to `to`. */
export type DigestFacts = {
  from: number;
  to: number;
  types: readonly TypeFacts[];
  pools: readonly PoolFacts[];
  /** The lowest spot price of each UTC day of the 90 before `to`, over the pools of a type. */
  dailyLows: ReadonlyMap<string, readonly TimedValue[]>;
  /** By type: what its cheapest pool cost over each whole window of six hours, micro-dollars. */
  windows: ReadonlyMap<string, readonly SlotMean[]>;
  blocks: readonly BlockFacts[];
  listPrices: readonly ListPriceChange[];
  alerts: readonly AlertFacts[];
  quotas: readonly QuotaFacts[];
  requests: readonly RequestFacts[];
  endings: readonly EndingFacts[];
  news: readonly NewsFacts[];
  known: readonly KnownFacts[];
};
