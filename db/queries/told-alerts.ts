import { eq } from 'drizzle-orm';
import type { ResolveReason } from '#lib/alerts/reasons.ts';
import type { Db } from '../client.ts';
import { alert, rule } from '../schema/index.ts';
import { type StoredAlert, toAlert } from './alerts.ts';
import { prepared } from './prepared.ts';
import { type StoredRule, toRule } from './rules.ts';

/** An alert with its rule and the newest news of it: what a message about how it stands is made of. */
export type ToldAlert = {
  alert: StoredAlert;
  rule: StoredRule;
  eventId: number;
  reason: ResolveReason | null;
};

const NEWEST = 'SELECT id, reason FROM alert_event WHERE alert_id = ? AND kind = ? ORDER BY id DESC LIMIT 1';

/** One alert with its newest event of a kind; undefined when it has none. */
export function readTold(db: Db, alertId: number, kind: 'firing' | 'resolved'): ToldAlert | undefined {
  const row = db.orm
    .select()
    .from(alert)
    .innerJoin(rule, eq(rule.id, alert.ruleId))
    .where(eq(alert.id, alertId))
    .get();
  const event = prepared(db, NEWEST).get(alertId, kind) as [number, ResolveReason | null] | undefined;
  if (row === undefined || event === undefined) return undefined;
  return { alert: toAlert(row.alert), rule: toRule(row.rule), eventId: event[0], reason: event[1] };
}

/** The alerts of a rule that fire and whose beginning was told, or tried to be, and not held back by a silence. */
export function firingAlertIds(db: Db, ruleId: number): number[] {
  const sql = `SELECT a.id FROM alert a WHERE a.rule_id = ? AND a.phase = 'firing' AND a.flapping_since IS NULL
      AND EXISTS (SELECT 1 FROM alert_event e JOIN delivery_event d ON d.event_id = e.id
        WHERE e.alert_id = a.id AND e.episode = a.episode AND e.kind = 'firing')
    ORDER BY a.firing_at, a.id`;
  return (prepared(db, sql).all(ruleId) as [number][]).map(([id]) => id);
}

/** Whether an event has been told to anybody, or tried to be. */
export function isTold(db: Db, eventId: number): boolean {
  return prepared(db, 'SELECT 1 FROM delivery_event WHERE event_id = ? LIMIT 1').get(eventId) !== undefined;
}

/** How a lane stands: when its last message arrived or may have, and whether one still waits. */
export type Lane = { lastDeliveredAt: number | null; waiting: boolean; lastId: number };

export function readLane(db: Db, lane: string): Lane {
  const sql = `SELECT max(coalesce(delivered_at, iif(kind = 'reminder' AND state = 'superseded', created_at, NULL))),
      coalesce(sum(state IN ('queued', 'sending', 'parked')), 0), coalesce(max(id), 0)
    FROM delivery WHERE lane = ?`;
  const [lastDeliveredAt, waiting, lastId] = prepared(db, sql).get(lane) as [number | null, number, number];
  return { lastDeliveredAt, waiting: waiting > 0, lastId };
}

/** How many alerts about the market fire in each region. */
export function firingByRegion(db: Db): Map<string, number> {
  const sql = `SELECT coalesce(json_extract(labels_json, '$.region'), ''), count(*) FROM alert
    WHERE phase IN ('firing', 'cooling') AND json_extract(labels_json, '$.source') IS NULL GROUP BY 1`;
  return new Map(prepared(db, sql).all() as [string, number][]);
}

/** Regions of which a source is in trouble: that what fired there still holds, nobody knows; `global`: of all of them. */
export function blindRegions(db: Db): Set<string> {
  const sql = `SELECT DISTINCT json_extract(labels_json, '$.region') FROM alert
    WHERE phase IN ('firing', 'cooling') AND json_extract(labels_json, '$.source') IN
      (SELECT collector FROM target UNION SELECT 'every source' UNION SELECT 'credentials')`;
  return new Set((prepared(db, sql).all() as [string][]).map(([region]) => region));
}

/** Sources whose alert fires and has reached nobody. */
export function untoldTroubles(db: Db): string[] {
  const sql = `SELECT json_extract(a.labels_json, '$.source') FROM alert a
    WHERE a.phase IN ('firing', 'cooling') AND json_extract(a.labels_json, '$.source') IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM alert_event e JOIN delivery_event d ON d.event_id = e.id
        JOIN delivery m ON m.id = d.delivery_id
        WHERE e.alert_id = a.id AND e.episode = a.episode AND m.state = 'delivered')`;
  return (prepared(db, sql).all() as [string][]).map(([source]) => source);
}

/** The oldest message that waits, and how many were given up since an instant; product time. */
export function outboxSigns(db: Db, since: number): { oldestQueuedAt: number | null; dead: number } {
  const sql = `SELECT (SELECT min(created_at) FROM delivery WHERE state IN ('queued', 'sending', 'parked')),
    (SELECT count(*) FROM delivery WHERE state = 'dead' AND created_at > ?)`;
  const [oldestQueuedAt, dead] = prepared(db, sql).get(since) as [number | null, number];
  return { oldestQueuedAt, dead };
}
