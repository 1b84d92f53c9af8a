import type { QuotaScope } from '#lib/catalogue/quotas.ts';
import { type Outcome, outcomeWords } from '#lib/domain/outcome.ts';
import { isIncomplete } from '#lib/series/standing.ts';
import { NO_APPLIED_VALUE, type QuotaState, quotaFor, type RegionQuotas, vcpuLeft } from './book.ts';

/** An instance type as far as quotas go; `vcpu` null where nobody says. */
export type QuotaType = { name: string; family: string; vcpu: number | null };

/**
 * How many more instances of a type a quota lets start. Unknown: `outcome` and `reason` say why, and `atMost` how many it
 * would be with nothing running, null where not even that is known.
 */
export type Headroom =
  | { known: true; instances: number; quota: QuotaState }
  | {
      known: false;
      outcome: Exclude<Outcome, 'value'>;
      reason: string;
      atMost: number | null;
      quota: QuotaState | undefined;
    };

/** How AWS sells a type in a region: usage classes such as `spot`; null: not at all; undefined: the list has not been read. */
export type Sold = readonly string[] | null | undefined;

/**
 * How many more instances of a type may be started in a region in one way. Limits and use are vCPU; on-demand, spot and
 * Capacity Blocks are counted apart, and what runs inside a block does not count against on-demand.
 */
export function headroomOf(type: QuotaType, region: RegionQuotas, scope: QuotaScope, sold?: Sold): Headroom {
  const quota = quotaFor(region, type.family, scope);
  const unknown = (
    outcome: Exclude<Outcome, 'value'>,
    reason: string,
    atMost: number | null = null,
  ): Headroom => ({ known: false, outcome, reason, atMost, quota });
  const unsold = reasonNotSold(scope, sold);
  if (unsold !== undefined) return unknown('not_sold', unsold);
  if (quota === undefined) return unknown(...noQuota(type.family, region.limits.outcome, scope));
  const { limit, used } = quota;
  if (limit.value === null) return unknown(notValue(limit.outcome), reasonOfLimit(quota));
  if (type.vcpu === null || type.vcpu <= 0) return unknown('failed', `vCPU of ${type.name} not known`);
  const atMost = Math.floor(limit.value / type.vcpu);
  // A limit too small for one instance needs no use to be known.
  if (atMost === 0) return { known: true, instances: 0, quota };
  if (used.value === null) return unknown(notValue(used.outcome), reasonOfUse(quota), atMost);
  const left = Math.floor((limit.value - used.value) / type.vcpu);
  return { known: true, instances: Math.max(0, left), quota };
}

/** The same, where blocks are held to what their organization may have as well: each limit counts in its own account. */
export function mayStart(type: QuotaType, region: RegionQuotas, scope: QuotaScope, sold?: Sold): Headroom {
  const own = headroomOf(type, region, scope, sold);
  if (scope !== 'capacity-block') return own;
  return within(own, headroomOf(type, region, 'capacity-block-organization', sold));
}

/** One number within another; one that is not known sets no bound. */
export function within(own: Headroom, bound: Headroom): Headroom {
  const most = bound.known ? bound.instances : bound.atMost;
  const asked = own.known ? own.instances : own.atMost;
  if (most === null || asked === null || asked <= most) return own;
  if (most === 0) return bound;
  return own.known ? { ...own, instances: most } : { ...own, atMost: most };
}

const USAGE_CLASS: Readonly<Record<QuotaScope, string>> = {
  'on-demand': 'on-demand',
  spot: 'spot',
  'capacity-block': 'capacity-block',
  'capacity-block-organization': 'capacity-block',
};

function reasonNotSold(scope: QuotaScope, sold: Sold): string | undefined {
  if (sold === undefined) return undefined;
  if (sold === null) return 'not sold here';
  return sold.includes(USAGE_CLASS[scope]) ? undefined : `not sold here ${SOLD_AS[scope]}`;
}

const SOLD_AS: Readonly<Record<QuotaScope, string>> = {
  'on-demand': 'on demand',
  spot: 'on spot',
  'capacity-block': 'in Capacity Blocks',
  'capacity-block-organization': 'in Capacity Blocks',
};

function noQuota(family: string, look: Outcome, scope: QuotaScope): [Exclude<Outcome, 'value'>, string] {
  if (isIncomplete(look)) return [notValue(look), `limits: ${outcomeWords(look)}`];
  return ['none', `AWS names no ${SCOPE_WORDS[scope]} quota for ${family.toUpperCase()}`];
}

const notValue = (outcome: Outcome): Exclude<Outcome, 'value'> => (outcome === 'value' ? 'failed' : outcome);

/** Why a limit is not known, in words. */
export function reasonOfLimit({ limit, errorCode }: QuotaState): string {
  if (limit.outcome === 'none') return 'no such quota here';
  if (limit.outcome === 'failed' && errorCode === NO_APPLIED_VALUE)
    return 'AWS no longer gives an applied value';
  if (limit.outcome === 'failed' && errorCode !== null)
    return `AWS could not say this limit: ${errorWords(errorCode)}`;
  return `limit: ${outcomeWords(limit.outcome)}`;
}

/** Why the use of a quota is not known, in words. */
export function reasonOfUse({ used, hasMetric }: QuotaState): string {
  if (hasMetric === false) return 'AWS publishes no use of this quota';
  return `use: ${outcomeWords(used.outcome)}`;
}

/** Why the vCPU that a quota leaves are not known; null where they are. */
export function whyUnknown(quota: QuotaState): string | null {
  if (vcpuLeft(quota) !== null) return null;
  return quota.limit.value === null ? reasonOfLimit(quota) : reasonOfUse(quota);
}

/** AWS's own reasons inside a call that succeeded (Service Quotas API Reference, ErrorReason). */
const ERROR_WORDS: Readonly<Record<string, string>> = {
  DEPENDENCY_ACCESS_DENIED_ERROR: 'access to the service behind it is denied',
  DEPENDENCY_THROTTLING_ERROR: 'the service behind it was throttled',
  DEPENDENCY_SERVICE_ERROR: 'the service behind it failed',
  SERVICE_QUOTA_NOT_AVAILABLE_ERROR: 'the value is not available',
};

function errorWords(code: string): string {
  return ERROR_WORDS[code] ?? code;
}

const SCOPE_WORDS: Readonly<Record<QuotaScope, string>> = {
  'on-demand': 'on-demand',
  spot: 'spot',
  'capacity-block': 'Capacity Block',
  'capacity-block-organization': 'Capacity Block organization',
};
