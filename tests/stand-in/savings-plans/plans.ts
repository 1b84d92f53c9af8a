import { hash32 } from '../hash.ts';

export const PAYMENTS = ['No Upfront', 'Partial Upfront', 'All Upfront'] as const;
export type Payment = (typeof PAYMENTS)[number];
export type PlanType = 'Compute' | 'EC2Instance';

const YEAR_SECONDS = 31_536_000;

/** What an hour costs under each plan, as a share of on-demand: a longer term, more paid ahead and less freedom cost less. */
const SHARES: Readonly<Record<PlanType, Readonly<Record<1 | 3, number>>>> = {
  Compute: { 1: 0.78, 3: 0.56 },
  EC2Instance: { 1: 0.72, 3: 0.48 },
};
const PAID_AHEAD: Readonly<Record<Payment, number>> = {
  'No Upfront': 0,
  'Partial Upfront': 0.02,
  'All Upfront': 0.04,
};

export interface Plan {
  readonly type: PlanType;
  readonly years: 1 | 3;
  readonly payment: Payment;
  readonly share: number;
}

export const PLANS: readonly Plan[] = (['Compute', 'EC2Instance'] as const).flatMap((type) =>
  ([1, 3] as const).flatMap((years) =>
    PAYMENTS.map((payment) => ({ type, years, payment, share: SHARES[type][years] - PAID_AHEAD[payment] })),
  ),
);

/** A Compute plan holds everywhere; an EC2 Instance plan is one family in one region. */
function scopeOf({ type }: Plan, family: string, region: string): string {
  return type === 'Compute' ? '' : `${family} ${region}`;
}

export function offeringId(plan: Plan, family: string, region: string): string {
  const key = `${plan.type} ${plan.years} ${plan.payment} ${scopeOf(plan, family, region)}`;
  const hex = [0, 1, 2, 3].map((part) => hash32(`${part} ${key}`).toString(16).padStart(8, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export function offeringJson(plan: Plan, family: string, region: string): object {
  const { type, years, payment } = plan;
  const words =
    type === 'Compute' ? 'Compute Savings Plan' : `${family} EC2 Instance Savings Plan in ${region}`;
  return {
    offeringId: offeringId(plan, family, region),
    paymentOption: payment,
    planType: type,
    durationSeconds: years * YEAR_SECONDS,
    currency: 'USD',
    planDescription: `${years} year ${payment} ${words}`,
  };
}
