import { and, eq } from 'drizzle-orm';
import { type Db, writeTransaction } from '../client.ts';
import { region, zone } from '../schema/index.ts';
import { bumpDataVersion } from './meta.ts';
import { assertRunOpen } from './runs.ts';

export type Region = typeof region.$inferSelect;
export type Zone = typeof zone.$inferSelect;

export function listRegions(db: Db): Region[] {
  return db.orm.select().from(region).orderBy(region.name).all();
}

/** This account's own names for the zones of a region: name → zone ID. */
export function zoneIdsByName(db: Db, regionName: string): Map<string, string> {
  const rows = db.orm
    .select({ name: zone.name, zoneId: zone.zoneId })
    .from(zone)
    .where(eq(zone.region, regionName))
    .all();
  return new Map(rows.map((row) => [row.name, row.zoneId]));
}

/** The zone IDs of a region that scores are about: Local Zones are not asked for. */
export function standardZones(db: Db, regionName: string): string[] {
  return db.orm
    .select({ zoneId: zone.zoneId })
    .from(zone)
    .where(and(eq(zone.region, regionName), eq(zone.type, 'availability-zone')))
    .orderBy(zone.zoneId)
    .all()
    .map((row) => row.zoneId);
}

/** Replaces what is known of the regions named; one that AWS no longer names stays as last seen. */
export function saveRegions(db: Db, runId: string, regions: readonly Region[]): void {
  writeTransaction(db, () => {
    assertRunOpen(db, runId);
    for (const row of regions)
      db.orm.insert(region).values(row).onConflictDoUpdate({ target: region.name, set: row }).run();
    bumpDataVersion(db);
  });
}

/** Saves the zones of one region; call it inside the publishing transaction. */
export function saveZones(db: Db, zones: readonly Zone[]): number {
  let changes = 0;
  for (const row of zones) {
    const before = db.orm
      .select()
      .from(zone)
      .where(and(eq(zone.zoneId, row.zoneId), eq(zone.name, row.name)))
      .get();
    if (before === undefined || before.state !== row.state || before.optInStatus !== row.optInStatus)
      changes++;
    db.orm.insert(zone).values(row).onConflictDoUpdate({ target: zone.zoneId, set: row }).run();
  }
  return changes;
}
