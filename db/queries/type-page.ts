import { eq } from 'drizzle-orm';
import type { TimedValue } from '#lib/series/timeline.ts';
import type { Db } from '../client.ts';
import { instanceType, typeRegion } from '../schema/index.ts';
import type { Listing, TypeFacts } from './board.ts';
import { pointsSince } from './board.ts';
import { prepared } from './prepared.ts';

/** What the catalogue knows of one type; undefined for a name it does not have. */
export function readType(db: Db, name: string): TypeFacts | undefined {
  return db.orm.select().from(instanceType).where(eq(instanceType.name, name)).get();
}

/** The regions where AWS lists a type, and how it may be bought there. */
export function listListingsOf(db: Db, type: string): Listing[] {
  return db.orm
    .select({
      type: typeRegion.instanceType,
      region: typeRegion.region,
      usageClasses: typeRegion.usageClasses,
    })
    .from(typeRegion)
    .where(eq(typeRegion.instanceType, type))
    .orderBy(typeRegion.region)
    .all();
}

const ON_DEMAND_SERIES = `SELECT id, region FROM series WHERE instance_type = ? AND kind = 'on-demand'
  AND zone_id = '' AND qualifier = 'Linux' AND region IN (SELECT value FROM json_each(?)) ORDER BY region`;

export type OnDemandLine = { region: string; points: TimedValue[] };

/** The on-demand price of a type over time in the given regions, led by the price in force at `from`. */
export function onDemandLines(
  db: Db,
  type: string,
  regions: readonly string[],
  from: number,
): OnDemandLine[] {
  const series = prepared(db, ON_DEMAND_SERIES).all(type, JSON.stringify(regions)) as [number, string][];
  const points = pointsSince(
    db,
    series.map(([id]) => id),
    from,
  );
  return series
    .map(([id, region]) => ({ region, points: points.get(id) ?? [] }))
    .filter((line) => line.points.length > 0);
}
