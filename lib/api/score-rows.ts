import type { Outcome } from '#lib/domain/outcome.ts';
import { bucketLabel } from '#lib/interruption/buckets.ts';
import { instant } from './rows.ts';

/** What every reader of scores has to know. */
export const SCORE_NOTE =
  'A score is about the basket of types as a whole, for that many instances at that instant: never about one of its types, no promise, and nothing about price or interruption.';

export const SCORE_KEYS = [
  'basket',
  'types',
  'capacity',
  'level',
  'region',
  'zoneId',
  'score',
  'change24h',
  'observedAt',
  'outcome',
  'reason',
] as const;

export const LEDGER_KEYS = [
  'fingerprint',
  'basket',
  'types',
  'capacity',
  'level',
  'regions',
  'state',
  'firstUsedAt',
  'lastUsedAt',
  'refusedAt',
  'freeAt',
] as const;

export const INTERRUPTION_KEYS = [
  'type',
  'region',
  'os',
  'bucket',
  'index',
  'savingsPercent',
  'feedChangedAt',
  'observedAt',
  'outcome',
  'reason',
] as const;

export const SUPPORT_KEYS = [
  'type',
  'region',
  'zoneId',
  'instances',
  'grade',
  'index',
  'observedAt',
  'outcome',
  'reason',
] as const;

type Score = {
  basket: string;
  types: readonly string[];
  capacity: number;
  level: string;
  region: string;
  zoneId: string | null;
  score: number | null;
  change24h: number | null;
  observedAt: number | null;
  outcome: Outcome;
  reason: string | null;
};

/** A score as /placement-scores answers it. */
export function scoreRow(score: Score) {
  return { ...score, observedAt: instant(score.observedAt) };
}

type LedgerRow = {
  fingerprint: string;
  basket: string;
  types: readonly string[];
  capacity: number;
  level: string;
  regions: readonly string[];
  state: string;
  firstUsedAt: number;
  lastUsedAt: number;
  refusedAt: number | null;
  freeAt: number | null;
};

/** A configuration as /placement-scores/ledger answers it. */
export function ledgerRow(row: LedgerRow) {
  return {
    ...row,
    firstUsedAt: instant(row.firstUsedAt),
    lastUsedAt: instant(row.lastUsedAt),
    refusedAt: instant(row.refusedAt),
    freeAt: instant(row.freeAt),
  };
}

type Rate = {
  type: string;
  region: string;
  os: string;
  index: number | null;
  savings: number | null;
  observedAt: number | null;
  outcome: Outcome;
  reason: string | null;
};

/** An interruption rate as /interruptions answers it. */
export function interruptionRow(rate: Rate, feedChangedAt: number | null) {
  const { type, region, os, index, savings, observedAt, outcome, reason } = rate;
  return {
    type,
    region,
    os,
    bucket: index === null ? null : (bucketLabel(index) ?? null),
    index,
    savingsPercent: savings,
    feedChangedAt: instant(feedChangedAt),
    observedAt: instant(observedAt),
    outcome,
    reason,
  };
}

type Grade = {
  type: string;
  region: string;
  zoneId: string | null;
  instances: number | null;
  grade: string | null;
  index: number | null;
  observedAt: number | null;
  outcome: Outcome;
  reason: string | null;
};

/** A grade as /supportability answers it. */
export function supportRow(grade: Grade) {
  return { ...grade, observedAt: instant(grade.observedAt) };
}

/** A row whose lists are one cell each, for CSV. */
export function flatLists<T extends { types: readonly string[]; regions?: readonly string[] }>(row: T) {
  return { ...row, types: row.types.join(' '), regions: row.regions?.join(' ') ?? '' };
}
