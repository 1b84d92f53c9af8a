import { limitsFamily, QUOTA_KINDS, type QuotaKind, type QuotaScope } from '#lib/catalogue/quotas.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { isIncomplete, seriesOutcome } from '#lib/series/standing.ts';

/** A number of a quota in vCPU: null unless the outcome is `value`. Times are milliseconds UTC. */
type QuotaNumber = {
  value: number | null;
  outcome: Outcome;
  /** When a look last confirmed it. */
  seenAt: number | null;
  changedAt: number | null;
};

/** A quota in a region with its limit and use. */
export type QuotaState = QuotaKind & {
  region: string;
  limit: QuotaNumber;
  /** The last limit on record, however old; for words such as "was 384". */
  lastLimit: number | null;
  used: QuotaNumber;
  /** False: AWS publishes no use of this quota; null: the quota has not been seen. */
  hasMetric: boolean | null;
  /** False: AWS gave no applied value, and the limit is AWS's default; null: the quota has not been seen. */
  applied: boolean | null;
  adjustable: boolean | null;
  defaultValue: number | null;
  /** Why this one value is not known although the call succeeded: AWS's word, or NO_APPLIED_VALUE. */
  errorCode: string | null;
  lastSeenAt: number | null;
};

/** AWS gave an applied value before and gives none now; its default would ignore what has been granted. */
export const NO_APPLIED_VALUE = 'NO_APPLIED_VALUE';

/** What the newest look at a region came to. */
export type RegionLook = { outcome: Outcome; lastCompleteAt: number | null };
export const NEVER: RegionLook = { outcome: 'never', lastCompleteAt: null };

export type RegionQuotas = { region: string; limits: RegionLook; usage: RegionLook; quotas: QuotaState[] };

/** A number as stored: its newest value, and what the last look that told said of it. */
export type StoredNumber = {
  value: number | null;
  outcome: Outcome;
  confirmedAt: number | null;
  changedAt: number | null;
};

/** A quota as stored. */
export type StoredQuota = QuotaKind &
  Pick<QuotaState, 'region' | 'defaultValue' | 'errorCode'> & {
    applied: boolean;
    adjustable: boolean;
    hasMetric: boolean;
    lastSeenAt: number;
    limit: StoredNumber | undefined;
    used: StoredNumber | undefined;
  };

/** Every quota of every region asked about: those on record, and of those that AWS is known to have why they are not. */
export function quotaBook(
  stored: readonly StoredQuota[],
  looks: { limits: ReadonlyMap<string, RegionLook>; usage: ReadonlyMap<string, RegionLook> },
  regions: readonly string[],
): RegionQuotas[] {
  const order = new Map(QUOTA_KINDS.map((kind, at) => [kind.code, at]));
  const place = (quota: QuotaKind) => order.get(quota.code) ?? QUOTA_KINDS.length;
  return regions.map((region) => {
    const limits = looks.limits.get(region) ?? NEVER;
    const usage = looks.usage.get(region) ?? NEVER;
    const own = stored.filter((quota) => quota.region === region);
    const codes = new Set(own.map((quota) => quota.code));
    const quotas = [
      ...own.map((quota) => stateOf(quota, limits, usage)),
      ...QUOTA_KINDS.filter((kind) => !codes.has(kind.code)).map((kind) => unseen(kind, region, limits)),
    ].sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name));
    return { region, limits, usage, quotas };
  });
}

function stateOf(quota: StoredQuota, limits: RegionLook, usage: RegionLook): QuotaState {
  const limit = numberOf(quota.limit, limits.outcome);
  return {
    ...quota,
    limit,
    lastLimit: quota.limit?.value ?? null,
    used: quota.hasMetric ? numberOf(quota.used, usage.outcome) : nothing('none'),
  };
}

function numberOf(stored: StoredNumber | undefined, look: Outcome): QuotaNumber {
  if (stored === undefined) return nothing(isIncomplete(look) ? look : 'never');
  const outcome = seriesOutcome(stored.value, stored.outcome, look);
  // What is not confirmed now is told by its outcome, never by the number of an earlier look.
  const value = outcome === 'value' ? stored.value : null;
  return { value, outcome, seenAt: stored.confirmedAt, changedAt: stored.changedAt };
}

function nothing(outcome: Outcome): QuotaNumber {
  return { value: null, outcome, seenAt: null, changedAt: null };
}

function unseen(kind: QuotaKind, region: string, look: RegionLook): QuotaState {
  const outcome = isIncomplete(look.outcome) ? look.outcome : 'none';
  return {
    ...kind,
    region,
    limit: nothing(outcome),
    lastLimit: null,
    used: nothing(outcome),
    hasMetric: null,
    applied: null,
    adjustable: null,
    defaultValue: null,
    errorCode: null,
    lastSeenAt: null,
  };
}

/** The quota that limits a family in one way of starting it; undefined where AWS names none. */
export function quotaFor(
  { quotas }: Pick<RegionQuotas, 'quotas'>,
  family: string,
  scope: QuotaScope,
): QuotaState | undefined {
  const own = quotas.filter((quota) => quota.scope === scope && limitsFamily(quota, family));
  // A quota of exactly this family goes before one of its generation; one that exists before one that does not.
  return own.sort((a, b) => rank(b, family) - rank(a, family))[0];
}

function rank(quota: QuotaState, family: string): number {
  const isThere = quota.limit.outcome !== 'none';
  return (isThere ? 2 : 0) + (quota.families.includes(family) ? 1 : 0);
}

/** vCPU that a quota leaves; null where its limit or its use is not known. */
export function vcpuLeft({ limit, used }: Pick<QuotaState, 'limit' | 'used'>): number | null {
  if (limit.value === 0) return 0;
  return limit.value === null || used.value === null ? null : Math.max(0, limit.value - used.value);
}
