import { type MicroUsd, perUnit } from '#lib/domain/money.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { readPlanQualifier, type SavingsPlan } from '#lib/savings/plan.ts';
import { shareOf } from '#lib/series/change.ts';
import { isIncomplete, seriesOutcome, toOutcome } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { looksOf, newestLook, standingOf } from './looks.ts';
import { type Observed, saveObserved } from './observe.ts';
import { onDemandPrices } from './on-demand.ts';
import { prepared } from './prepared.ts';
import { acceleratorCounts, type SeriesFilter, seriesWhere } from './prices.ts';

const KIND = 'savings-plan';
const COLLECTOR = 'savings-plan';

/** What one look at a region said; rates are micro-dollars per hour of use. */
export type RateAnswer = {
  region: string;
  /** The types asked for, and those of them that AWS lists in the region. */
  types: readonly string[];
  listed: ReadonlySet<string>;
  rates: readonly {
    instanceType: string;
    qualifier: string;
    price: { micro: number; scale: number } | 'ambiguous';
  }[];
  /** Whether what it does not say is not there. */
  complete: boolean;
};

/** How many rates are on record for a region. */
export function countPlanRates(db: Db, region: string): number {
  const sql = `SELECT count(*) FROM series WHERE kind = '${KIND}' AND region = ? AND last_value IS NOT NULL`;
  const [count] = prepared(db, sql).get(region) as [number];
  return count;
}

/**
 * Saves the rates of a look; a rate that a complete one no longer names is over. Returns how many changed. Call it
 * inside the publishing transaction.
 */
export function savePlanRates(db: Db, answer: RateAnswer, collectedAt: number): number {
  const { region, types, listed, complete } = answer;
  const asked = new Set(types);
  const rates = answer.rates.filter((rate) => asked.has(rate.instanceType));
  const seen = new Set(rates.map((rate) => `${rate.instanceType} ${rate.qualifier}`));
  const facts = rates.map(({ instanceType, qualifier, price }): Observed => {
    const identity = identityOf(region, instanceType, qualifier);
    // Two rates for one plan are no rate and no absence: what is on record stays, and is not confirmed.
    if (price === 'ambiguous') return { ...identity, outcome: 'failed' };
    return { ...identity, outcome: 'value', value: price.micro, scale: price.scale };
  });
  const gone = complete
    ? storedRates(db, region).filter(([type, plan]) => asked.has(type) && !seen.has(`${type} ${plan}`))
    : [];
  const ends = gone.map(
    ([type, qualifier]): Observed => ({
      ...identityOf(region, type, qualifier),
      outcome: listed.has(type) ? 'none' : 'not_sold',
    }),
  );
  return saveObserved(db, [...facts, ...ends], collectedAt);
}

function identityOf(region: string, instanceType: string, qualifier: string) {
  return { kind: KIND, region, zoneId: '', instanceType, qualifier, unit: 'microusd/h' };
}

function storedRates(db: Db, region: string): [type: string, qualifier: string][] {
  const sql = `SELECT instance_type, qualifier FROM series WHERE kind = '${KIND}' AND region = ?`;
  return prepared(db, sql).all(region) as [string, string][];
}

/** The rate of a type in a region under one plan. Money is micro-dollars, times are milliseconds UTC. */
export type PlanRate = {
  /** null: of a region that has no rate at all. */
  type: string | null;
  region: string;
  /** null: no plan covers the type here, or nobody knows; the outcome says which. */
  plan: SavingsPlan | null;
  /** Micro-dollars per hour of use, and the decimals AWS wrote it with. */
  rate: MicroUsd | null;
  scale: number;
  perAccelerator: MicroUsd | null;
  /** Of the on-demand price; null where there is none. */
  shareOfOnDemand: number | null;
  /** When we first saw this rate: AWS gives it no date. */
  since: number | null;
  confirmedAt: number | null;
  outcome: Outcome;
};

type Tuple = [string, string, string, number, string, number | null, number | null, number | null];

/** Every rate that passes the filter, by type, region and plan. */
export function planRates(
  db: Db,
  filter: Pick<SeriesFilter, 'types' | 'regions'>,
): { asOf: number | null; rates: PlanRate[] } {
  const { clause, values } = seriesWhere(KIND, filter);
  const sql = `SELECT s.instance_type, s.region, s.qualifier, s.scale, s.outcome, s.last_value, s.changed_at, s.confirmed_at
    FROM series s WHERE ${clause} ORDER BY s.instance_type, s.region, s.qualifier`;
  const standings = standingOf(db, COLLECTOR);
  const counts = acceleratorCounts(db);
  const lists = new Map(
    onDemandPrices(db, filter).prices.map((list) => [`${list.type} ${list.region}`, list.price]),
  );
  const rows = prepared(db, sql).all(...values) as Tuple[];
  const rates = rows.flatMap(([type, region, qualifier, scale, own, value, since, confirmedAt]) => {
    const plan = readPlanQualifier(qualifier);
    if (plan === undefined) return [];
    const { look } = standings({ region, type, product: qualifier });
    const rate = value as MicroUsd | null;
    const perAccelerator = rate === null ? null : perUnit(rate, counts.get(type) ?? 0);
    const outcome = seriesOutcome(rate, toOutcome(own), look);
    const shareOfOnDemand = shareOf(rate, lists.get(`${type} ${region}`) ?? null);
    const figures = { rate, scale, perAccelerator, shareOfOnDemand };
    return [{ type, region, plan, ...figures, since, confirmedAt, outcome }];
  });
  return { asOf: newestLook(db, COLLECTOR), rates };
}

const NOTHING = {
  plan: null,
  rate: null,
  scale: 0,
  perAccelerator: null,
  shareOfOnDemand: null,
  since: null,
  confirmedAt: null,
};

/**
 * One row per type and watched region without any rate on record, and why: no plan is not a rate of zero. Where no
 * type is named, one for each region named that has no rate at all.
 */
export function absentPlanRates(
  db: Db,
  { types, regions }: Pick<SeriesFilter, 'types' | 'regions'>,
  found: readonly PlanRate[],
): PlanRate[] {
  const looks = looksOf(db, COLLECTOR);
  if (types === undefined) {
    const present = new Set(found.map((rate) => rate.region));
    const missing = (regions ?? []).filter((region) => !present.has(region));
    return missing.map((region) => {
      const outcome = looks.get(region)?.outcome ?? 'never';
      return { ...NOTHING, type: null, region, outcome: isIncomplete(outcome) ? outcome : 'none' };
    });
  }
  const present = new Set(found.map((rate) => `${rate.type} ${rate.region}`));
  const outcomeOf = absence(db);
  return types.flatMap((type) =>
    (regions ?? [...looks.keys()])
      .filter((region) => !present.has(`${type} ${region}`))
      .map((region): PlanRate => ({ ...NOTHING, type, region, outcome: outcomeOf(type, region) })),
  );
}

/** Why a type has no rate in a region: a list of types that nobody has read does not prove that it is not sold. */
function absence(db: Db): (type: string, region: string) => Outcome {
  const standings = standingOf(db, COLLECTOR);
  const listed = listedPlaces(db);
  const listings = looksOf(db, 'instance-type');
  return (type, region) => {
    const { look } = standings({ region, type, product: '' });
    if (isIncomplete(look)) return look;
    const isRead = listings.get(region)?.lastCompleteAt != null;
    return listed.has(`${type} ${region}`) || !isRead ? 'none' : 'not_sold';
  };
}

function listedPlaces(db: Db): Set<string> {
  const rows = prepared(db, 'SELECT instance_type, region FROM type_region').all() as [string, string][];
  return new Set(rows.map(([type, region]) => `${type} ${region}`));
}
