import { z } from 'zod';
import { type ParsedUsd, parseUsd } from '#lib/domain/money.ts';
import { PLAN_PAYMENTS, PLAN_TYPES, planQualifier, termOf } from '#lib/savings/plan.ts';
import type { Reading } from '../../pipeline/listing.ts';

const record = z.object({
  savingsPlanOffering: z.object({
    paymentOption: z.string(),
    planType: z.string(),
    durationSeconds: z.number(),
    currency: z.string(),
  }),
  rate: z.string(),
  unit: z.string(),
  usageType: z.string(),
  properties: z.array(z.object({ name: z.string(), value: z.string() })),
});

/** The rate of one type under one plan, per hour of use: not the commitment. */
export type PlanRate = { instanceType: string; qualifier: string; price: ParsedUsd };

/** Usage types carry a prefix everywhere but in us-east-1: USW2-BoxUsage:p5.48xlarge. */
const BOX_USAGE = /(?:^|-)BoxUsage:(.+)$/;

/**
 * Reads one rate. Rows about an unused reservation or a dedicated host are about something else; so is a plan or a
 * term that is not known here. What is about the question and cannot be believed is refused.
 */
export function readRate(item: unknown, region: string): Reading<PlanRate> {
  const parsed = record.safeParse(item);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { refused: `${issue?.path.join('.') ?? 'rate'}: ${issue?.message ?? 'unreadable'}` };
  }
  const { savingsPlanOffering: plan, rate, unit, usageType, properties } = parsed.data;
  const instanceType = BOX_USAGE.exec(usageType)?.[1];
  const known = knownPlan(plan);
  if (instanceType === undefined || known === undefined) return undefined;
  const property = (name: string) => properties.find((one) => one.name === name)?.value;
  if (property('tenancy') === 'dedicated') return undefined;
  const about = `${instanceType} ${known}`;
  // The plan says nothing of the region: a Compute plan holds everywhere.
  if (property('region') !== region)
    return { refused: `${about}: the region is ${property('region') ?? 'missing'}, not ${region}` };
  if (plan.currency !== 'USD') return { refused: `${about}: the currency is ${plan.currency}, not USD` };
  if (unit !== 'Hrs') return { refused: `${about}: the unit is ${unit}, not Hrs` };
  const price = parseUsd(rate);
  if (price === undefined || price.micro <= 0) return { refused: `${about}: ${rate} is no rate` };
  return { kept: { instanceType, qualifier: known, price } };
}

type Offering = z.infer<typeof record>['savingsPlanOffering'];

function knownPlan({ planType, paymentOption, durationSeconds }: Offering): string | undefined {
  const type = PLAN_TYPES.find((one) => one === planType);
  const payment = PLAN_PAYMENTS.find((one) => one === paymentOption);
  const term = termOf(durationSeconds);
  if (type === undefined || payment === undefined || term === undefined) return undefined;
  return planQualifier({ planType: type, term, payment });
}

/** One rate, or the finding that there are two for one key: never the cheaper of them. */
export type Settled = Omit<PlanRate, 'price'> & { price: ParsedUsd | 'ambiguous' };

/** One answer per type and plan; the same rate twice is a page that came twice. */
export function settle(rates: readonly PlanRate[]): Settled[] {
  const found = new Map<string, Settled>();
  for (const rate of rates) {
    const key = `${rate.instanceType} ${rate.qualifier}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, rate);
    else if (known.price !== 'ambiguous' && known.price.micro !== rate.price.micro)
      found.set(key, { ...known, price: 'ambiguous' });
  }
  return [...found.values()];
}
