import { and, desc, eq, gt, isNull, lte, sql } from 'drizzle-orm';
import type { Silence } from '#lib/alerts/silence.ts';
import type { Db } from '../client.ts';
import { alertEvent, silence } from '../schema/index.ts';
import { built, prepared } from './prepared.ts';

type Row = typeof silence.$inferSelect;

/** Silences that are in force. One whose end was dealt with is over, also when the clock is set back into it. */
export function activeSilences(db: Db, now: number): Silence[] {
  const at = sql.placeholder('now');
  const active = built(db, 'active silences', (orm) =>
    orm
      .select()
      .from(silence)
      .where(and(lte(silence.startsAt, at), gt(silence.endsAt, at), isNull(silence.closedAt)))
      .prepare(),
  );
  return active.all({ now }).map(toSilence);
}

/** Silences that are over and whose end has not been dealt with. */
export function endedSilences(db: Db, now: number): Silence[] {
  const ended = built(db, 'ended silences', (orm) =>
    orm
      .select()
      .from(silence)
      .where(and(lte(silence.endsAt, sql.placeholder('now')), isNull(silence.closedAt)))
      .prepare(),
  );
  return ended.all({ now }).map(toSilence);
}

/** Newest first. */
export function listSilences(db: Db, limit: number): Silence[] {
  return db.orm.select().from(silence).orderBy(desc(silence.id)).limit(limit).all().map(toSilence);
}

function toSilence({ matchersJson, closedAt: _, ...row }: Row): Silence {
  return { ...row, matchers: JSON.parse(matchersJson) as Record<string, string> };
}

export function insertSilence(db: Db, { matchers, ...entry }: Omit<Silence, 'id'>): number {
  return db.orm
    .insert(silence)
    .values({ ...entry, matchersJson: JSON.stringify(matchers), closedAt: null })
    .returning({ id: silence.id })
    .get().id;
}

/** Ends a silence now; false when there is none of that id in force or to come. */
export function endSilence(db: Db, id: number, now: number): boolean {
  const result = db.orm
    .update(silence)
    .set({ endsAt: now })
    .where(and(eq(silence.id, id), gt(silence.endsAt, now)))
    .run();
  return result.changes === 1;
}

export function closeSilence(db: Db, id: number, now: number): void {
  db.orm.update(silence).set({ closedAt: now }).where(eq(silence.id, id)).run();
}

/** Notes which silence keeps an event from being told. */
export function noteSilenced(db: Db, eventId: number, silenceId: number): void {
  db.orm.update(alertEvent).set({ silenceId }).where(eq(alertEvent.id, eventId)).run();
}

/** Whether the beginning of the episode that an event ends was kept back by a silence and never told since. */
export function isUntold(db: Db, resolvedEventId: number): boolean {
  const sql = `SELECT 1 FROM alert_event ended
    JOIN alert_event fired
      ON fired.alert_id = ended.alert_id AND fired.episode = ended.episode AND fired.kind = 'firing'
    WHERE ended.id = ? AND fired.silence_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM delivery_event e WHERE e.event_id = fired.id)`;
  return prepared(db, sql).get(resolvedEventId) !== undefined;
}

/** How many silenced beginnings of episodes that still fire a silence keeps back. */
export function silencedEvents(db: Db, silenceId: number): { eventId: number; alertId: number }[] {
  const sql = `SELECT e.id, e.alert_id FROM alert_event e JOIN alert a ON a.id = e.alert_id
    WHERE e.silence_id = ? AND e.kind = 'firing' AND a.episode = e.episode AND a.phase <> 'ok' AND a.resolved_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM delivery_event d WHERE d.event_id = e.id) ORDER BY e.id`;
  return (prepared(db, sql).all(silenceId) as [number, number][]).map(([eventId, alertId]) => ({
    eventId,
    alertId,
  }));
}
