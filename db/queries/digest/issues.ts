import { createHash } from 'node:crypto';
import { and, desc, eq, gte, isNotNull } from 'drizzle-orm';
import type { Notice } from '#lib/alerts/notice.ts';
import { type DigestDocument, digestSchema } from '#lib/digest/document.ts';
import type { DigestPlan, Issue } from '#lib/digest/plan.ts';
import { type Db, writeTransaction } from '../../client.ts';
import { digest } from '../../schema/index.ts';
import { enqueueDelivery } from '../deliveries.ts';
import { readMeta, writeMeta } from '../meta.ts';
import { leftOutOf } from './subscriptions.ts';

const KEY = 'digests';

/** A plan, and since when it has been asked for: nothing is owed of the time before. */
export type KnownPlan = DigestPlan & { since: number };

/** Notes what the configuration asks for, inside the caller's transaction or outside of any. Product time. */
export function noteDigests(db: Db, plans: readonly DigestPlan[], now: number): KnownPlan[] {
  const before = new Map(knownDigests(db).map((plan) => [plan.name, plan.since]));
  const known = plans.map((plan) => ({ ...plan, since: before.get(plan.name) ?? now }));
  writeMeta(db, KEY, JSON.stringify(known));
  return known;
}

/** What the jobs were asked for when they last started. */
export function knownDigests(db: Db): KnownPlan[] {
  const text = readMeta(db, KEY);
  return text === undefined ? [] : (JSON.parse(text) as KnownPlan[]);
}

export type StoredIssue = {
  name: string;
  period: string;
  dueAt: number;
  madeAt: number;
  state: 'sent' | 'skipped';
  reason: string | null;
  channels: string[];
  /** Channels of the plan that were left out: their people had ended the subscription. */
  leftOut: string[];
};

const COLUMNS = {
  name: digest.name,
  period: digest.period,
  dueAt: digest.dueAt,
  madeAt: digest.madeAt,
  state: digest.state,
  reason: digest.reason,
  channelsJson: digest.channelsJson,
  leftOutJson: digest.leftOutJson,
};

/** The archive, newest first. */
export function listIssues(db: Db, limit: number): StoredIssue[] {
  const rows = db.orm
    .select(COLUMNS)
    .from(digest)
    .orderBy(desc(digest.dueAt), digest.name)
    .limit(limit)
    .all();
  return rows.map(({ channelsJson, leftOutJson, state, ...row }) => ({
    ...row,
    state: state === 'sent' ? 'sent' : 'skipped',
    channels: JSON.parse(channelsJson) as string[],
    leftOut: JSON.parse(leftOutJson) as string[],
  }));
}

/** What was sent as one issue; undefined where there is none. */
export function readIssue(db: Db, name: string, period: string): DigestDocument | undefined {
  const row = db.orm
    .select({ json: digest.documentJson })
    .from(digest)
    .where(and(eq(digest.name, name), eq(digest.period, period), isNotNull(digest.documentJson)))
    .get();
  return row?.json == null ? undefined : digestSchema.parse(JSON.parse(row.json));
}

/** The issues of a digest that were sent as due at an instant or later. */
export function sentSince(db: Db, name: string, since: number): DigestDocument[] {
  const rows = db.orm
    .select({ json: digest.documentJson })
    .from(digest)
    .where(and(eq(digest.name, name), gte(digest.dueAt, since), isNotNull(digest.documentJson)))
    .orderBy(digest.dueAt)
    .all();
  return rows.map(({ json }) => digestSchema.parse(JSON.parse(json ?? '')));
}

export function hasIssue(db: Db, name: string, period: string): boolean {
  const row = db.orm
    .select({ id: digest.id })
    .from(digest)
    .where(and(eq(digest.name, name), eq(digest.period, period)))
    .get();
  return row !== undefined;
}

/**
 * Takes an issue and puts it into the outbox, in one transaction: whoever comes second gets nothing. Nothing goes to
 * people who ended their subscription; where that is all of them the issue is on record all the same. Returns the
 * number of messages.
 */
export function sendIssue(
  db: Db,
  plan: DigestPlan,
  issue: Issue,
  document: DigestDocument,
  now: number,
): number {
  return writeTransaction(db, () => {
    const leftOut = leftOutOf(db, plan.name, plan.channels);
    const channels = plan.channels.filter((channel) => !leftOut.includes(channel));
    const taken = { state: 'sent', reason: null, document, channels, leftOut };
    const isOurs = takeIssue(db, plan, issue, taken, now);
    return isOurs ? queueIssue(db, channels, document, now) : 0;
  });
}

/** Notes that an issue is left out, and why. */
export function skipIssue(db: Db, plan: DigestPlan, issue: Issue, reason: string, now: number): void {
  const taken = { state: 'skipped', reason, document: null, channels: [], leftOut: [] };
  takeIssue(db, plan, issue, taken, now);
}

type Taken = {
  state: string;
  reason: string | null;
  document: DigestDocument | null;
  channels: readonly string[];
  leftOut: readonly string[];
};

function takeIssue(db: Db, plan: DigestPlan, issue: Issue, taken: Taken, now: number): boolean {
  const { state, reason, document, channels, leftOut } = taken;
  const row = {
    ...{ name: plan.name, period: issue.period, dueAt: issue.dueAt, madeAt: now, state, reason },
    documentJson: document === null ? null : JSON.stringify(document),
    channelsJson: JSON.stringify(channels),
    leftOutJson: JSON.stringify(leftOut),
  };
  return db.orm.insert(digest).values(row).onConflictDoNothing().run().changes === 1;
}

/**
 * Puts a document into the outbox of one channel, besides whatever was sent; `nonce` makes it another message each
 * time. Not even by hand does it go to somebody who ended the subscription.
 */
export function sendByHand(
  db: Db,
  channel: string,
  document: DigestDocument,
  now: number,
  nonce: string,
): 'queued' | 'no_channel' | 'unsubscribed' {
  return writeTransaction(db, () => {
    if (leftOutOf(db, document.name, [channel]).length > 0) return 'unsubscribed';
    return queueIssue(db, [channel], document, now, nonce) === 1 ? 'queued' : 'no_channel';
  });
}

/** Puts an issue into the outbox of each channel, inside the caller's transaction. `again` makes it another message. */
function queueIssue(
  db: Db,
  channels: readonly string[],
  document: DigestDocument,
  now: number,
  again = '',
): number {
  const { name, period, schedule, simulated } = document;
  const notice: Notice = {
    ...{ kind: 'digest', ruleName: name, condition: schedule, severity: 'normal', region: null },
    ...{ source: 'chipdesk', lookedAt: document.to, createdAt: now, simulated },
    ...{ memberCount: 0, members: [], digest: document },
  };
  const queued = channels.filter((channel) => {
    const noticeId = createHash('sha256')
      .update(JSON.stringify([channel, 'digest', name, period, again]))
      .digest('hex');
    // A lane of its own: an issue that has to wait is not told in a line of another one.
    return enqueueDelivery(db, {
      ...{ noticeId, channel, notice, eventIds: [] },
      lane: `${channel}|digest ${name} ${period} ${again}`,
    });
  });
  return queued.length;
}
