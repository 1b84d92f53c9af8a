import type { Flap } from '#lib/alerts/flapping.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** How an alert stands with coming and going. */
export function readFlap(db: Db, alertId: number): Flap {
  const row = prepared(db, 'SELECT flapping_since, flap_told_at FROM alert WHERE id = ?').get(alertId) as
    | [number | null, number | null]
    | undefined;
  return { since: row?.[0] ?? null, toldAt: row?.[1] ?? null };
}

export function saveFlap(db: Db, alertId: number, { since, toldAt }: Flap): void {
  prepared(db, 'UPDATE alert SET flapping_since = ?, flap_told_at = ? WHERE id = ?').run(
    since,
    toldAt,
    alertId,
  );
}

/** How often an alert has begun to fire after an instant. */
export function countEpisodes(db: Db, alertId: number, after: number): number {
  const sql = "SELECT count(*) FROM alert_event WHERE alert_id = ? AND kind = 'firing' AND at > ?";
  return (prepared(db, sql).get(alertId, after) as [number])[0];
}

/** The alerts that come and go, with the instant of their newest event. */
export function flappingAlerts(db: Db): (Flap & { alertId: number; lastEventAt: number })[] {
  const sql = `SELECT a.id, a.flapping_since, a.flap_told_at,
      (SELECT max(e.at) FROM alert_event e WHERE e.alert_id = a.id)
    FROM alert a WHERE a.flapping_since IS NOT NULL ORDER BY a.id`;
  type Row = [number, number, number | null, number | null];
  return (prepared(db, sql).all() as Row[]).map(([alertId, since, toldAt, lastEventAt]) => ({
    alertId,
    since,
    toldAt,
    lastEventAt: lastEventAt ?? since,
  }));
}
