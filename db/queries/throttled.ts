import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/**
 * Since when a collector has been refused for asking too often in a region without one complete answer in between;
 * null when it has not.
 */
export function throttledSince(db: Db, collector: string, region: string): number | null {
  const sql = `SELECT min(s.collected_at) FROM sample_set s JOIN target t ON t.id = s.target_id
    WHERE t.collector = @collector AND t.region = @region AND s.outcome = 'throttled' AND s.collected_at >
      ifnull((SELECT max(last_complete_at) FROM target WHERE collector = @collector AND region = @region), 0)`;
  return (prepared(db, sql).get({ collector, region }) as [number | null])[0];
}
