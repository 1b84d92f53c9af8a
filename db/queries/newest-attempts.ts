import type { Db } from '../client.ts';
import type { Attempt } from './deliveries.ts';

/** The newest attempt at each channel, by channel id, with the kind of message it was about. */
export function newestAttempts(db: Db): Map<number, Attempt & { kind: string }> {
  const rows = db.sqlite
    .prepare<[], Attempt & { channelId: number; kind: string }>(
      `SELECT d.channel_id AS channelId, d.kind, a.at, a.took_ms AS tookMs, a.outcome, a.status, a.detail
       FROM delivery_attempt a JOIN delivery d ON d.id = a.delivery_id
       WHERE a.id IN (SELECT max(x.id) FROM delivery_attempt x JOIN delivery y ON y.id = x.delivery_id
                      GROUP BY y.channel_id)`,
    )
    .all();
  return new Map(rows.map(({ channelId, ...attempt }) => [channelId, attempt]));
}
