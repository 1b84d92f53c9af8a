import { formatUsd } from '#lib/domain/money.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import type { SavingsPlan } from '#lib/savings/plan.ts';
import { instant } from './rows.ts';

export const SAVINGS_KEYS = [
  'type',
  'region',
  'planType',
  'term',
  'payment',
  'rateUsd',
  'perAcceleratorUsd',
  'shareOfOnDemand',
  'since',
  'confirmedAt',
  'outcome',
] as const;

/** A micro-dollar, the finest we keep, for a rate that we divided. */
const DERIVED_SCALE = 6;

type Rate = {
  type: string | null;
  region: string;
  plan: SavingsPlan | null;
  rate: number | null;
  scale: number;
  perAccelerator: number | null;
  shareOfOnDemand: number | null;
  since: number | null;
  confirmedAt: number | null;
  outcome: Outcome;
};

/** A rate as /savings-plans answers it; without a plan the outcome says why there is none. */
export function savingsRow({ plan, rate, scale, perAccelerator, ...row }: Rate) {
  return {
    type: row.type,
    region: row.region,
    planType: plan?.planType ?? null,
    term: plan?.term ?? null,
    payment: plan?.payment ?? null,
    rateUsd: rate === null ? null : formatUsd(rate, scale),
    perAcceleratorUsd: perAccelerator === null ? null : formatUsd(perAccelerator, DERIVED_SCALE),
    shareOfOnDemand: row.shareOfOnDemand,
    since: instant(row.since),
    confirmedAt: instant(row.confirmedAt),
    outcome: row.outcome,
  };
}
