import { isFeeChange, matchOffers, type OpenOffer, type SeenOffer, whyGone } from '#lib/capacity/episodes.ts';
import { type BlockQuestion, windowOf } from '#lib/capacity/question.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

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

type Row = OpenOffer & { lastSeenAt: number };

/**
 * Saves the offers that an answer showed as episodes: continued, begun, or ended where a complete answer would have
 * shown them. Returns how many began, ended or changed their fee. Call it inside the publishing transaction.
 */
export function saveBlockOffers(db: Db, answer: BlockAnswer): number {
  const { question, seen, at } = answer;
  const { continued, fresh, missing } = matchOffers(openOffers(db, answer), seen, question.durationHours);
  let changes = fresh.length;
  for (const one of continued) if (continueOffer(db, answer, one.offer, one.seen)) changes++;
  for (const block of fresh) beginOffer(db, answer, block);
  if (!answer.complete) return changes;
  for (const row of missing) endOffer(db, row, question, at);
  return changes + missing.length;
}

const OPEN = `SELECT id, zone_id, start_at, end_at, fee, last_seen_at FROM offer
  WHERE market = 'capacity-block' AND gone_at IS NULL AND region = ? AND item_type = ? AND item_count = ?
    AND duration_hours = ? AND variant = ?`;

/** The open offers that this very question has shown: an answer to another says nothing about them. */
function openOffers(db: Db, { region, question }: Pick<BlockAnswer, 'region' | 'question'>): Row[] {
  const { item, count, durationHours } = question;
  const rows = prepared(db, OPEN).all(region, item, count, durationHours, windowOf(question));
  return (rows as [number, string, number, number, number, number][]).map(
    ([id, zoneId, startAt, endAt, fee, lastSeenAt]) => ({ id, zoneId, startAt, endAt, fee, lastSeenAt }),
  );
}

const CONTINUE = `UPDATE offer SET start_at = ?, fee = ?, fee_scale = ?, per_accelerator_hour = ?, last_seen_at = ?,
    accelerators = ifnull(?, accelerators) WHERE id = ?`;

function continueOffer(db: Db, { accelerators, at }: BlockAnswer, row: Row, seen: SeenOffer): boolean {
  const { startAt, fee, feeScale, perAcceleratorHour } = seen;
  const lastSeenAt = Math.max(at, row.lastSeenAt);
  prepared(db, CONTINUE).run(startAt, fee, feeScale, perAcceleratorHour, lastSeenAt, accelerators, row.id);
  if (!isFeeChange(row, seen)) return false;
  saveFee(db, row.id, at, fee);
  return true;
}

const BEGIN = `INSERT INTO offer (market, region, zone_id, item_type, item_count, accelerators, duration_hours, start_at,
    end_at, variant, fee, fee_scale, per_accelerator_hour, first_seen_at, last_seen_at)
  VALUES ('capacity-block', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`;

function beginOffer(db: Db, { region, question, accelerators, at }: BlockAnswer, seen: SeenOffer): void {
  const { item, count, durationHours } = question;
  const { zoneId, startAt, endAt, fee, feeScale, perAcceleratorHour } = seen;
  const what = [region, zoneId, item, count, accelerators, durationHours, startAt, endAt, windowOf(question)];
  const [id] = prepared(db, BEGIN).get(...what, fee, feeScale, perAcceleratorHour, at, at) as [number];
  saveFee(db, id, at, fee);
}

const FEE = `INSERT INTO offer_fee (offer_id, at, fee) VALUES (?, ?, ?)
  ON CONFLICT (offer_id, at) DO UPDATE SET fee = excluded.fee`;

function saveFee(db: Db, offerId: number, at: number, fee: number): void {
  prepared(db, FEE).run(offerId, at, fee);
}

function endOffer(db: Db, row: Row, question: BlockQuestion, at: number): void {
  const goneWhy = whyGone(row, question.durationHours, at);
  // A clock that was set back must not end an offer before it was last seen.
  const goneAt = Math.max(at, row.lastSeenAt);
  prepared(db, 'UPDATE offer SET gone_at = ?, gone_why = ? WHERE id = ?').run(goneAt, goneWhy, row.id);
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
