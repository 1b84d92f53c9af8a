import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** AWS's usage classes: how an instance may be bought. */
export type UsageClass = 'spot' | 'on-demand' | 'capacity-block';

/**
 * The types that AWS lists in each region for any of the classes. Only regions whose list was read in full: for the
 * others nobody knows.
 */
export function soldTypes(db: Db, classes: readonly UsageClass[]): Map<string, Set<string>> {
  const read = `SELECT region FROM target WHERE collector = 'instance-type' AND current = 1
    AND last_complete_at IS NOT NULL`;
  const sold = new Map(
    (prepared(db, read).all() as [string][]).map(([region]) => [region, new Set<string>()]),
  );
  const sql = 'SELECT region, instance_type, usage_classes FROM type_region ORDER BY region, instance_type';
  for (const [region, type, own] of prepared(db, sql).all() as [string, string, string][])
    if (own.split(',').some((one) => classes.some((wanted) => wanted === one))) sold.get(region)?.add(type);
  return sold;
}
