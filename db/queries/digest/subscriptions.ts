import { and, eq } from 'drizzle-orm';
import type { Subscription } from '#lib/digest/subscription.ts';
import { type Db, writeTransaction } from '../../client.ts';
import { unsubscription } from '../../schema/index.ts';
import { noteChange } from '../audit.ts';
import { bumpDataVersion } from '../meta.ts';
import { prepared } from '../prepared.ts';

/** Ends a subscription at once: also what waits in the outbox is not sent. Harmless when it has ended. Product time. */
export function endSubscription(db: Db, subscription: Subscription, now: number): void {
  writeTransaction(db, () => {
    const row = { ...subscription, at: now };
    if (db.orm.insert(unsubscription).values(row).onConflictDoNothing().run().changes === 0) return;
    dropUnwanted(db);
    noteSubscription(db, 'digest unsubscribed', subscription, now);
  });
}

/** Whoever ended it, by mistake or for a while, gets the next issue again. */
export function resumeSubscription(db: Db, subscription: Subscription, now: number): void {
  writeTransaction(db, () => {
    if (db.orm.delete(unsubscription).where(isOf(subscription)).run().changes === 0) return;
    noteSubscription(db, 'digest subscribed again', subscription, now);
  });
}

// The hint of a mail channel begins with its address: ada@example.com (1a2b3c4d).
const WAITING = `UPDATE delivery SET state = 'superseded', last_error_class = 'unsubscribed'
  WHERE kind = 'digest' AND state IN ('queued', 'parked') AND +channel_id = ifnull(?, channel_id) AND EXISTS (
    SELECT 1 FROM channel c JOIN unsubscription u ON instr(lower(c.hint), u.recipient || ' (') = 1
    WHERE c.id = delivery.channel_id AND c.kind = 'email' AND u.digest = json_extract(notice_json, '$.digest.name'))`;

/**
 * Drops the issues that wait for people who want them no more, of one channel or of all. Asked again before each claim:
 * one that was under way when its reader left is not tried again.
 */
export function dropUnwanted(db: Db, only?: { id: number; kind: string }): void {
  if (only === undefined || only.kind === 'email') prepared(db, WAITING).run(only?.id ?? null);
}

function noteSubscription(db: Db, action: string, { digest, recipient }: Subscription, now: number): void {
  noteChange(db, { action, subject: digest, detail: `${recipient}, by the link in a mail` }, now);
  bumpDataVersion(db);
}

/** Since when it has been ended; undefined while it goes on. */
export function endedSince(db: Db, subscription: Subscription): number | undefined {
  const row = db.orm.select({ at: unsubscription.at }).from(unsubscription).where(isOf(subscription)).get();
  return row?.at;
}

function isOf({ digest, recipient }: Subscription) {
  return and(eq(unsubscription.digest, digest), eq(unsubscription.recipient, recipient));
}

const LEFT_OUT = `SELECT c.name FROM channel c JOIN unsubscription u ON instr(lower(c.hint), u.recipient || ' (') = 1
  WHERE c.kind = 'email' AND u.digest = ? AND c.name IN (SELECT value FROM json_each(?))`;

/** Those of some channels whose person wants this digest no more. */
export function leftOutOf(db: Db, digest: string, channels: readonly string[]): string[] {
  return prepared(db, LEFT_OUT).all(digest, JSON.stringify(channels)).flat() as string[];
}
