import { eq } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { instanceType, typeRegion } from '../schema/index.ts';
import type { Listing, TypeFacts } from './board.ts';

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
