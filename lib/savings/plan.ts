/** Plans with a rate for EC2 instances, the terms they are sold for, and the ways to pay (Savings Plans API Reference). */
export const PLAN_TYPES = ['Compute', 'EC2Instance'] as const;
export const PLAN_TERMS = ['1y', '3y'] as const;
export const PLAN_PAYMENTS = ['No Upfront', 'Partial Upfront', 'All Upfront'] as const;

type PlanType = (typeof PLAN_TYPES)[number];
export type PlanTerm = (typeof PLAN_TERMS)[number];
type PlanPayment = (typeof PLAN_PAYMENTS)[number];

/** One way to commit: what a savings-plan series is told apart by. */
export type SavingsPlan = { planType: PlanType; term: PlanTerm; payment: PlanPayment };

const TERM_SECONDS: Readonly<Record<PlanTerm, number>> = { '1y': 31_536_000, '3y': 94_608_000 };

/** The term that AWS's number of seconds stands for; undefined for a term that is not sold yet. */
export function termOf(seconds: number): PlanTerm | undefined {
  return PLAN_TERMS.find((term) => TERM_SECONDS[term] === seconds);
}

/** The qualifier of a plan's series, such as "Compute/1y/No Upfront". */
export function planQualifier({ planType, term, payment }: SavingsPlan): string {
  return `${planType}/${term}/${payment}`;
}

/** Every plan, in the order of its type, term and payment. */
const SAVINGS_PLANS: readonly SavingsPlan[] = PLAN_TYPES.flatMap((planType) =>
  PLAN_TERMS.flatMap((term) => PLAN_PAYMENTS.map((payment) => ({ planType, term, payment }))),
);

const BY_QUALIFIER = new Map(SAVINGS_PLANS.map((plan) => [planQualifier(plan), plan]));

/** The plan that a qualifier stands for; undefined for one of another kind. */
export function readPlanQualifier(qualifier: string): SavingsPlan | undefined {
  return BY_QUALIFIER.get(qualifier);
}
