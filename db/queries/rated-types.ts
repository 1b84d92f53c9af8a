import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** The types that AWS lists on Spot in a region. */
export function typesOnSpot(db: Db, region: string): string[] {
  const sql = `SELECT instance_type FROM type_region WHERE region = ?
    AND ',' || usage_classes || ',' LIKE '%,spot,%' ORDER BY instance_type`;
  return (prepared(db, sql).all(region) as [string][]).map(([type]) => type);
}

/** The types that have an interruption rate now, in a region and for a system. */
export function ratedTypes(db: Db, region: string, system: string): string[] {
  const sql = `SELECT instance_type FROM series WHERE kind = 'interruption' AND region = ? AND qualifier = ?
    AND last_value IS NOT NULL ORDER BY instance_type`;
  return (prepared(db, sql).all(region, system) as [string][]).map(([type]) => type);
}
