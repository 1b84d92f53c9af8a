import { and, eq, isNull } from 'drizzle-orm';
import { isFeeChange, matchOffers, type SeenOffer, whyGone } from '#lib/capacity/episodes.ts';
import type { BlockQuestion } from '#lib/capacity/question.ts';
import type { Db } from '../client.ts';
import { offer, offerFee } from '../schema/index.ts';
import { prepared } from './prepared.ts';

type Offer = typeof offer.$inferSelect;

/** One answer about Capacity Blocks: the question, what it showed, and whether it may prove an end. */
export type BlockAnswer = {
  region: string;
  question: BlockQuestion;
  /** Accelerators in all of the count asked for; null while they are not known. */
  accelerators: number | null;
  seen: readonly SeenOffer[];
  complete: boolean;
  at: number;
};

const MARKET = 'capacity-block';

/**
 * Saves the offers that an answer showed as episodes: continued, begun, or ended where a complete answer would have
 * shown them. Returns how many began, ended or changed their fee. Call it inside the publishing transaction.
 */
export function saveBlockOffers(db: Db, answer: BlockAnswer): number {
  const { question, seen, at } = answer;
  const { continued, fresh, missing } = matchOffers(openOffers(db, answer), seen, question.durationHours);
  let changes = fresh.length;
  for (const one of continued) if (continueOffer(db, one.offer, one.seen, at)) changes++;
  for (const block of fresh) beginOffer(db, answer, block);
  if (!answer.complete) return changes;
  for (const row of missing) if (endOffer(db, row, question, at)) changes++;
  return changes;
}

/** The open offers of exactly this item, count and duration; whatever their start. */
function openOffers(db: Db, { region, question }: Pick<BlockAnswer, 'region' | 'question'>): Offer[] {
  return db.orm
    .select()
    .from(offer)
    .where(
      and(
        eq(offer.market, MARKET),
        isNull(offer.goneAt),
        eq(offer.region, region),
        eq(offer.itemType, question.item),
        eq(offer.itemCount, question.count),
        eq(offer.durationHours, question.durationHours),
      ),
    )
    .all();
}

function continueOffer(db: Db, row: Offer, seen: SeenOffer, at: number): boolean {
  const { startAt, fee, feeScale, perAcceleratorHour } = seen;
  const isNews = isFeeChange(row, seen);
  db.orm
    .update(offer)
    .set({ startAt, fee, feeScale, perAcceleratorHour, lastSeenAt: Math.max(at, row.lastSeenAt) })
    .where(eq(offer.id, row.id))
    .run();
  if (isNews) saveFee(db, row.id, at, fee);
  return isNews;
}

function beginOffer(db: Db, { region, question, accelerators, at }: BlockAnswer, seen: SeenOffer): void {
  const { item, count, durationHours } = question;
  const { id } = db.orm
    .insert(offer)
    .values({
      market: MARKET,
      region,
      itemType: item,
      itemCount: count,
      durationHours,
      variant: '',
      accelerators,
      ...seen,
      firstSeenAt: at,
      lastSeenAt: at,
    })
    .returning({ id: offer.id })
    .get();
  saveFee(db, id, at, seen.fee);
}

function saveFee(db: Db, offerId: number, at: number, fee: number): void {
  db.orm
    .insert(offerFee)
    .values({ offerId, at, fee })
    .onConflictDoUpdate({ target: [offerFee.offerId, offerFee.at], set: { fee } })
    .run();
}

function endOffer(db: Db, row: Offer, question: BlockQuestion, at: number): boolean {
  const goneWhy = whyGone(row, question, at);
  if (goneWhy === undefined) return false;
  // A clock that was set back must not end an offer before it was last seen.
  const goneAt = Math.max(at, row.lastSeenAt);
  db.orm.update(offer).set({ goneAt, goneWhy }).where(eq(offer.id, row.id)).run();
  return true;
}

/** How many offers of a question are on record as open and still ahead. */
export function countOpenOffers(db: Db, region: string, question: BlockQuestion, at: number): number {
  return openOffers(db, { region, question }).filter((row) => row.startAt > at).length;
}

/** Which items a region has ever offered in a market, as "region item". */
export function itemsSeen(db: Db, market: string): Set<string> {
  const sql = 'SELECT DISTINCT region, item_type FROM offer WHERE market = ?';
  const rows = prepared(db, sql).all(market) as [string, string][];
  return new Set(rows.map(([region, item]) => `${region} ${item}`));
}
