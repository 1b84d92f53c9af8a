import { z } from 'zod';
import { parseUsd } from '#lib/domain/money.ts';
import {
  type PlanPart,
  type PlanQuestion,
  perAcceleratorHour,
  plainType,
  type SeenPlan,
  variantOf,
} from '#lib/training/plan.ts';
import type { Reading } from '../../pipeline/listing.ts';

const part = z.object({
  InstanceType: z.string().min(1),
  InstanceCount: z.int().positive(),
  AvailabilityZone: z.string().min(1),
  StartTime: z.date(),
  EndTime: z.date(),
});

const offering = z.object({
  TargetResources: z.array(z.string()),
  UpfrontFee: z.string(),
  CurrencyCode: z.string(),
  ReservedCapacityOfferings: z.array(part).min(1),
});

/** What a record is read by. */
export type PlanReading = {
  question: PlanQuestion;
  /** This account's own names for the zones of the region: SageMaker tells names alone. */
  zoneIds: ReadonlyMap<string, string>;
  acceleratorsOf: (type: string) => number | undefined;
};

/** Reads one offering; what is missing, in another currency or for another use is refused, never guessed. */
export function readPlan(
  item: unknown,
  { question, zoneIds, acceleratorsOf }: PlanReading,
): Reading<SeenPlan> {
  const parsed = offering.safeParse(item);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { refused: `${issue?.path.join('.') ?? 'offering'}: ${issue?.message ?? 'unreadable'}` };
  }
  const { data } = parsed;
  if (!data.TargetResources.includes(question.target))
    return { refused: `it is for ${data.TargetResources.join(', ')}, not for ${question.target}` };
  if (data.CurrencyCode !== 'USD') return { refused: `the currency is ${data.CurrencyCode}, not USD` };
  const fee = parseUsd(data.UpfrontFee);
  if (fee === undefined || fee.micro <= 0) return { refused: `${data.UpfrontFee} is no fee` };
  const parts = readParts(data.ReservedCapacityOfferings, zoneIds);
  if (typeof parts === 'string') return { refused: parts };
  const [first] = parts;
  if (first === undefined || parts.some((one) => one.itemType !== question.type))
    return { refused: `it is of ${parts.map((one) => one.itemType).join(', ')}, not of ${question.type}` };
  const each = acceleratorsOf(question.type);
  return {
    kept: {
      variant: variantOf(question.target, parts),
      parts,
      zoneId: first.zoneId,
      startAt: first.startAt,
      endAt: Math.max(...parts.map((one) => one.endAt)),
      fee: fee.micro,
      feeScale: fee.scale,
      accelerators: each === undefined ? null : each * Math.max(...parts.map((one) => one.itemCount)),
      perAcceleratorHour: perAcceleratorHour(fee.micro, parts, acceleratorsOf),
    },
  };
}

/** The parts in order of their start, or why one of them cannot be believed. */
function readParts(
  found: readonly z.infer<typeof part>[],
  zoneIds: ReadonlyMap<string, string>,
): PlanPart[] | string {
  const parts: PlanPart[] = [];
  for (const one of found) {
    const zoneId = zoneIds.get(one.AvailabilityZone);
    if (zoneId === undefined) return `${one.AvailabilityZone} is not among the zones of this account`;
    const [startAt, endAt] = [one.StartTime.getTime(), one.EndTime.getTime()];
    if (endAt <= startAt) return 'a part ends before it begins';
    parts.push({
      itemType: plainType(one.InstanceType),
      itemCount: one.InstanceCount,
      zoneId,
      startAt,
      endAt,
    });
  }
  return parts.sort((a, b) => a.startAt - b.startAt || a.endAt - b.endAt);
}
