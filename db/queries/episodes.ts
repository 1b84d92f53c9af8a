import { alertMemorySchema } from '#lib/alerts/facts.ts';
import type { Labels } from '#lib/alerts/identity.ts';
import type { Severity } from '#lib/alerts/notice.ts';
import type { ResolveReason } from '#lib/alerts/reasons.ts';
import type { Episode } from '#lib/channels/types.ts';
import type { Db } from '../client.ts';

type Row = {
  noticeId: string;
  kind: 'firing' | 'resolved';
  at: number;
  reason: ResolveReason | null;
  labelsJson: string;
  memoryJson: string;
  firedAt: number | null;
  begunId: number | null;
  begunNotice: string | null;
  begunSeverity: Severity | null;
};

/** A notice keeps what it shows; its events are on record whatever their number. */
const EPISODES = `SELECT d.notice_id AS noticeId, e.kind, e.at, e.reason, a.labels_json AS labelsJson,
    e.facts_json AS memoryJson, fired.at AS firedAt,
    b.id AS begunId, b.notice_id AS begunNotice, json_extract(b.notice_json, '$.severity') AS begunSeverity
  FROM delivery d
  JOIN delivery_event de ON de.delivery_id = d.id
  JOIN alert_event e ON e.id = de.event_id
  JOIN alert a ON a.id = e.alert_id
  LEFT JOIN alert_event fired
    ON fired.alert_id = e.alert_id AND fired.episode = e.episode AND fired.kind = 'firing'
  LEFT JOIN delivery b ON b.id = (
    SELECT told.id FROM delivery_event fe JOIN delivery told ON told.id = fe.delivery_id
    WHERE fe.event_id = fired.id AND told.channel_id = d.channel_id AND told.kind IN ('firing', 'flapping')
    ORDER BY told.id LIMIT 1)
  WHERE d.id = ? ORDER BY e.id`;

/** What each of the deliveries tells of, episode by episode, and how its beginning was told to the same channel. */
export function episodesOf(db: Db, deliveryIds: readonly number[]): Episode[] {
  const statement = db.sqlite.prepare<[number], Row>(EPISODES);
  const rows = deliveryIds.flatMap((id) => statement.all(id));
  const open = new Map<number, number>();
  for (const { begunId } of rows)
    if (begunId !== null && !open.has(begunId)) open.set(begunId, countOpen(db, begunId));
  return rows.flatMap((row) => episodeOf(row, open));
}

function episodeOf(row: Row, open: ReadonlyMap<number, number>): Episode[] {
  const memory = alertMemorySchema.safeParse(JSON.parse(row.memoryJson));
  // Facts of a topic that this version does not know have no words.
  if (!memory.success) return [];
  const { noticeId, kind, at, reason, firedAt, begunId, begunNotice, begunSeverity } = row;
  const { latest, fired } = memory.data;
  const member = {
    facts: latest,
    fired: kind === 'resolved' ? fired : null,
    firingAt: firedAt,
    reason,
  };
  const begun =
    begunId === null || begunNotice === null || begunSeverity === null
      ? null
      : { noticeId: begunNotice, severity: begunSeverity, open: open.get(begunId) ?? 0 };
  return [{ noticeId, kind, at, labels: JSON.parse(row.labelsJson) as Labels, member, begun }];
}

/** Of the episodes whose beginning a delivery told, how many have not ended. */
function countOpen(db: Db, deliveryId: number): number {
  return (
    db.sqlite
      .prepare<[number], number>(
        `SELECT count(*) FROM delivery_event de JOIN alert_event fired ON fired.id = de.event_id
         WHERE de.delivery_id = ? AND NOT EXISTS (
           SELECT 1 FROM alert_event ended
           WHERE ended.alert_id = fired.alert_id AND ended.episode = fired.episode AND ended.kind = 'resolved')`,
      )
      .pluck(true)
      .get(deliveryId) ?? 0
  );
}
