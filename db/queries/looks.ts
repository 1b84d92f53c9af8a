import type { Outcome } from '#lib/domain/outcome.ts';
import type { Span } from '#lib/series/coverage.ts';
import { toOutcome } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** What the last looks at one target came to. */
export type Look = { outcome: Outcome; lastLookAt: number | null; lastCompleteAt: number | null };

/** The newest look of a collector at any of its present targets, or null before the first. */
export function newestLook(db: Db, collector: string): number | null {
  const row = prepared(db, 'SELECT max(last_look_at) FROM target WHERE current = 1 AND collector = ?').get(
    collector,
  );
  return (row as [number | null])[0];
}

/** The present target of each region. */
export function looksOf(db: Db, collector: string): Map<string, Look> {
  const sql = `SELECT region, outcome, last_look_at, last_complete_at FROM target
    WHERE current = 1 AND collector = ? ORDER BY region, id`;
  const rows = prepared(db, sql).all(collector) as [string, string, number | null, number | null][];
  return new Map(
    rows.map(([region, outcome, lastLookAt, lastCompleteAt]) => [
      region,
      { outcome: toOutcome(outcome), lastLookAt, lastCompleteAt },
    ]),
  );
}

/** The stretches of time each region is known for, in order. */
export function coverageOf(db: Db, collector: string): Map<string, Span[]> {
  const sql = `SELECT t.region, c.from_at, c.to_at FROM coverage c JOIN target t ON t.id = c.target_id
    WHERE t.current = 1 AND t.collector = ? ORDER BY t.region, c.from_at`;
  const spans = new Map<string, Span[]>();
  for (const [region, from, to] of prepared(db, sql).all(collector) as [string, number, number][]) {
    const list = spans.get(region);
    if (list === undefined) spans.set(region, [{ from, to }]);
    else list.push({ from, to });
  }
  return spans;
}
