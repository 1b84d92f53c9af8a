import { and, eq, sql } from 'drizzle-orm';
import type { Notice, Severity } from '#lib/alerts/notice.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { type Db, writeTransaction } from '../client.ts';
import { channel, delivery, deliveryAttempt } from '../schema/index.ts';
import { type ChannelChange, changeChannel } from './channels.ts';
import { type Attempt, type DeliveryState, readNotice } from './deliveries.ts';
import { dropUnwanted } from './digest/subscriptions.ts';
import { built, placeholders, prepared } from './prepared.ts';

// not_before, lease_until and paused_until are REAL milliseconds: they pace calls over a real network, however fast
// the product's clock runs. A clock that is set back leaves them far ahead: one that lies further ahead than it can have
// been put counts as passed. created_at, delivered_at and attempt.at are product time: people read them.

/** A delivery that the caller holds the lease of. */
export type ClaimedDelivery = {
  id: number;
  noticeId: string;
  createdAt: number;
  attempts: number;
  ambiguous: boolean;
  plain: boolean;
  notice: Notice;
  lastErrorClass: string | null;
  /** What the last attempts came to in words, newest first. */
  lastDetails: (string | null)[];
};

/** The oldest waiting delivery of one lane, and those behind it that are told with it. */
export type Claim = {
  channelId: number;
  /** When the channel was last set up anew: waiting before that was not the message's fault. */
  channelSince: number;
  /** The channel is broken: whether it still is shows by this one call. */
  isTrial: boolean;
  deliveries: [ClaimedDelivery, ...ClaimedDelivery[]];
};

export type ClaimRequest = {
  channel: string;
  realNow: number;
  leaseUntil: number;
  token: string;
  most: number;
  /** Whether a broken channel may be tried with one call. */
  mayTry: boolean;
  /** How long news of a severity waits for more of its kind, real milliseconds. */
  groupWaitMs: Readonly<Record<Severity, number>>;
};

/** The longest pause between two attempts, and the longest rest that a channel may be told to take; real time. */
export const LONGEST_BACK_OFF_MS = 30 * MINUTE;
const LONGEST_PAUSE_MS = 10 * MINUTE;

/** What a look for work came to: something to send, or the real instant to look again (undefined: nothing waits). */
export type ClaimResult = { claim: Claim } | { claim: undefined; nextAt: number | undefined };

type Waiting = {
  id: number;
  lane: string;
  state: DeliveryState;
  notBefore: number;
  error: string | null;
  critical: number;
  plain: number;
};

/** Takes the lease of what is due on a channel: committed before the call, so that a kill is seen afterwards. */
export function claimDelivery(db: Db, request: ClaimRequest): ClaimResult {
  if (!isAnythingWaiting(db, request)) return { claim: undefined, nextAt: undefined };
  return writeTransaction(db, () => {
    const { realNow } = request;
    const named = built(db, 'channel', (orm) =>
      orm
        .select()
        .from(channel)
        .where(eq(channel.name, sql.placeholder('name')))
        .prepare(),
    );
    const to = named.get({ name: request.channel });
    if (to === undefined || !to.enabled) return { claim: undefined, nextAt: undefined };
    expireLeases(db, to.id, request);
    dropUnwanted(db, to);
    const isTrial = to.state === 'broken';
    if (isTrial && !request.mayTry) return { claim: undefined, nextAt: undefined };
    if (to.pausedUntil !== null && isAhead(to.pausedUntil, realNow, LONGEST_PAUSE_MS))
      return { claim: undefined, nextAt: to.pausedUntil };
    letGather(db, to.id, request);
    const waiting = readWaiting(db, to.id);
    const heads = headsOf(waiting).filter(
      (row) => row.state === 'queued' || (isTrial && row.state === 'parked'),
    );
    const due = heads.filter((row) => !isAhead(row.notBefore, realNow, LONGEST_BACK_OFF_MS));
    const head = due.find((row) => row.critical === 1) ?? due[0];
    if (head === undefined) return { claim: undefined, nextAt: earliest(heads) };
    const deliveries = lease(db, [head, ...followers(head, waiting, request.most)], request);
    if (deliveries === undefined) return { claim: undefined, nextAt: realNow };
    return { claim: { channelId: to.id, channelSince: to.updatedAt, isTrial, deliveries } };
  });
}

/** Whether a stored instant is still to come, and not left over from before the clock was set back. */
function isAhead(at: number, realNow: number, atMost: number): boolean {
  return at > realNow && at <= realNow + atMost;
}

/** Asked every second by every idle channel: it must not take the write lock to learn that there is nothing to do. */
function isAnythingWaiting(db: Db, { channel: name, mayTry }: ClaimRequest): boolean {
  const sql = `SELECT 1 FROM delivery d JOIN channel c ON c.id = d.channel_id
    WHERE d.state IN ('queued', 'sending', 'parked') AND c.name = ?
      AND (d.state <> 'parked' OR (c.state = 'broken' AND ?)) LIMIT 1`;
  return prepared(db, sql).get(name, mayTry ? 1 : 0) !== undefined;
}

/**
 * A worker that never came back: whether its message arrived cannot be known. News is told again and says so; a reminder
 * is dropped, for told twice it hurts and not told it does not. Only of the channel that asks, which
 * has no call out while it does: a clock that is set back must not take their calls from the others.
 */
function expireLeases(db: Db, channelId: number, { realNow, leaseUntil }: ClaimRequest): void {
  db.sqlite
    .prepare(
      `UPDATE delivery SET state = iif(kind = 'reminder', 'superseded', 'queued'), ambiguous = 1,
         lease_token = NULL, lease_until = NULL, last_error_class = 'lost'
       WHERE state = 'sending' AND +channel_id = ? AND (lease_until <= ? OR lease_until > ?)`,
    )
    .run(channelId, realNow, leaseUntil);
}

function readWaiting(db: Db, channelId: number): Waiting[] {
  return db.sqlite
    .prepare<[number], Waiting>(
      `SELECT id, lane, state, not_before AS notBefore, last_error_class AS error,
              json_extract(notice_json, '$.severity') = 'critical' AS critical, plain
       FROM delivery
       WHERE state IN ('queued', 'sending', 'parked') AND +channel_id = ? ORDER BY id`,
    )
    .all(channelId);
}

function headsOf(waiting: readonly Waiting[]): Waiting[] {
  const seen = new Set<string>();
  return waiting.filter((row) => !seen.has(row.lane) && seen.add(row.lane));
}

function earliest(heads: readonly Waiting[]): number | undefined {
  const times = heads.map((row) => row.notBefore);
  return times.length === 0 ? undefined : Math.min(...times);
}

/**
 * News that is seen for the first time waits a little for more of its rule: what happens in ten regions within a minute
 * is one message. What is critical waits for nothing.
 */
function letGather(db: Db, channelId: number, { realNow, groupWaitMs }: ClaimRequest): void {
  const sql = `UPDATE delivery SET not_before = ?
    WHERE state = 'queued' AND not_before = 0 AND attempts = 0 AND last_error_class IS NULL AND +channel_id = ?
      AND kind IN ('firing', 'resolved') AND json_extract(notice_json, '$.severity') = ?`;
  for (const severity of ['normal', 'info'] as const)
    if (groupWaitMs[severity] > 0)
      db.sqlite.prepare(sql).run(realNow + groupWaitMs[severity], channelId, severity);
}

/**
 * A message that got stuck, or has gathered, is told together with what has come up behind it. A refused one goes alone,
 * however often it has to be tried: as plain text it need not show what else there is.
 */
function followers(head: Waiting, waiting: readonly Waiting[], most: number): Waiting[] {
  const hasGathered = head.error === null && head.critical === 0 && head.notBefore > 0;
  if ((head.error === null && !hasGathered) || head.plain === 1) return [];
  return waiting
    .filter((row) => row.lane === head.lane && row.id > head.id && row.state === head.state)
    .slice(0, most - 1);
}

function lease(
  db: Db,
  rows: Waiting[],
  { token, leaseUntil }: ClaimRequest,
): Claim['deliveries'] | undefined {
  const claimed: ClaimedDelivery[] = [];
  for (const { id } of rows) {
    const take = built(db, 'lease', (orm) =>
      orm
        .update(delivery)
        .set({ state: 'sending', ...placeholders({ leaseToken: token, leaseUntil }) })
        .where(eq(delivery.id, sql.placeholder('id')))
        .returning()
        .prepare(),
    );
    const row = take.get({ id, leaseToken: token, leaseUntil });
    const notice = readNotice(row.noticeJson);
    if (notice !== undefined) claimed.push({ ...row, notice, lastDetails: lastDetails(db, id) });
    // One unreadable row must not stop its lane for good.
    else
      db.orm
        .update(delivery)
        .set({ state: 'dead', lastErrorClass: 'internal', leaseToken: null })
        .where(eq(delivery.id, id))
        .run();
  }
  const [first, ...rest] = claimed;
  return first === undefined ? undefined : [first, ...rest];
}

function lastDetails(db: Db, deliveryId: number): (string | null)[] {
  return db.sqlite
    .prepare<[number], string | null>(
      'SELECT detail FROM delivery_attempt WHERE delivery_id = ? ORDER BY id DESC LIMIT 5',
    )
    .pluck(true)
    .all(deliveryId);
}

/** The channels that are told of the end of an episode because they were to hear of its beginning, or that it goes on. */
export function channelsOfEpisode(db: Db, resolvedEventId: number): string[] {
  const sql = `SELECT DISTINCT c.name FROM alert_event ended
    JOIN alert_event fired
      ON fired.alert_id = ended.alert_id AND fired.episode = ended.episode AND fired.kind = 'firing'
    JOIN delivery_event e ON e.event_id = fired.id
    JOIN delivery d ON d.id = e.delivery_id AND d.kind IN ('firing', 'flapping', 'reminder') AND d.state <> 'superseded'
    JOIN channel c ON c.id = d.channel_id AND c.enabled = 1
    WHERE ended.id = ? ORDER BY c.name`;
  return (prepared(db, sql).all(resolvedEventId) as [string][]).map(([name]) => name);
}

/** Where a delivery stands after an attempt. */
export type Settlement = {
  id: number;
  state: 'queued' | 'delivered' | 'dead' | 'parked' | 'superseded';
  notBefore: number;
  attempts: number;
  ambiguous: boolean;
  plain: boolean;
  errorClass: string | null;
  status: number | null;
  deliveredAt: number | null;
};

/**
 * Records what came of a claim, all of it or nothing. False when the lease has passed to somebody else: then the
 * result is theirs to record.
 */
export function settleDeliveries(
  db: Db,
  token: string,
  channelId: number,
  settlements: readonly Settlement[],
  attempt: Attempt,
  change: ChannelChange,
): boolean {
  return writeTransaction(db, () => {
    const held = settlements.filter((settlement) => settleOne(db, token, settlement));
    for (const { id } of held) insertAttempt(db, id, attempt);
    if (held.length > 0) changeChannel(db, channelId, change, attempt.at);
    return held.length > 0;
  });
}

function settleOne(db: Db, token: string, { id, errorClass, status, ...rest }: Settlement): boolean {
  const { ambiguous, plain, ...same } = rest;
  const flags = { ambiguous: Number(ambiguous), plain: Number(plain) };
  const row = { ...same, ...flags, lastErrorClass: errorClass, lastStatus: status };
  const settle = built(db, 'settle', (orm) =>
    orm
      .update(delivery)
      .set({ ...placeholders(row), leaseToken: null, leaseUntil: null })
      .where(and(eq(delivery.id, sql.placeholder('id')), eq(delivery.leaseToken, sql.placeholder('token'))))
      .prepare(),
  );
  return settle.run({ ...row, id, token }).changes === 1;
}

function insertAttempt(db: Db, deliveryId: number, attempt: Attempt): void {
  const row = { deliveryId, ...attempt };
  built(db, 'insert attempt', (orm) => orm.insert(deliveryAttempt).values(placeholders(row)).prepare()).run(
    row,
  );
}
