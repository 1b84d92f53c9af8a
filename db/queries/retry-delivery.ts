import { and, eq } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { channel, delivery, deliveryAttempt } from '../schema/index.ts';

/**
 * Queues a message that was given up once more, under its old notice id: a receiver that has it knows it again. False
 * where it was not given up, or its channel is no more. Product time.
 */
export function retryDelivery(db: Db, id: number, now: number): boolean {
  const row = db.orm
    .select({ state: channel.state })
    .from(delivery)
    .innerJoin(channel, eq(channel.id, delivery.channelId))
    .where(and(eq(delivery.id, id), eq(delivery.state, 'dead'), eq(channel.enabled, true)))
    .get();
  if (row === undefined) return false;
  db.orm
    .update(delivery)
    .set({
      state: row.state === 'broken' ? 'parked' : 'queued',
      attempts: 0,
      notBefore: 0,
      plain: false,
      ambiguous: true,
      leaseToken: null,
      leaseUntil: null,
    })
    .where(eq(delivery.id, id))
    .run();
  // In the log for people, and so that tries before it do not count against it.
  const asked = { at: now, tookMs: 0, outcome: 'asked for again', status: null, detail: null };
  db.orm
    .insert(deliveryAttempt)
    .values({ deliveryId: id, ...asked })
    .run();
  return true;
}
