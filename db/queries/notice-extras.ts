import { type NoticeExtras, type Offer, RANK_DAYS, type Subject, subjectOf } from '#lib/alerts/extras.ts';
import type { Notice } from '#lib/alerts/notice.ts';
import { mayStart } from '#lib/quotas/headroom.ts';
import type { Db } from '../client.ts';
import { dailyMeansOf } from './pool-reading.ts';
import { prepared } from './prepared.ts';
import { latestPools, type Pool } from './prices.ts';
import { quotaTypes, readQuotaBook, soldOf } from './quota-book.ts';

/** Places named as alternatives. */
const PLACES = 3;

/** What a buyer needs beside the news, as it is now; undefined for news that has nothing of the kind. Product time. */
export function readExtras(db: Db, notice: Notice, now: number): NoticeExtras | undefined {
  const subject = subjectOf(notice);
  if (subject === undefined) return undefined;
  return {
    rank: subject.scope === 'spot' ? rankOf(db, subject, now) : null,
    headroom: roomOf(db, subject),
    ...alternativesOf(db, subject),
  };
}

function rankOf(db: Db, subject: Subject, now: number): NoticeExtras['rank'] {
  const { type, region, zoneId, product } = subject;
  const [pool] = latestPools(db, {
    types: [type],
    regions: [region],
    zones: [zoneId],
    products: [product],
  }).pools;
  const price = subject.priceMicro ?? pool?.price ?? null;
  if (pool === undefined || price === null) return null;
  return { price, means: dailyMeansOf(db, pool.seriesId, now, Math.max(...RANK_DAYS)) };
}

function roomOf(db: Db, { type, region, scope }: Subject): NoticeExtras['headroom'] {
  const known = quotaTypes(db).find(({ name }) => name === type);
  const [book] = readQuotaBook(db, [region]);
  // Before the first look at quotas there is nothing to say, not even why.
  if (known === undefined || book === undefined || book.limits.outcome === 'never') return null;
  return { type, region, headroom: mayStart(known, book, scope, soldOf(db)(type, region)) };
}

function alternativesOf(db: Db, subject: Subject): Pick<NoticeExtras, 'sameType' | 'otherType'> {
  const { type, product } = subject;
  const accelerator = acceleratorOf(db, type);
  const types = accelerator === null ? [type] : typesWith(db, accelerator);
  const offers = latestPools(db, { types, products: [product] }).pools.flatMap(offerOf);
  const isHere = (offer: Offer) => offer.region === subject.region && offer.zoneId === subject.zoneId;
  const sameType = offers
    .filter((offer) => offer.type === type && !isHere(offer))
    .sort((a, b) => a.priceMicro - b.priceMicro)
    .slice(0, PLACES);
  const each = (offer: Offer) => offer.perAccelerator ?? Number.POSITIVE_INFINITY;
  const own = Math.min(...offers.filter((offer) => offer.type === type).map(each));
  const [other] = offers
    .filter((offer) => offer.type !== type && each(offer) < own)
    .sort((a, b) => each(a) - each(b));
  return {
    sameType,
    otherType: accelerator === null || other === undefined ? null : { accelerator, offer: other },
  };
}

/** A pool whose price is known to hold now. */
function offerOf({ outcome, price, confirmedAt, type, region, zoneId, perAccelerator }: Pool): Offer[] {
  if (outcome !== 'value' || price === null || confirmedAt === null) return [];
  return [{ type, region, zoneId, priceMicro: price, perAccelerator, confirmedAt }];
}

function acceleratorOf(db: Db, type: string): string | null {
  const row = prepared(db, 'SELECT accelerator FROM instance_type WHERE name = ?').get(type) as
    | [string | null]
    | undefined;
  return row?.[0] ?? null;
}

function typesWith(db: Db, accelerator: string): string[] {
  const sql = 'SELECT name FROM instance_type WHERE accelerator = ?';
  return (prepared(db, sql).all(accelerator) as [string][]).map(([name]) => name);
}
