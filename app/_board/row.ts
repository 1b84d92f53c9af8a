import type { QuotaScope } from '#lib/catalogue/quotas.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import type { Absence } from './absence.ts';
import type { Change } from './change-since.ts';

/** The cheapest pool of a type, as its row shows it. Amounts are micro-dollars an hour. */
export type BestPool = {
  value: number;
  /** Decimals that AWS wrote the price with. */
  scale: number;
  perAccelerator: number | null;
  zoneId: string;
  region: string;
  /** Of the on-demand price in the same region; null where that price is not on record. */
  share: number | null;
  changedAt: number | null;
  h24: Change;
  d7: Change;
  d30: Change;
  spark: string;
  lookedAt: number | null;
  /** Set when the newest look at the region did not succeed: the price is as old as it says. */
  trouble: Outcome | null;
};

/** The on-demand price in the region of the cheapest pool; without a pool, the lowest one. `outcome` says why there is none. */
export type OnDemandCell =
  | { value: number; scale: number; region: string; outcome: 'value' }
  | { value: null; region: string | null; outcome: Outcome };

/** Why a row has no number here: in the few words of a cell, and as a reason. `seenAt` is when that was looked up. */
export type Unsaid = {
  outcome: Exclude<Outcome, 'value'>;
  words: string;
  reason: string;
  seenAt: number | null;
};

/** The Capacity Block that starts soonest. */
export type BlockCell =
  | {
      outcome: 'value';
      /** An instance type or an UltraServer type. */
      item: string;
      count: number;
      durationHours: number;
      startAt: number;
      /** Micro-dollars per accelerator-hour; null where the accelerators are not known. */
      perAccelerator: number | null;
      region: string;
      zoneId: string;
      seenAt: number;
      /** Set when the newest look did not succeed: it was on sale when last seen. */
      trouble: Outcome | null;
    }
  | Unsaid;

export type ScoreCell =
  | {
      outcome: 'value';
      score: number;
      basket: string;
      capacity: number;
      region: string;
      seenAt: number | null;
    }
  | Unsaid;

export type InterruptionCell =
  | { outcome: 'value'; bucket: number; region: string; seenAt: number | null }
  | (Unsaid & { region: string | null });

/** How many more instances a quota lets start in a region. */
export type HeadroomCell =
  | { outcome: 'value'; instances: number; scope: QuotaScope; region: string; seenAt: number | null }
  | (Unsaid & { scope: QuotaScope; region: string | null; atMost: number | null });

export type BoardRow = {
  type: string;
  family: string;
  accelerator: string;
  count: number;
  described: boolean;
  retired: boolean;
  /** GiB of all accelerators of an instance together; null where nobody says. */
  memory: number | null;
  best: BestPool | null;
  absence: Absence | null;
  onDemand: OnDemandCell;
  pools: number;
  regions: number;
  /** Undefined where their column is not shown. */
  block?: BlockCell | undefined;
  score?: ScoreCell | undefined;
  interruption?: InterruptionCell | undefined;
  headroom?: HeadroomCell | undefined;
};
