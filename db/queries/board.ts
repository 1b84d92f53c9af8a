import { and, eq, inArray } from 'drizzle-orm';
import { DEFAULT_PRODUCT } from '#lib/domain/product.ts';
import type { Span } from '#lib/series/coverage.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import type { Db } from '../client.ts';
import { coverage, instanceType, target, typeRegion } from '../schema/index.ts';
import { prepared } from './prepared.ts';

export type TypeFacts = typeof instanceType.$inferSelect;
export type TargetState = typeof target.$inferSelect & { spans: Span[] };

/** The newest state of one pool; `value` is null where no price is on record. */
export type PoolState = {
  id: number;
  region: string;
  zoneId: string;
  type: string;
  value: number | null;
  /** Decimals that AWS wrote it with. */
  scale: number;
  changedAt: number | null;
  confirmedAt: number | null;
  outcome: string;
};

/** `value` is null where the price list has none, and `outcome` says why. */
export type OnDemandState = {
  type: string;
  region: string;
  value: number | null;
  scale: number;
  changedAt: number | null;
  confirmedAt: number | null;
  outcome: string;
};
export type Listing = { type: string; region: string; usageClasses: string };

/** The catalogue, in no order that means anything. */
export function listTypes(db: Db): TypeFacts[] {
  return db.orm.select().from(instanceType).all();
}

/** Where AWS lists the types, and how each may be bought there. */
export function listListings(db: Db): Listing[] {
  return db.orm
    .select({
      type: typeRegion.instanceType,
      region: typeRegion.region,
      usageClasses: typeRegion.usageClasses,
    })
    .from(typeRegion)
    .all();
}

const POOLS = `SELECT id, region, zone_id AS zoneId, instance_type AS type, last_value AS value, scale,
  changed_at AS changedAt, confirmed_at AS confirmedAt, outcome
  FROM series WHERE kind = 'spot' AND qualifier = ?`;

/** Every spot pool of the default product with its newest state. */
export function listPools(db: Db): PoolState[] {
  return db.sqlite.prepare<[string], PoolState>(POOLS).all(DEFAULT_PRODUCT);
}

const ON_DEMAND = `SELECT instance_type AS type, region, last_value AS value, scale, changed_at AS changedAt,
  confirmed_at AS confirmedAt, outcome FROM series WHERE kind = 'on-demand' AND zone_id = '' AND qualifier = 'Linux'`;

/** Every on-demand price on record, and what the price list said where it has none. */
export function listOnDemand(db: Db): OnDemandState[] {
  return db.sqlite.prepare<[], OnDemandState>(ON_DEMAND).all();
}

/** The questions asked now of the given collectors, each with the stretches of time it is known for. */
export function listTargets(db: Db, collectors: readonly string[]): TargetState[] {
  const rows = db.orm
    .select()
    .from(target)
    .where(and(eq(target.current, true), inArray(target.collector, [...collectors])))
    .orderBy(target.collector, target.region)
    .all();
  const spans = new Map<number, Span[]>();
  const known = db.orm
    .select({ targetId: coverage.targetId, fromAt: coverage.fromAt, toAt: coverage.toAt })
    .from(coverage)
    .innerJoin(target, eq(target.id, coverage.targetId))
    .where(and(eq(target.current, true), inArray(target.collector, [...collectors])))
    .orderBy(coverage.targetId, coverage.fromAt)
    .all();
  for (const row of known) {
    const of = spans.get(row.targetId) ?? [];
    of.push({ from: row.fromAt, to: row.toAt });
    spans.set(row.targetId, of);
  }
  return rows.map((row) => ({ ...row, spans: spans.get(row.id) ?? [] }));
}

// A pool whose price has not moved since then had the same price then: no look into its points.
const POOLS_AT = `SELECT id, CASE WHEN changed_at <= @at THEN last_value ELSE
  (SELECT value FROM point WHERE series_id = series.id AND at <= @at ORDER BY at DESC LIMIT 1) END
  FROM series WHERE kind = 'spot' AND qualifier = @product`;

/** The price in force at an instant, of every pool that had one. */
export function poolValuesAt(db: Db, at: number): Map<number, number> {
  const rows = prepared(db, POOLS_AT).all({ at, product: DEFAULT_PRODUCT }) as [number, number | null][];
  return new Map(rows.filter((row): row is [number, number] => row[1] !== null));
}

const POINTS_SINCE = `SELECT wanted.value, group_concat(point.at || ':' || ifnull(point.value, ''))
  FROM json_each(@ids) AS wanted CROSS JOIN point ON point.series_id = wanted.value AND point.at >=
    ifnull((SELECT max(at) FROM point AS led WHERE led.series_id = wanted.value AND led.at <= @from), 0)
  GROUP BY wanted.value`;

/**
 * The points of many series from an instant on, led by the point in force at it. One string per series, parsed once:
 * row objects are the slow way for ten thousand points (anchors/performance.md 6).
 */
export function pointsSince(db: Db, seriesIds: readonly number[], from: number): Map<number, TimedValue[]> {
  const rows = prepared(db, POINTS_SINCE).all({ from, ids: JSON.stringify(seriesIds) }) as [number, string][];
  return new Map(rows.map(([id, packed]) => [id, unpack(packed)]));
}

function unpack(packed: string): TimedValue[] {
  const points = packed.split(',').map((pair) => {
    const colon = pair.indexOf(':');
    const value = pair.slice(colon + 1);
    return { at: Number(pair.slice(0, colon)), value: value === '' ? null : Number(value) };
  });
  return points.sort((a, b) => a.at - b.at);
}
