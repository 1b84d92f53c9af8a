import type { Labels } from '#lib/alerts/identity.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';
import { loadPoints } from './series-store.ts';

/** The price of the pool that an alert is about, over a stretch of time; undefined for an alert about something else. */
export function alertLine(db: Db, labels: Labels, from: number, to: number): TimedValue[] | undefined {
  const { type, region, zoneId, product } = labels;
  if ([type, region, zoneId, product].some((label) => label === undefined || label === '')) return undefined;
  const sql = `SELECT id FROM series WHERE kind = 'spot' AND region = ? AND zone_id = ? AND instance_type = ?
    AND qualifier = ?`;
  const row = prepared(db, sql).get(region, zoneId, type, product) as [number] | undefined;
  return row === undefined ? undefined : loadPoints(db, row[0], from, to);
}
