import { DESCRIBED } from '#lib/catalogue/described.ts';
import { KNOWN_REGIONS } from '#lib/domain/region.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** Every type a question may name: those of the store, of its prices and offerings, and the described ones before any look. */
export function knownTypes(db: Db): Set<string> {
  const sql = `SELECT name FROM instance_type UNION SELECT instance_type FROM series
    UNION SELECT instance_type FROM type_offering`;
  const stored = prepared(db, sql).all() as [string][];
  return new Set([...DESCRIBED.keys(), ...stored.map(([name]) => name)]);
}

/** Every region a question may name. */
export function knownRegions(db: Db): Set<string> {
  const stored = prepared(db, 'SELECT name FROM region').all() as [string][];
  return new Set([...KNOWN_REGIONS, ...stored.map(([name]) => name)]);
}
