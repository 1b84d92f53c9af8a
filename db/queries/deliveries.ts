import type Database from 'better-sqlite3';
import { and, eq, sql } from 'drizzle-orm';
import { type Notice, noticeSchema } from '#lib/alerts/notice.ts';
import type { Db } from '../client.ts';
import { channel, delivery } from '../schema/index.ts';
import { built, placeholders, prepared } from './prepared.ts';

// created_at, delivered_at and attempt.at are product time: people read them. Times that pace calls are in outbox.ts.

export type DeliveryState = 'queued' | 'sending' | 'delivered' | 'parked' | 'dead' | 'superseded';

export type NewDelivery = {
  noticeId: string;
  channel: string;
  lane: string;
  notice: Notice;
  eventIds: readonly number[];
};

/**
 * Puts a notice into the outbox, inside the caller's transaction. False when the channel is gone or this very news is
 * there already.
 */
export function enqueueDelivery(db: Db, entry: NewDelivery): boolean {
  const enabled = built(db, 'enabled channel', (orm) =>
    orm
      .select()
      .from(channel)
      .where(and(eq(channel.name, sql.placeholder('name')), eq(channel.enabled, true)))
      .prepare(),
  );
  const to = enabled.get({ name: entry.channel });
  if (to === undefined) return false;
  const isBroken = to.state === 'broken';
  const row = {
    noticeId: entry.noticeId,
    channelId: to.id,
    lane: entry.lane,
    kind: entry.notice.kind,
    createdAt: entry.notice.createdAt,
    state: isBroken ? 'parked' : 'queued',
    lastErrorClass: isBroken ? 'broken' : null,
    noticeJson: JSON.stringify(entry.notice),
  };
  const insert = built(db, 'enqueue', (orm) =>
    orm
      .insert(delivery)
      .values({ ...placeholders(row), notBefore: 0, attempts: 0, ambiguous: false, plain: false })
      .onConflictDoNothing()
      .returning({ id: delivery.id })
      .prepare(),
  );
  const queued = insert.get(row);
  if (queued === undefined) return false;
  for (const eventId of entry.eventIds) prepared(db, TELLS).run(queued.id, eventId);
  return true;
}

const TELLS = 'INSERT INTO delivery_event (delivery_id, event_id) VALUES (?, ?) ON CONFLICT DO NOTHING';

/** One call and what came back, with nothing secret in it. */
export type Attempt = {
  at: number;
  tookMs: number;
  outcome: string;
  status: number | null;
  detail: string | null;
};

/** A delivery for people, with every attempt and the events it tells. */
export type DeliveryListing = {
  id: number;
  noticeId: string;
  channel: string;
  channelState: string;
  channelReason: string | null;
  kind: string;
  ruleName: string | null;
  createdAt: number;
  state: DeliveryState;
  attempts: number;
  ambiguous: boolean;
  plain: boolean;
  lastErrorClass: string | null;
  lastStatus: number | null;
  deliveredAt: number | null;
  /** Undefined when a future version has stored what this one cannot read. */
  notice: Notice | undefined;
  eventIds: number[];
  log: Attempt[];
};

type ListingRow = Omit<DeliveryListing, 'notice' | 'eventIds' | 'log' | 'ambiguous' | 'plain'> & {
  ambiguous: number;
  plain: number;
  noticeJson: string;
};

/** Deliveries for people, newest first. */
export function listDeliveries(db: Db, { limit }: { limit: number }): DeliveryListing[] {
  const rows = db.sqlite
    .prepare<[number], ListingRow>(
      `SELECT d.id, d.notice_id AS noticeId, c.name AS channel, c.state AS channelState,
              c.state_reason AS channelReason, d.kind, json_extract(d.notice_json, '$.ruleName') AS ruleName,
              d.created_at AS createdAt, d.state, d.attempts, d.ambiguous, d.plain,
              d.last_error_class AS lastErrorClass, d.last_status AS lastStatus, d.delivered_at AS deliveredAt,
              d.notice_json AS noticeJson
       FROM delivery d JOIN channel c ON c.id = d.channel_id ORDER BY d.id DESC LIMIT ?`,
    )
    .all(limit);
  const eventsOf = db.sqlite.prepare<[number], number>(
    'SELECT event_id FROM delivery_event WHERE delivery_id = ? ORDER BY event_id',
  );
  const attemptsOf = attemptStatement(db.sqlite);
  return rows.map(({ noticeJson, ambiguous, plain, ...row }) => ({
    ...row,
    ambiguous: ambiguous === 1,
    plain: plain === 1,
    notice: readNotice(noticeJson),
    eventIds: eventsOf.pluck(true).all(row.id),
    log: attemptsOf.all(row.id),
  }));
}

/** The stored notice, or undefined when this version cannot read it. */
export function readNotice(json: string): Notice | undefined {
  try {
    return noticeSchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

function attemptStatement(sqlite: Database.Database) {
  return sqlite.prepare<[number], Attempt>(
    'SELECT at, took_ms AS tookMs, outcome, status, detail FROM delivery_attempt WHERE delivery_id = ? ORDER BY id',
  );
}
