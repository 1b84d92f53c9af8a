import { and, eq } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { instanceType, typeRegion } from '../schema/index.ts';

export type InstanceType = typeof instanceType.$inferSelect;

export function listTypeNames(db: Db): string[] {
  return db.orm
    .select({ name: instanceType.name })
    .from(instanceType)
    .orderBy(instanceType.name)
    .all()
    .map((row) => row.name);
}

/** Adds types that only the described facts know so far; those already there are left alone. */
export function seedTypes(db: Db, types: readonly InstanceType[]): void {
  for (const type of types) db.orm.insert(instanceType).values(type).onConflictDoNothing().run();
}

/** Saves a type as AWS lists it; true when it is new. */
export function saveListedType(db: Db, type: InstanceType, at: number): boolean {
  const before = db.orm.select().from(instanceType).where(eq(instanceType.name, type.name)).get();
  const row = { ...type, firstListedAt: before?.firstListedAt ?? at, lastListedAt: at };
  db.orm.insert(instanceType).values(row).onConflictDoUpdate({ target: instanceType.name, set: row }).run();
  return before?.firstListedAt == null;
}

/** Saves that a type is listed in a region and how it may be bought there; true when that is news. */
export function saveTypeRegion(
  db: Db,
  type: string,
  region: string,
  usageClasses: string,
  at: number,
): boolean {
  const where = and(eq(typeRegion.instanceType, type), eq(typeRegion.region, region));
  const before = db.orm.select().from(typeRegion).where(where).get();
  db.orm
    .insert(typeRegion)
    .values({ instanceType: type, region, usageClasses, firstSeenAt: at, lastSeenAt: at })
    .onConflictDoUpdate({
      target: [typeRegion.instanceType, typeRegion.region],
      set: { usageClasses, lastSeenAt: at },
    })
    .run();
  return before?.usageClasses !== usageClasses;
}

/** In which regions AWS lists which type. */
export function listTypeRegions(db: Db): { instanceType: string; region: string; usageClasses: string }[] {
  return db.orm
    .select({
      instanceType: typeRegion.instanceType,
      region: typeRegion.region,
      usageClasses: typeRegion.usageClasses,
    })
    .from(typeRegion)
    .all();
}
