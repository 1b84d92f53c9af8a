import { z } from 'zod';
import type { SeenOffer } from '#lib/capacity/episodes.ts';
import { perAcceleratorHour } from '#lib/capacity/price.ts';
import { type BlockQuestion, isUltraServer } from '#lib/capacity/question.ts';
import { parseUsd } from '#lib/domain/money.ts';
import { DAY, HOUR } from '#lib/domain/time.ts';

const offering = z.object({
  InstanceType: z.string().optional(),
  InstanceCount: z.int().positive().optional(),
  UltraserverType: z.string().optional(),
  UltraserverCount: z.int().positive().optional(),
  AvailabilityZone: z.string().min(1),
  StartDate: z.date(),
  EndDate: z.date(),
  CapacityBlockDurationHours: z.int().nonnegative().optional(),
  CapacityBlockDurationMinutes: z.int().nonnegative().optional(),
  UpfrontFee: z.string(),
  CurrencyCode: z.string(),
});

/** What a record is read by: the question it answers, and what is known of the account and the item. */
export type Reading = {
  question: BlockQuestion;
  /** This account's own names for the zones of the region. */
  zoneIds: ReadonlyMap<string, string>;
  /** Accelerators in all of the count asked for. */
  accelerators: number | null;
  now: number;
};

/** One record of an answer: the offer, or why it cannot be believed. */
export type ReadOffer = { offer: SeenOffer } | { refused: string };

/** AWS books eight weeks ahead; a week more is no reason to doubt a date. */
const LATEST_START = 63 * DAY;
/** Clocks differ, and an answer takes a while. */
const SLACK = HOUR;

/** Reads one offering. What is missing, in another currency or beside the question is refused, never guessed. */
export function readOffering(item: unknown, reading: Reading): ReadOffer {
  const parsed = offering.safeParse(item);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { refused: `${issue?.path.join('.') ?? 'record'}: ${issue?.message ?? 'unreadable'}` };
  }
  const { data } = parsed;
  const mismatch = beside(data, reading.question) ?? badDates(data, reading);
  if (mismatch !== undefined) return { refused: mismatch };
  const zoneId = reading.zoneIds.get(data.AvailabilityZone);
  if (zoneId === undefined)
    return { refused: `${data.AvailabilityZone} is not among the zones of this account` };
  if (data.CurrencyCode !== 'USD') return { refused: `the currency is ${data.CurrencyCode}, not USD` };
  const fee = parseUsd(data.UpfrontFee);
  if (fee === undefined || fee.micro <= 0) return { refused: `${data.UpfrontFee} is no fee` };
  const span = { startAt: data.StartDate.getTime(), endAt: data.EndDate.getTime() };
  const rate = perAcceleratorHour(fee.micro, reading.accelerators, span);
  return { offer: { zoneId, ...span, fee: fee.micro, feeScale: fee.scale, perAcceleratorHour: rate } };
}

type Offering = z.infer<typeof offering>;

/** Says how a record differs from what was asked for. */
function beside(data: Offering, { item, count }: BlockQuestion): string | undefined {
  const [type, units] = isUltraServer(item)
    ? [data.UltraserverType, data.UltraserverCount]
    : [data.InstanceType, data.InstanceCount];
  return type === item && units === count
    ? undefined
    : `${units ?? '?'} × ${type ?? '?'} is not what was asked for`;
}

/** Dates that no block can have. The span may be shorter than asked, never longer. */
function badDates(data: Offering, { question, now }: Reading): string | undefined {
  const { StartDate, EndDate } = data;
  const [start, end] = [StartDate.getTime(), EndDate.getTime()];
  const isSane =
    start >= now - SLACK &&
    start <= now + LATEST_START &&
    end > start &&
    end - start <= question.durationHours * HOUR + SLACK;
  return isSane ? undefined : `no block lasts from ${isoOf(StartDate)} to ${isoOf(EndDate)}`;
}

function isoOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'nowhen' : date.toISOString();
}
