import type { MicroUsd } from '#lib/domain/money.ts';
import { formatInstant, HOUR } from '#lib/domain/time.ts';

/** What is asked of a region: this type, count and length, for one kind of use. */
export type PlanQuestion = {
  /** EC2's name of the type, without SageMaker's "ml." before it. */
  type: string;
  count: number;
  durationHours: number;
  /** What the plan may be used for, such as training-job: a plan is bound to it. */
  target: string;
};

/** One stretch of reserved capacity in one zone; times are milliseconds UTC. */
export type PlanPart = {
  itemType: string;
  itemCount: number;
  zoneId: string;
  startAt: number;
  endAt: number;
};

/** A plan on offer: one fee for all of its parts, between which there may be gaps. Money is micro-dollars. */
export type SeenPlan = {
  variant: string;
  /** In order of their start; at least one. */
  parts: readonly PlanPart[];
  zoneId: string;
  startAt: number;
  endAt: number;
  fee: number;
  feeScale: number;
  /** At any one time; null while the type is not described. */
  accelerators: number | null;
  perAcceleratorHour: MicroUsd | null;
};

/** SageMaker's types are EC2's with a prefix. */
const PREFIX = /^ml\./;
export const plainType = (type: string): string => type.replace(PREFIX, '');
export const sageMakerType = (type: string): string => `ml.${type}`;

export function planQualifier({ target, count, durationHours }: Omit<PlanQuestion, 'type'>): string {
  return `${target} ${count}x${durationHours}h`;
}

/** Milliseconds that are paid for: the gaps between the parts are not. */
export function paidMs(parts: readonly Pick<PlanPart, 'startAt' | 'endAt'>[]): number {
  return parts.reduce((sum, part) => sum + part.endAt - part.startAt, 0);
}

/** Fractions of an accelerator are kept to a thousandth. */
const THOUSAND = 1000;

/**
 * Micro-dollars per accelerator-hour: the one fee over the sum of its parts, never over the duration asked for or the
 * time from first start to last end. In whole numbers, rounded half up; null where the accelerators are not known.
 */
export function perAcceleratorHour(
  fee: number,
  parts: readonly PlanPart[],
  acceleratorsOf: (type: string) => number | undefined,
): MicroUsd | null {
  let under = 0n;
  for (const { itemType, itemCount, startAt, endAt } of parts) {
    const each = acceleratorsOf(itemType);
    if (each === undefined || each <= 0) return null;
    under += BigInt(Math.round(each * itemCount * THOUSAND)) * BigInt(endAt - startAt);
  }
  if (under <= 0n) return null;
  const over = BigInt(fee) * BigInt(HOUR) * BigInt(THOUSAND);
  return Number((2n * over + under) / (2n * under)) as MicroUsd;
}

/**
 * What tells plans of the same zone, start and end apart: their use, and the shape of several parts. The start of the
 * first part is left out: that of a plan which can begin at once moves on with every look.
 */
export function variantOf(target: string, parts: readonly PlanPart[]): string {
  if (parts.length < 2) return target;
  const shape = parts.map(({ zoneId, startAt, endAt }, i) => {
    const start = i === 0 ? '' : formatInstant(startAt);
    return `${start}/${formatInstant(endAt)}@${zoneId}`;
  });
  return `${target} ${shape.join(' ')}`;
}

/** A plan that can begin at once is shorter than what was asked for: it ends when all others of its last day do. */
export function startsAtOnce(paid: number, durationHours: number): boolean {
  return paid < durationHours * HOUR;
}
