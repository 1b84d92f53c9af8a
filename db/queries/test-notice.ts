import { createHash } from 'node:crypto';
import type { Notice } from '#lib/alerts/notice.ts';
import type { Db } from '../client.ts';
import { enqueueDelivery } from './deliveries.ts';

export type TestNotice = { channel: string; now: number; simulated: boolean; nonce: string };

/**
 * Puts a test message into the outbox, in a lane of its own: it waits for no news and no news waits for it. Undefined
 * when the channel is gone. `nonce` makes it another one each time.
 */
export function queueTestNotice(db: Db, { channel, now, simulated, nonce }: TestNotice): string | undefined {
  const notice: Notice = {
    ...{ kind: 'test', ruleName: 'test of a channel', condition: 'sent by hand', severity: 'normal' },
    ...{ region: null, source: 'chipdesk', lookedAt: now, createdAt: now, simulated },
    ...{ memberCount: 0, members: [] },
  };
  const noticeId = createHash('sha256')
    .update(JSON.stringify([channel, 'test', nonce]))
    .digest('hex');
  const lane = `${channel}|test`;
  return enqueueDelivery(db, { noticeId, channel, lane, notice, eventIds: [] }) ? noticeId : undefined;
}
