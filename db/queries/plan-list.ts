import { and, asc, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import { groupBy } from '#lib/domain/group.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { HOUR } from '#lib/domain/time.ts';
import { isIncomplete, toOutcome } from '#lib/series/standing.ts';
import { type PlanPart, paidMs } from '#lib/training/plan.ts';
import type { Db } from '../client.ts';
import { offer, offerPart } from '../schema/index.ts';
import { listRegions } from './places.ts';
import { PLAN_MARKET } from './plan-offers.ts';
import { currentTargets, type Target } from './targets.ts';

const COLLECTOR = 'training-plan';

export type PlanFilter = {
  types?: readonly string[] | undefined;
  regions?: readonly string[] | undefined;
  /** open: on sale as far as is known; gone: no longer; the default is open. */
  state?: 'open' | 'gone' | 'all' | undefined;
};

/** A training plan as an episode on sale. Money is micro-dollars, times are milliseconds UTC. */
export type PlanOffer = {
  type: string;
  region: string;
  zoneId: string;
  count: number;
  durationHours: number;
  /** What it may be used for. */
  target: string;
  startAt: number;
  endAt: number;
  /** Hours that are paid for: the parts without the gaps between them. */
  paidHours: number;
  parts: PlanPart[];
  fee: number;
  feeScale: number;
  perAcceleratorHour: number | null;
  firstSeenAt: number;
  lastSeenAt: number;
  goneAt: number | null;
  goneWhy: string | null;
  outcome: Outcome;
};

/** Every plan that passes the filter, by type, region and start. */
export function listPlans(db: Db, { types, regions, state = 'open' }: PlanFilter): PlanOffer[] {
  const rows = db.orm
    .select()
    .from(offer)
    .where(
      and(
        eq(offer.market, PLAN_MARKET),
        types === undefined ? undefined : inArray(offer.itemType, [...types]),
        regions === undefined ? undefined : inArray(offer.region, [...regions]),
        state === 'open' ? isNull(offer.goneAt) : undefined,
        state === 'gone' ? isNotNull(offer.goneAt) : undefined,
      ),
    )
    .orderBy(asc(offer.itemType), asc(offer.region), asc(offer.startAt), asc(offer.id))
    .all();
  const ids = new Set(rows.map((row) => row.id));
  const stored = db.orm.select().from(offerPart).orderBy(offerPart.offerId, offerPart.part).all();
  const parts = groupBy(
    stored.filter((part) => ids.has(part.offerId)),
    (part) => String(part.offerId),
  );
  const looks = lookOutcomes(db);
  return rows.map((row) => {
    const own = (parts.get(String(row.id)) ?? []).map(
      ({ itemType, itemCount, zoneId, startAt, endAt }): PlanPart => ({
        itemType,
        itemCount,
        zoneId,
        startAt,
        endAt,
      }),
    );
    const look = looks.get(`${row.region} ${row.itemType} ${row.durationHours}`) ?? 'never';
    const { itemType: type, itemCount: count, region, zoneId, durationHours, startAt, endAt } = row;
    const { fee, feeScale, perAcceleratorHour, firstSeenAt, lastSeenAt, goneAt, goneWhy } = row;
    const [target = ''] = row.variant.split(' ');
    const paidHours = paidMs(own) / HOUR;
    const place = {
      type,
      region,
      zoneId,
      count,
      durationHours,
      target,
      startAt,
      endAt,
      paidHours,
      parts: own,
    };
    const times = { firstSeenAt, lastSeenAt, goneAt, goneWhy };
    const outcome: Outcome = goneAt !== null ? 'none' : isIncomplete(look) ? look : 'value';
    return { ...place, fee, feeScale, perAcceleratorHour, ...times, outcome };
  });
}

/** What became of the last look at each question, by region, type and hours asked for. */
function lookOutcomes(db: Db): Map<string, Outcome> {
  const hoursOf = (qualifier: string | null) => /x(\d+)h$/.exec(qualifier ?? '')?.[1] ?? '';
  return new Map(
    currentTargets(db, COLLECTOR).map(({ region, types, products, outcome }) => [
      `${region} ${types ?? ''} ${hoursOf(products)}`,
      toOutcome(outcome),
    ]),
  );
}

/** A type in a region without a plan on sale, and why. */
export type AbsentPlan = { type: string | null; region: string; outcome: Outcome; reason: string | null };

/** What says most of the questions about a type: one that was answered, else why none was. */
const TELLING: readonly Outcome[] = [
  'value',
  'none',
  'denied',
  'throttled',
  'failed',
  'not_sold',
  'region_disabled',
  'never',
];

/**
 * One row for each type and region asked about that has no plan on sale; where no type is named, one for each region
 * named. Of several questions the first that was answered tells; where nothing was ever asked, as while the source is
 * switched off, every enabled region says so.
 */
export function absentPlans(
  db: Db,
  { types, regions }: Pick<PlanFilter, 'types' | 'regions'>,
  found: readonly PlanOffer[],
): AbsentPlan[] {
  const targets = currentTargets(db, COLLECTOR);
  if (types === undefined) {
    const present = new Set(found.map((plan) => plan.region));
    return (regions ?? [])
      .filter((region) => !present.has(region))
      .map((region) => ({ type: null, region, ...why(targets.filter((one) => one.region === region)) }));
  }
  const present = new Set(found.map((plan) => `${plan.type} ${plan.region}`));
  const asked = groupBy(targets, (target) => `${target.types ?? ''} ${target.region}`);
  return types.flatMap((type) =>
    (regions ?? askedRegions(db, targets))
      .filter((region) => !present.has(`${type} ${region}`))
      .map((region) => ({ type, region, ...why(asked.get(`${type} ${region}`) ?? []) })),
  );
}

function askedRegions(db: Db, targets: readonly Target[]): string[] {
  const asked = [...new Set(targets.map((target) => target.region))].sort();
  if (asked.length > 0) return asked;
  return listRegions(db)
    .filter((region) => region.enabled)
    .map((region) => region.name);
}

function why(targets: readonly Target[]): Pick<AbsentPlan, 'outcome' | 'reason'> {
  const [told] = targets
    .map(({ outcome, errorText: reason }) => ({ outcome: toOutcome(outcome), reason }))
    .sort((a, b) => TELLING.indexOf(a.outcome) - TELLING.indexOf(b.outcome));
  if (told === undefined) return { outcome: 'never', reason: null };
  // A look that saw plans, none of which is left, found none that may still be had.
  return { outcome: told.outcome === 'value' ? 'none' : told.outcome, reason: told.reason };
}
