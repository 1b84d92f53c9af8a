import { iamAction } from '#lib/domain/permission.ts';
import { HOUR, SECOND } from '#lib/domain/time.ts';
import { documentedRate, ownRate } from '#lib/pacing/rates.ts';

/** What was asked of one action in one region in a stretch of time. */
export type RegionUse = {
  service: string;
  action: string;
  region: string;
  calls: number;
  throttled: number;
  perSecond: number;
};

export type RegionBudget = {
  region: string;
  /** Calls in the last full hour, and in the present one so far. */
  lastHour: number;
  thisHour: number;
  throttled: number;
  /** The rate that pacing has come down to. */
  perSecond: number;
};

/** What an action may be called, in every region of its own, and what was made of it. */
export type ActionBudget = {
  action: string;
  /** Calls per hour that AWS documents; null where it says nothing. */
  documentedPerHour: number | null;
  ownPerHour: number;
  ownPerSecond: number;
  /** The busiest region's share of what AWS allows, or of our own limit where AWS says nothing. */
  share: number;
  calls: number;
  throttled: number;
  /** The busiest first. */
  regions: RegionBudget[];
};

const PER_HOUR = HOUR / SECOND;

/** The budget that people share with us and that is the smallest of all leads. */
const FIRST = 'ec2:DescribeCapacityBlockOfferings';

/** The budgets of every action that was called in the last full hour or since. */
export function apiBudgets(lastHour: readonly RegionUse[], thisHour: readonly RegionUse[]): ActionBudget[] {
  const byAction = new Map<string, { service: string; action: string; regions: Map<string, RegionBudget> }>();
  const add = (use: RegionUse, hour: 'lastHour' | 'thisHour') => {
    const { service, action, region } = use;
    const key = iamAction(use);
    const budget = byAction.get(key) ?? { service, action, regions: new Map() };
    byAction.set(key, budget);
    const known = budget.regions.get(region) ?? {
      region,
      lastHour: 0,
      thisHour: 0,
      throttled: 0,
      perSecond: 0,
    };
    budget.regions.set(region, {
      ...known,
      [hour]: use.calls,
      throttled: known.throttled + use.throttled,
      // This hour comes second: its rate is the newer one.
      perSecond: use.perSecond,
    });
  };
  for (const use of lastHour) add(use, 'lastHour');
  for (const use of thisHour) add(use, 'thisHour');
  return [...byAction.values()].map(budgetOf).sort(leadingFirst);
}

type Grouped = { service: string; action: string; regions: ReadonlyMap<string, RegionBudget> };

function budgetOf({ service, action, regions }: Grouped): ActionBudget {
  const documented = documentedRate(service, action);
  const own = ownRate(service, action).perSecond;
  const busy = ({ lastHour, thisHour }: RegionBudget) => Math.max(lastHour, thisHour);
  const sorted = [...regions.values()].sort(
    (one, other) => busy(other) - busy(one) || one.region.localeCompare(other.region, 'en'),
  );
  const allowed = (documented?.perSecond ?? own) * PER_HOUR;
  const sum = (of: (region: RegionBudget) => number) => sorted.reduce((total, one) => total + of(one), 0);
  return {
    action: iamAction({ service, action }),
    documentedPerHour: documented === undefined ? null : documented.perSecond * PER_HOUR,
    ownPerHour: own * PER_HOUR,
    ownPerSecond: own,
    share: sorted[0] === undefined ? 0 : busy(sorted[0]) / allowed,
    calls: sum((one) => one.lastHour + one.thisHour),
    throttled: sum((one) => one.throttled),
    regions: sorted,
  };
}

/** Capacity Blocks first, then whatever AWS has refused, then the fullest. */
function leadingFirst(one: ActionBudget, other: ActionBudget): number {
  const isFirst = ({ action }: ActionBudget) => Number(action === FIRST);
  return (
    isFirst(other) - isFirst(one) ||
    Number(other.throttled > 0) - Number(one.throttled > 0) ||
    other.share - one.share ||
    one.action.localeCompare(other.action, 'en')
  );
}
