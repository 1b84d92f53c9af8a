import {
  limitsFamily,
  QUOTA_GROUPS,
  QUOTA_SCOPES,
  type QuotaGroup,
  type QuotaScope,
  quotaGroup,
} from '#lib/catalogue/quotas.ts';
import type { QuotaState, RegionQuotas } from '#lib/quotas/book.ts';
import { type Headroom, headroomOf, type QuotaType, reasonOfLimit, type Sold } from '#lib/quotas/headroom.ts';
import { isIncomplete } from '#lib/series/standing.ts';

/** A region where a quota lets something start; `headroom` of the chosen type, null where the quota is not about it. */
export type Entry = { quota: QuotaState; limit: number; headroom: Headroom | null };

/** One quota over all regions that could be looked at. */
export type Line = {
  code: string;
  name: string;
  label: string;
  scope: QuotaScope;
  /** True: it limits the chosen type. */
  isChosen: boolean;
  /** False: AWS publishes no use of it, in no region. */
  hasUse: boolean;
  entries: Entry[];
  /** Regions with a limit of zero. */
  zero: string[];
  /** Regions where this one value is not known. */
  unknown: { region: string; reason: string }[];
};

export type Group = { group: QuotaGroup; lines: Line[]; note: string | null };

const P6_ON_SPOT = 'p6-b200';

type SoldOf = (type: string, region: string) => Sold;

/** Every quota by family, on-demand before spot before blocks; a region that could not be looked at is left out. */
export function groupQuotas(book: readonly RegionQuotas[], type: QuotaType, sold: SoldOf): Group[] {
  const regions = book.filter((region) => !isIncomplete(region.limits.outcome));
  const all = regions.flatMap((region) => region.quotas);
  const headrooms = new Map<string, Map<QuotaScope, Headroom>>();
  for (const region of regions) {
    const own = QUOTA_SCOPES.map(
      (scope) => [scope, headroomOf(type, region, scope, sold(type.name, region.region))] as const,
    );
    headrooms.set(region.region, new Map(own));
  }
  const headroom = ({ region, scope, families }: QuotaState): Headroom | null =>
    limitsFamily({ scope, families }, type.family) ? (headrooms.get(region)?.get(scope) ?? null) : null;
  const lines = [...new Set(all.map((quota) => quota.code))]
    .map((code) =>
      lineOf(
        all.filter((quota) => quota.code === code),
        headroom,
      ),
    )
    .filter((line) => line !== undefined);
  return QUOTA_GROUPS.map((group) => ({
    group,
    lines: lines.filter((line) => line.group === group).map(({ group: _, ...line }) => line),
    note: group === 'P' && all.length > 0 && !hasP6Spot(all) ? NO_P6_SPOT : null,
  })).filter(({ lines: own }) => own.length > 0);
}

const NO_P6_SPOT =
  'Spot P6: AWS has named no such quota to this account, so what may be started of P6 on spot is not known.';

function hasP6Spot(quotas: readonly QuotaState[]): boolean {
  return quotas.some((quota) => quota.scope === 'spot' && limitsFamily(quota, P6_ON_SPOT));
}

function lineOf(
  quotas: readonly QuotaState[],
  headroom: (quota: QuotaState) => Headroom | null,
): (Line & { group: QuotaGroup }) | undefined {
  const there = quotas.filter((quota) => quota.limit.outcome !== 'none');
  const [first] = there;
  const group = quotaGroup(first?.families[0] ?? '');
  if (first === undefined || group === undefined) return undefined;
  const entries = there.flatMap((quota) => {
    const limit = quota.limit.value;
    return limit === null || limit === 0 ? [] : [{ quota, limit, headroom: headroom(quota) }];
  });
  entries.sort((a, b) => b.limit - a.limit || a.quota.region.localeCompare(b.quota.region));
  return {
    group,
    code: first.code,
    name: first.name,
    label: labelOf(first),
    scope: first.scope,
    isChosen: headroom(first) !== null,
    hasUse: there.some((quota) => quota.hasMetric === true),
    entries,
    zero: there.filter((quota) => quota.limit.value === 0).map((quota) => quota.region),
    unknown: there
      .filter((quota) => quota.limit.value === null)
      .map((quota) => ({ region: quota.region, reason: reasonOfLimit(quota) })),
  };
}

function labelOf({ scope, families }: QuotaState): string {
  const names = families.map(familyName).join(', ');
  if (scope === 'on-demand') return `On-demand ${names}`;
  if (scope === 'spot') return `Spot ${names}`;
  return scope === 'capacity-block' ? `Block ${names}` : `Block ${names}, organization`;
}

/** As AWS writes it: P5en, Trn2, VT. */
function familyName(family: string): string {
  const [, letters = family, rest = ''] = /^([a-z]+)(.*)$/.exec(family) ?? [];
  const isShort = letters.length < 3;
  return `${isShort ? letters.toUpperCase() : `${letters.charAt(0).toUpperCase()}${letters.slice(1)}`}${rest}`;
}
