import type { Completeness } from '#lib/domain/outcome.ts';
import type { Db } from '../client.ts';

export type NewestLook = {
  targetId: number;
  region: string;
  collectedAt: number;
  completeness: Completeness;
  items: number;
};

/** The newest look at each question that a collector asks now, by region. */
export function newestLooks(db: Db, collector: string): NewestLook[] {
  return db.sqlite
    .prepare<[string], NewestLook>(
      `SELECT t.id AS targetId, t.region, s.collected_at AS collectedAt, s.completeness, s.items
       FROM target t JOIN sample_set s ON s.id = (SELECT max(id) FROM sample_set WHERE target_id = t.id)
       WHERE t.collector = ? AND t.current = 1 ORDER BY t.region, t.id`,
    )
    .all(collector);
}
