import type { z } from 'zod';
import type { Facts } from '#lib/alerts/facts.ts';
import type { Labels } from '#lib/alerts/identity.ts';
import type { Verdict } from '#lib/alerts/lifecycle.ts';
import type { ResolveReason } from '#lib/alerts/reasons.ts';
import type { GoneWhy } from '#lib/capacity/episodes.ts';
import type { CapacityAsk } from '#lib/config/capacity.ts';
import type { CollectorName } from '#lib/domain/collectors.ts';
import type { Completeness, Outcome } from '#lib/domain/outcome.ts';
import type { Trouble } from '#lib/health/troubles.ts';
import type { Span } from '#lib/series/coverage.ts';

/** One pool as rules see it: null is "not known", never zero. */
export type PricedPool = {
  id: number;
  type: string;
  zoneId: string;
  product: string;
  chip: { name: string; count: number } | null;
  priceMicro: number | null;
  scale: number;
  changedAt: number | null;
  confirmedAt: number | null;
  /** The stretches of time for which its price is known; pools asked for together share one list. */
  known: readonly Span[];
};

/** The look that a rule is evaluated on. */
export type RuleLook = { at: number; intervalMs: number; completeness: Completeness; items: number };

/** One look at the spot prices of a region, as plain data. */
export type PoolReading = {
  region: string;
  look: RuleLook;
  pools: readonly PricedPool[];
  /** For each window asked by `needs`: the price in force that long before the look, by pool id. */
  previous: ReadonlyMap<number, ReadonlyMap<number, number | null>>;
  /** On-demand list price of each type in the region, micro-dollars an hour; only where a rule needs it. */
  onDemand?: ReadonlyMap<string, number>;
  /** For each number of days asked by `needs`: the mean price of each of the days before the look, by pool id. */
  daily?: ReadonlyMap<number, ReadonlyMap<number, readonly number[]>>;
};

/** One numeric series as rules see it; `value` null is "not known or nothing there", never zero. */
export type SeriesState = {
  id: number;
  kind: string;
  type: string;
  zoneId: string;
  qualifier: string;
  value: number | null;
  /** What the last look that told of it said. */
  outcome: Outcome;
  changedAt: number | null;
  /** Whether this very look told of it. */
  toldNow: boolean;
  chip: { name: string; count: number } | null;
};

/** One look at a question of a collector, and the series it speaks for. */
export type SeriesReading = {
  region: string;
  look: RuleLook;
  series: readonly SeriesState[];
  /** For each window asked by `needs`: the value in force that long before the look, by series id. */
  previous: ReadonlyMap<number, ReadonlyMap<number, number | null>>;
  /** The stretches of time for which they are known. */
  known: readonly Span[];
  /** What people call a qualifier: the names of quotas by their codes. */
  names: ReadonlyMap<string, string>;
};

/** What has been told of a region, newest first; `toldAt` is the look that told it. */
export type NewsReading = {
  region: string;
  look: RuleLook;
  items: readonly {
    kind: string;
    at: number;
    toldAt: number;
    zoneId: string;
    type: string;
    subject: string;
    detail: Readonly<Record<string, unknown>>;
  }[];
};

/** A Capacity Block on sale as rules see it; micro-dollars, milliseconds UTC. */
export type BlockOnSale = {
  zoneId: string;
  startAt: number;
  endAt: number;
  feeMicro: number;
  feeScale: number;
  perAcceleratorHour: number | null;
  firstSeenAt: number;
  lastSeenAt: number;
};

/** One look at one question for Capacity Blocks in a region: what was asked, and what of it is on sale. */
export type BlockReading = {
  region: string;
  look: RuleLook;
  /** undefined when the look was at something else, such as the largest obtainable count. */
  question: { item: string; qualifier: string } | undefined;
  chip: { name: string; count: number } | null;
  offers: readonly BlockOnSale[];
  /** Of its offers that went, the one that went last. */
  lastGone: { at: number; why: GoneWhy } | null;
};

/** How the desk itself stands: each of its sources, and what stands for several of them. */
export type DeskReading = {
  look: RuleLook;
  troubles: readonly Trouble[];
  /** Alerts that fire, by region. */
  firing: ReadonlyMap<string, number>;
};

/** What kinds of rules may read, by the name that a kind gives in `reads`. */
export type Readings = {
  pools: PoolReading;
  blocks: BlockReading;
  series: SeriesReading;
  news: NewsReading;
  desk: DeskReading;
};
export type ReadingName = keyof Readings;

/** What a rule says about one thing it watches. Most findings are quiet: what only news needs is made on demand. */
export type Finding = { verdict: Verdict; labels(): Labels; facts(): Facts };

/** One field of the form in which people write the rule. */
type RuleField = { name: string; label: string; hint: string };

/** What of the past a rule looks at: windows back from the look, days of history, list prices. */
export type Needs = { windowsMs: readonly number[]; historyDays?: readonly number[]; onDemand?: true };

/** A kind of rule: one folder, one line in the registry. `params` is what its schema has let through. */
export type RuleKind<Params = unknown, R extends ReadingName = ReadingName> = {
  kind: string;
  label: string;
  /** Whose sample sets it is evaluated on. */
  collector: CollectorName | 'watch';
  reads: R;
  /** Where the numbers come from, in words for the message. */
  source: string;
  /** Output must be valid input: parameters are stored as JSON and checked again when read. */
  paramsSchema: z.ZodType<Params>;
  fields: readonly RuleField[];
  needs(params: Params): Needs;
  /** News is told once: its end is on record and nobody is told of it. */
  endsQuietly?: true;
  /** `atRest`: nothing of the rule is open here, so that only true verdicts matter and others may be left out. */
  evaluate(params: Params, input: Readings[R], now: number, atRest?: boolean): Finding[];
  /** What has to be asked about Capacity Blocks for it to see anything. */
  asks?(params: Params): Omit<CapacityAsk, 'name'>;
  /** Of a rule that judges several pools of a region together: whether it takes this one into account. */
  joins?(params: Params, pool: Pick<PricedPool, 'type' | 'product'>): boolean;
  /** Whether the rule, as it is now, still speaks about these labels. */
  watches(params: Params, labels: Labels): boolean;
  /** What the rule looks at, apart from its thresholds: when it changes, open alerts are closed. */
  filterKey(params: Params): string;
  /** The condition in words. */
  describe(params: Params): string;
  /** Why the condition no longer holds, for the message of its end. */
  whyEnded(fired: Facts, latest: Facts): ResolveReason;
};
