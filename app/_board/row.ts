import type { Outcome } from '#lib/domain/outcome.ts';
import type { Absence } from './absence.ts';
import type { Change } from './change-since.ts';

/** The cheapest pool of a type, as its row shows it. Amounts are micro-dollars an hour. */
export type BestPool = {
  value: number;
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
  | { value: number; region: string; outcome: 'value' }
  | { value: null; region: string | null; outcome: Outcome };

export type BoardRow = {
  type: string;
  family: string;
  accelerator: string;
  count: number;
  described: boolean;
  retired: boolean;
  best: BestPool | null;
  absence: Absence | null;
  onDemand: OnDemandCell;
  pools: number;
  regions: number;
};
