import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/**
 * Since when, `from` at the earliest, a collector has been refused for asking too often in a region without one
 * complete answer in between; null when it has not.
 */
export function throttledSince(db: Db, collector: string, region: string, from: number): number | null {
  // Few looks are that new; those of every question of the region would be months.
  const sql = `SELECT min(s.collected_at) FROM sample_set s INDEXED BY sample_set_collected_idx
    CROSS JOIN target t ON t.id = s.target_id
    WHERE t.collector = @collector AND t.region = @region AND s.outcome = 'throttled' AND s.collected_at >= @from
      AND s.collected_at >
        ifnull((SELECT max(last_complete_at) FROM target WHERE collector = @collector AND region = @region), 0)`;
  return (prepared(db, sql).get({ collector, region, from }) as [number | null])[0];
}
