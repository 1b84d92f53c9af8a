import type { Db } from '../client.ts';
import type { DeliveryState } from './deliveries.ts';
import { prepared } from './prepared.ts';

/** What became of telling a channel that an alert began to fire. */
export type Told = { channel: string; state: DeliveryState; deliveredAt: number | null };

const SQL = `SELECT a.id, c.name, d.state, max(d.delivered_at) FROM alert a
  JOIN alert_event e ON e.alert_id = a.id AND e.episode = a.episode AND e.kind = 'firing'
  JOIN delivery_event de ON de.event_id = e.id JOIN delivery d ON d.id = de.delivery_id AND d.kind = 'firing'
  JOIN channel c ON c.id = d.channel_id
  WHERE a.phase <> 'ok' OR a.resolved_at IS NOT NULL GROUP BY a.id, c.name, d.state ORDER BY c.name`;

/** How many alerts fire now. */
export function firingNow(db: Db): number {
  const sql = "SELECT count(*) FROM alert WHERE phase IN ('firing', 'cooling')";
  return (prepared(db, sql).get() as [number])[0];
}

/** By alert, whom the beginning of its present or last episode was told, and whom it was not. */
export function toldOfAlerts(db: Db): Map<number, Told[]> {
  const told = new Map<number, Told[]>();
  type Row = [number, string, DeliveryState, number | null];
  for (const [id, channel, state, deliveredAt] of prepared(db, SQL).all() as Row[])
    told.set(id, [...(told.get(id) ?? []), { channel, state, deliveredAt }]);
  return told;
}
