import { formatUsd } from '#lib/domain/money.ts';
import { formatAge } from '#lib/domain/time.ts';
import type { Headroom } from '#lib/quotas/headroom.ts';
import type { Facts } from './facts.ts';
import type { Notice } from './notice.ts';

/** A pool whose price holds now: a place where the same can be had, or another type with the same accelerator. */
export type Offer = {
  type: string;
  region: string;
  zoneId: string;
  priceMicro: number;
  /** Of one accelerator, micro-dollars an hour; null where their number is not known. */
  perAccelerator: number | null;
  /** When AWS last said so. */
  confirmedAt: number;
};

/** What a buyer needs beside the news itself, as it is when the message leaves. */
export type NoticeExtras = {
  /** The present price among the daily means of its own past; `days` says how many of them are on record. */
  rank: { price: number; means: readonly number[] } | null;
  headroom: { type: string; region: string; headroom: Headroom } | null;
  /** Cheapest first. */
  sameType: readonly Offer[];
  /** The cheapest of another type with the same accelerator, where it is cheaper. */
  otherType: { accelerator: string; offer: Offer } | null;
};

/** What of a notice further facts can be looked up for: one pool, or one type in a region. */
export type Subject = {
  type: string;
  region: string;
  zoneId: string;
  product: string;
  /** Of a spot price; null where the news is about something else. */
  priceMicro: number | null;
  scope: 'spot' | 'capacity-block';
};

/** The subject of a notice about a single price or block; undefined for anything else. */
export function subjectOf({ kind, members, memberCount }: Notice): Subject | undefined {
  const [member] = members;
  if (member === undefined || memberCount !== 1 || (kind !== 'firing' && kind !== 'reminder'))
    return undefined;
  return subjectOfFacts(member.facts);
}

function subjectOfFacts(facts: Facts): Subject | undefined {
  if (facts.topic === 'spot-price') {
    const { type, region, zoneId, product, priceMicro } = facts;
    return { type, region, zoneId, product, priceMicro, scope: 'spot' };
  }
  if (facts.topic === 'measure' && /^spot-(level|share|unusual)$/.test(facts.measure)) {
    const { type, region, zoneId, qualifier: product } = facts;
    return { type, region, zoneId, product, priceMicro: null, scope: 'spot' };
  }
  if (facts.topic !== 'block-offer') return undefined;
  const { type, region } = facts;
  return { type, region, zoneId: '', product: 'Linux/UNIX', priceMicro: null, scope: 'capacity-block' };
}

/** The spans that a price is ranked in, days. */
export const RANK_DAYS = [30, 90] as const;
/** Fewer daily means say nothing. */
const FEWEST = 7;
/** A day may be missing from a span that is still called by its name. */
const MISSING = 3;

/** At most four short lines, each with its unit and age; nothing where nothing is known. */
export function extraLines({ rank, headroom, sameType, otherType }: NoticeExtras, now: number): string[] {
  return [
    rank === null ? undefined : rankLine(rank),
    headroom === null ? undefined : headroomLine(headroom, now),
    sameType.length === 0 ? undefined : sameTypeLine(sameType, now),
    otherType === null
      ? undefined
      : `Cheaper per ${otherType.accelerator}-hour: ${otherType.offer.type} at ${offerWords(otherType.offer, true)}, confirmed ${ageOf([otherType.offer], now)}`,
  ].filter((line) => line !== undefined);
}

function rankLine({ price, means }: NonNullable<NoticeExtras['rank']>): string | undefined {
  const spans = RANK_DAYS.filter((days) => means.length >= days - MISSING);
  if (spans.length === 0) {
    if (means.length < FEWEST) return undefined;
    return `Rank: ${rankWords(price, means)} of the ${means.length} d on record, by daily means`;
  }
  const words = spans.map((days) => `${rankWords(price, means.slice(-days))} of the last ${days} d`);
  return `Rank: ${words.join(', ')}, by daily means`;
}

/** "dearer than 97 %", or that it is beyond all of them. */
function rankWords(price: number, means: readonly number[]): string {
  const below = means.filter((mean) => mean < price).length;
  const above = means.filter((mean) => mean > price).length;
  if (below === means.length) return 'dearer than all';
  if (above === means.length) return 'cheaper than all';
  return below >= above ? `dearer than ${share(below, means)}` : `cheaper than ${share(above, means)}`;
}

/** Never 100 %: that is "all". */
const share = (count: number, of: readonly unknown[]) =>
  `${Math.min(99, Math.round((count / of.length) * 100))} %`;

function headroomLine(
  { type, region, headroom }: NonNullable<NoticeExtras['headroom']>,
  now: number,
): string {
  const { quota } = headroom;
  const how = quota?.scope === 'capacity-block' ? 'in Capacity Blocks' : 'on spot';
  if (!headroom.known) {
    const most = headroom.atMost === null ? '' : `, at most ${headroom.atMost}`;
    return `Quota: room for ${type} ${how} in ${region} not known: ${headroom.reason}${most}`;
  }
  const limit = quota?.limit.value ?? 0;
  const used = quota?.used.value;
  const use = used == null ? '' : `${used} of `;
  const age = quota?.used.seenAt ?? quota?.limit.seenAt;
  const when = age == null ? '' : `, ${formatAge(now - age)} ago`;
  const room = headroom.instances === 0 ? 'no room for one' : `room for ${headroom.instances} more`;
  return `Quota: ${room} ${type} ${how} in ${region} (${use}${limit} vCPU${used == null ? ' limit' : ' used'}${when})`;
}

function sameTypeLine(offers: readonly Offer[], now: number): string {
  const [first] = offers;
  const places = offers.map((offer) => offerWords(offer, false)).join(', ');
  return `Cheapest ${first?.type} on spot elsewhere: ${places}, confirmed ${ageOf(offers, now)}`;
}

function offerWords({ priceMicro, perAccelerator, region, zoneId }: Offer, each: boolean): string {
  const price = each && perAccelerator !== null ? usd(perAccelerator) : `${usd(priceMicro)}/h`;
  return `${price} in ${region} (${zoneId})`;
}

/** Cents are enough to compare by; below a dollar four decimals are. */
function usd(micro: number): string {
  const step = micro < 1_000_000 ? 100 : 10_000;
  return `$${formatUsd(Math.round(micro / step) * step, 2)}`;
}

/** The oldest of several prices dates all of them. */
function ageOf(offers: readonly Offer[], now: number): string {
  return `${formatAge(now - Math.min(...offers.map(({ confirmedAt }) => confirmedAt)))} ago`;
}
