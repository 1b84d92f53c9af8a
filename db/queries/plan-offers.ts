import { and, eq, isNull } from 'drizzle-orm';
import { MINUTE } from '#lib/domain/time.ts';
import { type PlanQuestion, paidMs, planQualifier, type SeenPlan, startsAtOnce } from '#lib/training/plan.ts';
import type { Db } from '../client.ts';
import { offer, offerFee, offerPart } from '../schema/index.ts';
import { type Observed, saveObserved } from './observe.ts';

type Offer = typeof offer.$inferSelect;

export const PLAN_MARKET = 'training-plan';

/** One answer about training plans: the question, what it showed, and whether it may prove an end. */
export type PlanAnswer = {
  region: string;
  question: PlanQuestion;
  seen: readonly SeenPlan[];
  complete: boolean;
  /** The region, or the type in it, is not sold at all. */
  notSold: boolean;
};

/**
 * Saves the plans that an answer showed as episodes, and the cheapest and the earliest as series. Returns how many
 * began, ended or changed their fee. Call it inside the publishing transaction.
 */
export function savePlans(db: Db, answer: PlanAnswer, at: number): number {
  const left = new Set(openPlans(db, answer));
  let changes = 0;
  for (const seen of cheapestOfEach(answer.seen)) {
    const found = matching(left, seen, answer.question.durationHours);
    if (found !== undefined) left.delete(found);
    if (found === undefined) beginPlan(db, answer, seen, at);
    if (found === undefined || continuePlan(db, found, seen, at)) changes++;
  }
  if (!answer.complete) return changes;
  for (const row of left) endPlan(db, row, at);
  return changes + left.size + saveObserved(db, seriesOf(answer, at), at);
}

function openPlans(db: Db, { region, question }: PlanAnswer): Offer[] {
  const { type, count, durationHours, target } = question;
  const rows = db.orm
    .select()
    .from(offer)
    .where(
      and(
        eq(offer.market, PLAN_MARKET),
        isNull(offer.goneAt),
        eq(offer.region, region),
        eq(offer.itemType, type),
        eq(offer.itemCount, count),
        eq(offer.durationHours, durationHours),
      ),
    )
    .all();
  return rows.filter((row) => row.variant === target || row.variant.startsWith(`${target} `));
}

/** A plan listed twice is one plan, at the lower fee. */
function cheapestOfEach(seen: readonly SeenPlan[]): Iterable<SeenPlan> {
  const plans = new Map<string, SeenPlan>();
  for (const plan of seen) {
    const key = `${plan.zoneId} ${plan.startAt} ${plan.endAt} ${plan.variant}`;
    const known = plans.get(key);
    if (known === undefined || plan.fee < known.fee) plans.set(key, plan);
  }
  return plans.values();
}

/** The plan on record that an answer shows again; one that can begin at once has moved its start on meanwhile. */
function matching(open: ReadonlySet<Offer>, seen: SeenPlan, durationHours: number): Offer | undefined {
  const alike = [...open].filter(
    (row) => row.zoneId === seen.zoneId && row.endAt === seen.endAt && row.variant === seen.variant,
  );
  const same = alike.find((row) => row.startAt === seen.startAt);
  if (same !== undefined || !startsAtOnce(paidMs(seen.parts), durationHours)) return same;
  return alike.find((row) => row.startAt < seen.startAt);
}

const IDENTITY = [
  offer.market,
  offer.region,
  offer.itemType,
  offer.itemCount,
  offer.zoneId,
  offer.startAt,
  offer.endAt,
  offer.variant,
  offer.firstSeenAt,
];

function beginPlan(db: Db, { region, question }: PlanAnswer, { parts, ...seen }: SeenPlan, at: number): void {
  const { type: itemType, count: itemCount, durationHours } = question;
  const row = {
    ...seen,
    market: PLAN_MARKET,
    region,
    itemType,
    itemCount,
    durationHours,
    firstSeenAt: at,
    lastSeenAt: at,
  };
  const { id } = db.orm
    .insert(offer)
    .values(row)
    // Gone and back within one instant, as with a clock that was set back: the episode goes on.
    .onConflictDoUpdate({ target: IDENTITY, set: { ...seen, goneAt: null, goneWhy: null } })
    .returning({ id: offer.id })
    .get();
  saveFee(db, id, seen.fee, at);
  saveParts(db, id, parts);
}

/** A rate that differs by less is the same: fees are rounded to the cent. */
const SAME_RATE = 0.0005;

/** Returns whether the fee is news: a plan that begins later costs less by the hours it lost, which is not. */
function continuePlan(db: Db, row: Offer, { parts, ...seen }: SeenPlan, at: number): boolean {
  const { startAt, fee, feeScale, perAcceleratorHour } = seen;
  const isMoved = row.startAt !== startAt;
  const rate = { before: row.perAcceleratorHour ?? 0, now: perAcceleratorHour ?? 0 };
  const isNews = isMoved ? Math.abs(rate.now - rate.before) > rate.before * SAME_RATE : row.fee !== fee;
  db.orm
    .update(offer)
    .set({ startAt, fee, feeScale, perAcceleratorHour, lastSeenAt: Math.max(at, row.lastSeenAt) })
    .where(eq(offer.id, row.id))
    .run();
  if (isNews) saveFee(db, row.id, fee, at);
  if (isMoved) saveParts(db, row.id, parts);
  return isNews;
}

function saveFee(db: Db, offerId: number, fee: number, at: number): void {
  db.orm
    .insert(offerFee)
    .values({ offerId, at, fee })
    .onConflictDoUpdate({ target: [offerFee.offerId, offerFee.at], set: { fee } })
    .run();
}

function saveParts(db: Db, offerId: number, parts: SeenPlan['parts']): void {
  db.orm.delete(offerPart).where(eq(offerPart.offerId, offerId)).run();
  for (const [part, one] of parts.entries())
    db.orm
      .insert(offerPart)
      .values({ offerId, part, ...one })
      .run();
}

function endPlan(db: Db, row: Offer, at: number): void {
  const parts = db.orm.select().from(offerPart).where(eq(offerPart.offerId, row.id)).all();
  // One that could begin at once would have moved on instead.
  const isDated = !startsAtOnce(paidMs(parts), row.durationHours);
  const goneWhy = isDated && row.startAt <= at ? 'start_passed' : 'vanished';
  db.orm
    .update(offer)
    .set({ goneAt: Math.max(at, row.lastSeenAt), goneWhy })
    .where(eq(offer.id, row.id))
    .run();
}

/** The cheapest accelerator-hour and the minutes to the earliest start. */
function seriesOf({ region, question, seen, notSold }: PlanAnswer, at: number): Observed[] {
  const place = { region, zoneId: '', instanceType: question.type, qualifier: planQualifier(question) };
  const price = { ...place, kind: 'plan-price', unit: 'microusd/acc-h' };
  const lead = { ...place, kind: 'plan-lead', unit: 'min' };
  if (seen.length === 0) {
    const outcome = notSold ? ('not_sold' as const) : ('none' as const);
    return [
      { ...price, outcome },
      { ...lead, outcome },
    ];
  }
  const rates = seen.flatMap((plan) => plan.perAcceleratorHour ?? []);
  const earliest = Math.min(...seen.map((plan) => plan.startAt));
  return [
    // Plans of a type whose accelerators nobody has described: there is a price, and it cannot be told.
    rates.length === 0
      ? { ...price, outcome: 'failed' }
      : { ...price, outcome: 'value', value: Math.min(...rates), scale: 6 },
    { ...lead, outcome: 'value', value: Math.max(0, Math.round((earliest - at) / MINUTE)) },
  ];
}
