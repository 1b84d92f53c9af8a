import type { Notice } from '#lib/alerts/notice.ts';
import type { Db } from '../client.ts';
import { readNotice } from './deliveries.ts';
import { prepared } from './prepared.ts';

export type Fallback = { id: number; name: string };

/** Makes one channel the fallback. Without a name, one that was chosen elsewhere than in the configuration stays. */
export function saveFallback(db: Db, name: string | undefined): void {
  const sql = `UPDATE channel SET is_fallback = coalesce(name = @name, 0) WHERE @name IS NOT NULL OR origin = 'file'`;
  db.sqlite.prepare(sql).run({ name: name ?? null });
}

export function readFallback(db: Db): Fallback | undefined {
  const sql = 'SELECT id, name FROM channel WHERE is_fallback = 1 AND enabled = 1 ORDER BY id LIMIT 1';
  const [id, name] = (prepared(db, sql).get() as [number, string] | undefined) ?? [];
  return id === undefined || name === undefined ? undefined : { id, name };
}

/** A message that is kept for a broken channel. */
export type Stranded = {
  copyId: string;
  lane: string;
  channel: string;
  reason: string | null;
  notice: Notice;
  eventIds: number[];
};

/** Comes between the id of a message and the fallback's, in the id of a copy: hashes have no such letters. */
const MARK = '-fallback-';

/**
 * What is critical, is kept for a broken channel and has yet to be told by the fallback: neither as a copy, nor in its
 * own right because it hears of the same events anyway. A copy that waits for an earlier fallback, broken in its turn,
 * tells nobody; copies themselves are never copied, so that nothing goes round.
 */
const STRANDED = `SELECT d.id, d.notice_id, d.lane, c.name, c.state_reason, d.notice_json
  FROM delivery d JOIN channel c ON c.id = d.channel_id
  WHERE d.state = 'parked' AND c.state = 'broken' AND c.enabled = 1 AND d.kind <> 'test'
    AND json_extract(d.notice_json, '$.severity') = 'critical' AND instr(d.notice_id, '${MARK}') = 0
    AND NOT EXISTS (SELECT 1 FROM delivery copy
      WHERE copy.notice_id > d.notice_id || '-' AND copy.notice_id < d.notice_id || '.'
        AND (copy.channel_id = @fallback OR copy.state NOT IN ('parked', 'dead', 'superseded')))
    AND EXISTS (SELECT 1 FROM delivery_event e WHERE e.delivery_id = d.id AND NOT EXISTS (
      SELECT 1 FROM delivery_event own JOIN delivery o ON o.id = own.delivery_id
      WHERE own.event_id = e.event_id AND o.channel_id = @fallback AND o.kind = d.kind
        AND o.state <> 'superseded' AND instr(o.notice_id, '${MARK}') = 0))
  ORDER BY d.id`;
const EVENTS = 'SELECT event_id FROM delivery_event WHERE delivery_id = ? ORDER BY event_id';

export function strandedDeliveries(db: Db, fallback: Fallback): Stranded[] {
  type Row = [number, string, string, string, string | null, string];
  const rows = prepared(db, STRANDED).all({ fallback: fallback.id }) as Row[];
  return rows.flatMap(([id, noticeId, lane, channel, reason, json]) => {
    const notice = readNotice(json);
    if (notice === undefined) return [];
    const eventIds = (prepared(db, EVENTS).all(id) as [number][]).map(([eventId]) => eventId);
    const copyId = `${noticeId}${MARK}${fallback.id}`;
    return [{ copyId, lane, channel, reason, notice, eventIds }];
  });
}
