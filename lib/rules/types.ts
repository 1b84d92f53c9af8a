import type { z } from 'zod';
import type { Facts } from '#lib/alerts/facts.ts';
import type { Labels } from '#lib/alerts/identity.ts';
import type { Verdict } from '#lib/alerts/lifecycle.ts';
import type { ResolveReason } from '#lib/alerts/notice.ts';
import type { CollectorName } from '#lib/domain/collectors.ts';
import type { Completeness } from '#lib/domain/outcome.ts';
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

/** Everything a rule may look at: one look at one region, as plain data. */
export type RuleInput = {
  region: string;
  look: { at: number; intervalMs: number; completeness: Completeness; items: number };
  pools: readonly PricedPool[];
  /** For each window asked by `needs`: the price in force that long before the look, by pool id. */
  previous: ReadonlyMap<number, ReadonlyMap<number, number | null>>;
};

/** What a rule says about one thing it watches. Most findings are quiet: what only news needs is made on demand. */
export type Finding = { verdict: Verdict; labels(): Labels; facts(): Facts };

/** One field of the form in which people write the rule. */
type RuleField = { name: string; label: string; hint: string };

/** A kind of rule: one folder, one line in the registry. `params` is what its schema has let through. */
export type RuleKind<Params = unknown> = {
  kind: string;
  label: string;
  /** Whose sample sets it is evaluated on. */
  collector: CollectorName;
  /** Where the numbers come from, in words for the message. */
  source: string;
  /** Output must be valid input: parameters are stored as JSON and checked again when read. */
  paramsSchema: z.ZodType<Params>;
  fields: readonly RuleField[];
  needs(params: Params): { windowsMs: readonly number[] };
  evaluate(params: Params, input: RuleInput, now: number): Finding[];
  /** Whether the rule, as it is now, still speaks about these labels. */
  watches(params: Params, labels: Labels): boolean;
  /** What the rule looks at, apart from its thresholds: when it changes, open alerts are closed. */
  filterKey(params: Params): string;
  /** The condition in words. */
  describe(params: Params): string;
  /** Why the condition no longer holds, for the message of its end. */
  whyEnded(fired: Facts, latest: Facts): ResolveReason;
};
