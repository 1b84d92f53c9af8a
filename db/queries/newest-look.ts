import type { Db } from '../client.ts';

export type LookFacts = { targetId: number; items: number; toAt: number };

/** A look as recorded; undefined when a newer one at the same target has been published, or there is none such. */
export function readNewestLook(db: Db, setId: number): LookFacts | undefined {
  const look = db.sqlite
    .prepare<[number], LookFacts>(
      'SELECT target_id AS targetId, items, to_at AS toAt FROM sample_set WHERE id = ?',
    )
    .get(setId);
  if (look === undefined) return undefined;
  const newer = db.sqlite
    .prepare('SELECT 1 FROM sample_set WHERE id > ? AND target_id = ? LIMIT 1')
    .get(setId, look.targetId);
  return newer === undefined ? look : undefined;
}
