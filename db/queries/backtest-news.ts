import type { Replayed } from '#lib/backtest/run.ts';
import type { RuleKind } from '#lib/rules/types.ts';
import type { Span } from '#lib/series/coverage.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

const NEWS = `SELECT region, kind, at, told_at, zone_id, item_type, subject, detail_json FROM news
  WHERE told_at BETWEEN ? AND ? ORDER BY told_at, id`;
type Row = [string, string, number, number, string, string, string, string];

/** News that a rule would have told: each item at the look that brought it. */
export function replayNews(
  db: Db,
  kind: RuleKind<unknown, 'news'>,
  { params, time, timing }: { params: unknown; time: Span; timing: { intervalMs: number } },
): Replayed {
  const rows = prepared(db, NEWS).all(time.from, time.to) as Row[];
  const episodes = rows.flatMap(([region, event, at, toldAt, zoneId, type, subject, detail]) => {
    const item = { kind: event, at, toldAt, zoneId, type, subject, detail: JSON.parse(detail) as object };
    const look = { at: toldAt, intervalMs: timing.intervalMs, completeness: 'complete' as const, items: 1 };
    const reading = { region, look, items: [{ ...item, detail: item.detail as Record<string, unknown> }] };
    return kind.evaluate(params, reading, toldAt).map((finding) => ({
      labels: finding.labels(),
      firedAt: toldAt,
      endedAt: null,
      reason: null,
      fired: finding.facts(),
      latest: finding.facts(),
    }));
  });
  return { episodes, series: rows.length, known: 1 };
}
