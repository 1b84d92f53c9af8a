import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** The zone IDs of a region that a placement score can be about: Local Zones are not asked for. */
export function scorableZones(db: Db, region: string): string[] {
  const sql = "SELECT zone_id FROM zone WHERE region = ? AND type = 'availability-zone' ORDER BY zone_id";
  return (prepared(db, sql).all(region) as [string][]).map(([zoneId]) => zoneId);
}

/**
 * Whether AWS lists any of the types on Spot in a region. A list that nobody has read in full proves nothing: true.
 */
export function soldOnSpot(db: Db, region: string, types: readonly string[]): boolean {
  const read = `SELECT 1 FROM target WHERE collector = 'instance-type' AND region = ? AND current = 1
    AND last_complete_at IS NOT NULL`;
  if (prepared(db, read).get(region) === undefined) return true;
  const sql = `SELECT 1 FROM type_region WHERE region = ? AND instance_type IN (SELECT value FROM json_each(?))
    AND ',' || usage_classes || ',' LIKE '%,spot,%' LIMIT 1`;
  return prepared(db, sql).get(region, JSON.stringify(types)) !== undefined;
}
