import type { QuotaScope } from '#lib/catalogue/quotas.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { SECOND } from '#lib/domain/time.ts';
import { type QuotaState, type RegionLook, type RegionQuotas, vcpuLeft } from '#lib/quotas/book.ts';
import { headroomOf, type QuotaType, type Sold, whyUnknown } from '#lib/quotas/headroom.ts';
import { isDecided } from '#lib/quotas/requests.ts';
import { isIncomplete } from '#lib/series/standing.ts';
import { instant } from './rows.ts';

export const QUOTA_KEYS = [
  'region',
  'code',
  'name',
  'scope',
  'families',
  'unit',
  'limit',
  'default',
  'applied',
  'used',
  'headroom',
  'type',
  'vcpuPerInstance',
  'instancesLeft',
  'instancesAtMost',
  'reason',
  'adjustable',
  'limitSince',
  'usedAt',
  'lastSeen',
  'usedOutcome',
  'outcome',
] as const;

/** A quota as /quotas answers it; `type` and what follows from it are null where no type was asked for. */
export function quotaRow(quota: QuotaState) {
  return { ...quotaFacts(quota), ...NO_TYPE, reason: whyUnknown(quota) };
}

const NO_TYPE = { type: null, vcpuPerInstance: null, instancesLeft: null, instancesAtMost: null };

/** How many more of a type a region lets start in one way, with the quota that says so. */
export function headroomRow(type: QuotaType, region: RegionQuotas, scope: QuotaScope, sold: Sold) {
  const headroom = headroomOf(type, region, scope, sold);
  const facts = headroom.quota === undefined ? noQuota(region.region, scope) : quotaFacts(headroom.quota);
  const own = { type: type.name, vcpuPerInstance: type.vcpu };
  return headroom.known
    ? {
        ...facts,
        ...own,
        instancesLeft: headroom.instances,
        instancesAtMost: headroom.instances,
        reason: null,
      }
    : {
        ...facts,
        ...own,
        instancesLeft: null,
        instancesAtMost: headroom.atMost,
        reason: headroom.reason,
        outcome:
          headroom.quota === undefined || headroom.outcome === 'not_sold' ? headroom.outcome : facts.outcome,
      };
}

function quotaFacts(quota: QuotaState) {
  const { limit, used } = quota;
  return {
    region: quota.region,
    code: quota.code as string | null,
    name: quota.name as string | null,
    scope: quota.scope,
    families: [...quota.families],
    unit: 'vCPU',
    limit: limit.value,
    default: quota.defaultValue,
    applied: quota.applied,
    used: used.value,
    headroom: vcpuLeft(quota),
    adjustable: quota.adjustable,
    limitSince: instant(limit.changedAt),
    usedAt: instant(used.seenAt),
    lastSeen: instant(quota.lastSeenAt),
    usedOutcome: used.outcome,
    outcome: limit.outcome,
  };
}

function noQuota(region: string, scope: QuotaScope): ReturnType<typeof quotaFacts> {
  return {
    region,
    code: null,
    name: null,
    scope,
    families: [],
    unit: 'vCPU',
    limit: null,
    default: null,
    applied: null,
    used: null,
    headroom: null,
    adjustable: null,
    limitSince: null,
    usedAt: null,
    lastSeen: null,
    usedOutcome: 'none',
    outcome: 'none',
  };
}

export const REQUEST_KEYS = [
  'id',
  'region',
  'code',
  'name',
  'desired',
  'unit',
  'status',
  'decided',
  'automatic',
  'caseId',
  'requestedAt',
  'updatedAt',
  'ageSeconds',
  'firstSeen',
  'lastSeen',
  'listed',
  'statuses',
  'outcome',
] as const;

/** A request for more quota as stored; times are milliseconds UTC. */
export type RequestFacts = {
  id: string;
  region: string;
  code: string;
  name: string;
  desiredValue: number;
  status: string;
  automatic: boolean;
  caseId: string | null;
  requestedAt: number;
  updatedAt: number;
  firstSeenAt: number;
  lastSeenAt: number;
  statuses: readonly { at: number; status: string }[];
};

/** A request as /quota-requests answers it; `outcome` is about the newest look for it, which may have failed. */
export function requestRow(request: RequestFacts, look: RegionLook, now: number) {
  return {
    id: request.id as string | null,
    region: request.region,
    code: request.code as string | null,
    name: request.name as string | null,
    desired: request.desiredValue as number | null,
    unit: 'vCPU',
    status: request.status as string | null,
    decided: isDecided(request.status) as boolean | null,
    automatic: request.automatic as boolean | null,
    caseId: request.caseId,
    requestedAt: instant(request.requestedAt),
    updatedAt: instant(request.updatedAt),
    ageSeconds: Math.max(0, Math.round((now - request.requestedAt) / SECOND)) as number | null,
    firstSeen: instant(request.firstSeenAt),
    lastSeen: instant(request.lastSeenAt),
    listed: (look.lastCompleteAt === null || request.lastSeenAt >= look.lastCompleteAt) as boolean | null,
    statuses: request.statuses.map(({ at, status }) => ({ at: instant(at), status })),
    outcome: isIncomplete(look.outcome) ? look.outcome : ('value' as Outcome),
  };
}

/** A region without a request on record, and why. */
export function noRequestRow(region: string, look: RegionLook): ReturnType<typeof requestRow> {
  return {
    id: null,
    region,
    code: null,
    name: null,
    desired: null,
    unit: 'vCPU',
    status: null,
    decided: null,
    automatic: null,
    caseId: null,
    requestedAt: null,
    updatedAt: null,
    ageSeconds: null,
    firstSeen: null,
    lastSeen: null,
    listed: null,
    statuses: [],
    outcome: isIncomplete(look.outcome) ? look.outcome : 'none',
  };
}
