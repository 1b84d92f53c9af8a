import { type MicroUsd, perUnit } from '#lib/domain/money.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { DAY } from '#lib/domain/time.ts';
import { changeFraction, shareOf } from '#lib/series/change.ts';
import { isCovered } from '#lib/series/coverage.ts';
import { seriesOutcome, toOutcome } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { type Look, looksOf, newestLook, type Standing, type StandingOf, standingOf } from './looks.ts';
import { prepared } from './prepared.ts';

/** Which series are asked for; an absent list means all. Types are names: globs are resolved before. */
export type SeriesFilter = {
  types?: readonly string[] | undefined;
  regions?: readonly string[] | undefined;
  zones?: readonly string[] | undefined;
  products?: readonly string[] | undefined;
};

/** A pool and what its price is worth now. Money is micro-dollars, times are milliseconds UTC. */
export type Pool = {
  seriesId: number;
  type: string;
  region: string;
  zoneId: string;
  product: string;
  /** Fewest decimals to print this price with. */
  scale: number;
  price: number | null;
  effectiveAt: number | null;
  confirmedAt: number | null;
  perAccelerator: MicroUsd | null;
  onDemand: number | null;
  onDemandScale: number;
  shareOfOnDemand: number | null;
  change24h: number | null;
  change7d: number | null;
  change30d: number | null;
  outcome: Outcome;
};

export type LatestPools = { asOf: number | null; pools: Pool[] };

const WINDOWS = [DAY, 7 * DAY, 30 * DAY] as const;

/** Every pool that passes the filter, by type, region, zone and product. */
export function latestPools(db: Db, filter: SeriesFilter): LatestPools {
  const asOf = newestLook(db, 'spot-price');
  const { clause, values } = seriesWhere('spot', filter);
  const instants = WINDOWS.map((window) => (asOf ?? 0) - window);
  const rows = prepared(db, poolSql(clause)).all(
    ...instants.flatMap((at) => [at, at]),
    ...values,
  ) as PoolTuple[];
  const reader = poolReader(db, instants);
  return { asOf, pools: rows.map(reader) };
}

/** The conditions of a filter over `series s`, and the values they take. */
export function seriesWhere(kind: string, filter: SeriesFilter): { clause: string; values: string[] } {
  const lists = [
    ['instance_type', filter.types],
    ['region', filter.regions],
    ['zone_id', filter.zones],
    ['qualifier', filter.products],
  ] as const;
  const given = lists.filter(([, list]) => list !== undefined);
  const conditions = given.map(([column]) => ` AND s.${column} IN (SELECT value FROM json_each(?))`);
  return {
    clause: `s.kind = ?${conditions.join('')}`,
    values: [kind, ...given.map(([, list]) => JSON.stringify(list))],
  };
}

// A pool whose price has not moved since an instant had the same price then: no look into its points.
const VALUE_AT = `CASE WHEN s.changed_at <= ? THEN s.last_value ELSE
  (SELECT p.value FROM point p WHERE p.series_id = s.id AND p.at <= ? ORDER BY p.at DESC LIMIT 1) END`;

function poolSql(clause: string): string {
  return `SELECT s.id, s.instance_type, s.region, s.zone_id, s.qualifier, s.scale, s.outcome, s.last_value,
    s.changed_at, s.confirmed_at, ${VALUE_AT}, ${VALUE_AT}, ${VALUE_AT}
    FROM series s WHERE ${clause} ORDER BY s.instance_type, s.region, s.zone_id, s.qualifier`;
}

type PoolTuple = [
  id: number,
  type: string,
  region: string,
  zoneId: string,
  product: string,
  scale: number,
  outcome: string,
  value: number | null,
  changedAt: number | null,
  confirmedAt: number | null,
  dayAgo: number | null,
  weekAgo: number | null,
  monthAgo: number | null,
];

function poolReader(db: Db, instants: readonly number[]): (row: PoolTuple) => Pool {
  const factsOf = lookFacts(db, instants);
  const types = typeFacts(db);
  const uncounted: TypeFacts = { count: 0, onDemand: new Map() };
  return (row) => {
    const [seriesId, type, region, zoneId, product, scale, outcome, price, effectiveAt, confirmedAt] = row;
    const facts = types.get(type) ?? uncounted;
    const { look, covered } = factsOf({ region, type, product });
    // On-demand prices are for Linux: a Windows or Red Hat pool carries a licence they do not.
    const list = product.startsWith('Linux/UNIX') ? facts.onDemand.get(region) : undefined;
    const onDemand = list?.value ?? null;
    return {
      seriesId,
      type,
      region,
      zoneId,
      product,
      scale,
      price,
      effectiveAt,
      confirmedAt,
      perAccelerator: price === null ? null : perUnit(price, facts.count),
      onDemand,
      onDemandScale: list?.scale ?? 0,
      shareOfOnDemand: shareOf(price, onDemand),
      change24h: covered[0] ? changeFraction(price, row[10]) : null,
      change7d: covered[1] ? changeFraction(price, row[11]) : null,
      change30d: covered[2] ? changeFraction(price, row[12]) : null,
      outcome: seriesOutcome(price, toOutcome(outcome), look),
    };
  };
}

type LookFacts = { look: Outcome; covered: boolean[] };

/** For each series, what became of the last look at it and whether its market is known at each of the instants. */
function lookFacts(db: Db, instants: readonly number[]): (...series: Parameters<StandingOf>) => LookFacts {
  const standings = standingOf(db, 'spot-price');
  const facts = new Map<Standing, LookFacts>();
  return (series) => {
    const standing = standings(series);
    const { look, asked, known } = standing;
    const found = facts.get(standing) ?? {
      look,
      covered: instants.map((at) => asked && isCovered(known, at)),
    };
    facts.set(standing, found);
    return found;
  };
}

type TypeFacts = { count: number; onDemand: Map<string, { value: number; scale: number }> };

/** For each type, its accelerators and its on-demand price by region. */
function typeFacts(db: Db): Map<string, TypeFacts> {
  const facts = new Map<string, TypeFacts>();
  for (const [type, count] of acceleratorCounts(db)) facts.set(type, { count, onDemand: new Map() });
  const sql = `SELECT instance_type, region, last_value, scale FROM series
    WHERE kind = 'on-demand' AND zone_id = '' AND qualifier = 'Linux' AND last_value IS NOT NULL`;
  for (const [type, region, value, scale] of prepared(db, sql).all() as [string, string, number, number][]) {
    let known = facts.get(type);
    if (known === undefined) {
      known = { count: 0, onDemand: new Map() };
      facts.set(type, known);
    }
    known.onDemand.set(region, { value, scale });
  }
  return facts;
}

/** Accelerators per instance of every type that has a count. */
export function acceleratorCounts(db: Db): Map<string, number> {
  return new Map(
    prepared(db, 'SELECT name, accelerator_count FROM instance_type').all() as [string, number][],
  );
}

/** Regions in the filter that no look has ever seen completely, with why: an empty answer is not an empty market. */
export function unknownRegions(
  db: Db,
  collector: string,
  regions: readonly string[] | undefined,
): Map<string, Outcome> {
  const looks = looksOf(db, collector);
  const asked = regions ?? [...looks.keys()];
  const never: Look = { outcome: 'never', lastLookAt: null, lastCompleteAt: null };
  const unknown = asked.map((region) => [region, looks.get(region) ?? looks.get('global') ?? never] as const);
  return new Map(
    unknown
      .filter(([region, look]) => region !== 'global' && look.lastCompleteAt === null)
      .map(([region, look]) => [region, look.outcome === 'value' ? 'never' : look.outcome]),
  );
}
