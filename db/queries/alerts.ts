import { and, eq, ne, sql } from 'drizzle-orm';
import { type AlertMemory, alertMemorySchema } from '#lib/alerts/facts.ts';
import type { Labels } from '#lib/alerts/identity.ts';
import type { AlertState, Health, Phase } from '#lib/alerts/lifecycle.ts';
import type { Severity } from '#lib/alerts/notice.ts';
import type { ResolveReason } from '#lib/alerts/reasons.ts';
import type { Db } from '../client.ts';
import { alert, alertEvent } from '../schema/index.ts';
import { built, placeholders } from './prepared.ts';

/** An alert as it is worked with: its state, what it is about, and what it remembers. */
export type StoredAlert = {
  id: number;
  ruleId: number;
  identity: string;
  labels: Labels;
  state: AlertState;
  memory: AlertMemory;
  lastSetId: number;
};

type Row = typeof alert.$inferSelect;

/** Alerts of a region that are not at rest, by rule and identity. */
export function openAlerts(db: Db, region: string): Map<number, Map<string, StoredAlert>> {
  const ofRegion = sql`json_extract(${alert.labelsJson}, '$.region') = ${sql.placeholder('region')}`;
  const rows = built(db, 'open alerts of a region', (orm) =>
    orm
      .select()
      .from(alert)
      .where(and(ne(alert.phase, 'ok'), ofRegion))
      .prepare(),
  ).all({ region });
  const byRule = new Map<number, Map<string, StoredAlert>>();
  for (const row of rows) {
    const ofRule = byRule.get(row.ruleId) ?? new Map<string, StoredAlert>();
    byRule.set(row.ruleId, ofRule.set(row.identity, toAlert(row)));
  }
  return byRule;
}

export function openAlertsOfRule(db: Db, ruleId: number): StoredAlert[] {
  const open = built(db, 'open alerts of a rule', (orm) =>
    orm
      .select()
      .from(alert)
      .where(and(eq(alert.ruleId, sql.placeholder('ruleId')), ne(alert.phase, 'ok')))
      .prepare(),
  );
  return open.all({ ruleId }).map(toAlert);
}

/** How many alerts of each rule are not at rest. */
export function countOpenAlerts(db: Db): Map<number, number> {
  const rows = db.sqlite
    .prepare<[], [number, number]>("SELECT rule_id, count(*) FROM alert WHERE phase <> 'ok' GROUP BY rule_id")
    .raw(true)
    .all();
  return new Map(rows);
}

export function findAlert(db: Db, ruleId: number, identity: string): StoredAlert | undefined {
  const { placeholder } = sql;
  const found = built(db, 'alert', (orm) =>
    orm
      .select()
      .from(alert)
      .where(and(eq(alert.ruleId, placeholder('ruleId')), eq(alert.identity, placeholder('identity'))))
      .prepare(),
  );
  const row = found.get({ ruleId, identity });
  return row && toAlert(row);
}

export function toAlert(row: Row): StoredAlert {
  const { id, ruleId, identity, lastSetId, labelsJson, factsJson, phase, health, ...rest } = row;
  // Of the channels' concern, not of the lifecycle.
  const { flappingSince: _since, flapToldAt: _told, ...counters } = rest;
  return {
    id,
    ruleId,
    identity,
    lastSetId,
    labels: JSON.parse(labelsJson) as Labels,
    memory: JSON.parse(factsJson) as AlertMemory,
    state: { ...counters, phase: phase as Phase, health: health as Health },
  };
}

/** Writes the new state of an alert; returns its id. */
export function saveAlert(db: Db, entry: Omit<StoredAlert, 'id'>): number {
  const { ruleId, identity, labels, state, memory, lastSetId } = entry;
  const moving = { ...state, factsJson: JSON.stringify(memory), lastSetId };
  const row = { ruleId, identity, labelsJson: JSON.stringify(labels), ...moving };
  const save = built(db, 'save alert', (orm) =>
    orm
      .insert(alert)
      .values(placeholders(row))
      .onConflictDoUpdate({ target: [alert.ruleId, alert.identity], set: placeholders(moving) })
      .returning({ id: alert.id })
      .prepare(),
  );
  return save.get(row).id;
}

export type NewEvent = {
  alertId: number;
  episode: number;
  kind: 'firing' | 'resolved';
  at: number;
  sampleSetId: number;
  reason: ResolveReason | null;
  memory: AlertMemory;
};

/** Records news of an alert; undefined when this news of this episode is on record already. */
export function insertEvent(db: Db, { memory, ...event }: NewEvent): number | undefined {
  const row = { ...event, factsJson: JSON.stringify(memory) };
  const insert = built(db, 'insert event', (orm) =>
    orm
      .insert(alertEvent)
      .values(placeholders(row))
      .onConflictDoNothing()
      .returning({ id: alertEvent.id })
      .prepare(),
  );
  return insert.get(row)?.id;
}

/** An alert for people. `since` is when its present or last episode began firing. */
export type AlertListing = {
  id: number;
  ruleName: string;
  ruleEnabled: boolean;
  severity: Severity;
  labels: Labels;
  phase: Phase;
  health: Health;
  episode: number;
  flapCount: number;
  since: number | null;
  resolvedAt: number | null;
  lastEvalAt: number;
  /** Undefined when a future version has stored what this one cannot read. */
  memory: AlertMemory | undefined;
};

/** Alerts for people: firing first, newest first within each phase; what never fired and is at rest is left out. */
export function listAlerts(db: Db, { limit }: { limit: number }): AlertListing[] {
  const rows = db.sqlite
    .prepare<
      [number],
      Omit<AlertListing, 'labels' | 'memory' | 'ruleEnabled'> & Stored & { ruleEnabled: number }
    >(
      `SELECT a.id, r.name AS ruleName, r.enabled AS ruleEnabled, r.severity, a.phase, a.health, a.episode,
              a.flap_count AS flapCount, a.firing_at AS since, a.resolved_at AS resolvedAt,
              a.last_eval_at AS lastEvalAt, a.labels_json AS labelsJson, a.facts_json AS factsJson
       FROM alert a JOIN rule r ON r.id = a.rule_id
       WHERE a.phase <> 'ok' OR a.resolved_at IS NOT NULL
       ORDER BY CASE a.phase WHEN 'firing' THEN 0 WHEN 'cooling' THEN 0 WHEN 'pending' THEN 1 ELSE 2 END,
                coalesce(a.resolved_at, a.firing_at, a.last_eval_at) DESC, a.id DESC
       LIMIT ?`,
    )
    .all(limit);
  return rows.map(({ labelsJson, factsJson, ruleEnabled, ...row }) => ({
    ...row,
    ruleEnabled: ruleEnabled === 1,
    labels: JSON.parse(labelsJson) as Labels,
    memory: readMemory(factsJson),
  }));
}

type Stored = { labelsJson: string; factsJson: string };

/** News for people, newest first. */
export type EventListing = {
  id: number;
  alertId: number;
  ruleName: string;
  severity: Severity;
  labels: Labels;
  episode: number;
  kind: 'firing' | 'resolved';
  at: number;
  sampleSetId: number;
  reason: ResolveReason | null;
  memory: AlertMemory | undefined;
};

export function listEvents(db: Db, { limit }: { limit: number }): EventListing[] {
  const rows = db.sqlite
    .prepare<[number], Omit<EventListing, 'labels' | 'memory'> & Stored>(
      `SELECT e.id, e.alert_id AS alertId, r.name AS ruleName, r.severity, e.episode, e.kind, e.at,
              e.sample_set_id AS sampleSetId, e.reason, a.labels_json AS labelsJson, e.facts_json AS factsJson
       FROM alert_event e JOIN alert a ON a.id = e.alert_id JOIN rule r ON r.id = a.rule_id
       ORDER BY e.id DESC LIMIT ?`,
    )
    .all(limit);
  return rows.map(({ labelsJson, factsJson, ...row }) => ({
    ...row,
    labels: JSON.parse(labelsJson) as Labels,
    memory: readMemory(factsJson),
  }));
}

function readMemory(json: string): AlertMemory | undefined {
  return alertMemorySchema.safeParse(JSON.parse(json)).data;
}
