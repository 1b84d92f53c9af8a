import { type AlertMemory, alertMemorySchema } from '#lib/alerts/facts.ts';
import type { Labels } from '#lib/alerts/identity.ts';
import type { Severity } from '#lib/alerts/notice.ts';
import type { ResolveReason } from '#lib/alerts/reasons.ts';
import type { Span } from '#lib/series/coverage.ts';
import type { Db } from '../client.ts';

/** One episode for people: how it began, how it ended, and who was told. */
export type EpisodeListing = {
  /** Of the event that began it: what comes before in the list has a lower one. */
  eventId: number;
  ruleName: string;
  severity: Severity;
  labels: Labels;
  firedAt: number;
  endedAt: number | null;
  reason: ResolveReason | null;
  /** Channels that its beginning was delivered to, by name. */
  told: string[];
  /** The silence that kept its beginning back. */
  silenceId: number | null;
  fired: AlertMemory | undefined;
  ended: AlertMemory | undefined;
};

export type EpisodeFilter = {
  rule?: string;
  type?: string;
  region?: string;
  before?: number;
  /** When it began: after the start, up to the end. */
  within?: Span;
  limit: number;
};

type Row = Omit<EpisodeListing, 'labels' | 'told' | 'fired' | 'ended'> & {
  labelsJson: string;
  toldBy: string | null;
  firedJson: string;
  endedJson: string | null;
};

/** Episodes, newest first. */
export function listEpisodes(db: Db, { within, ...filter }: EpisodeFilter): EpisodeListing[] {
  const rows = db.sqlite
    .prepare<Record<string, unknown>, Row>(
      `SELECT f.id AS eventId, r.name AS ruleName, r.severity, f.at AS firedAt, e.at AS endedAt, e.reason,
              f.silence_id AS silenceId, a.labels_json AS labelsJson, f.facts_json AS firedJson,
              e.facts_json AS endedJson,
              (SELECT group_concat(DISTINCT c.name) FROM delivery_event de JOIN delivery d ON d.id = de.delivery_id
                 JOIN channel c ON c.id = d.channel_id
               WHERE de.event_id = f.id AND d.kind = 'firing' AND d.state = 'delivered') AS toldBy
       FROM alert_event f JOIN alert a ON a.id = f.alert_id JOIN rule r ON r.id = a.rule_id
       LEFT JOIN alert_event e ON e.alert_id = f.alert_id AND e.episode = f.episode AND e.kind = 'resolved'
       WHERE f.kind = 'firing' AND (@before IS NULL OR f.id < @before) AND (@rule IS NULL OR r.name = @rule)
         AND (@from IS NULL OR f.at > @from) AND (@to IS NULL OR f.at <= @to)
         AND (@type IS NULL OR json_extract(a.labels_json, '$.type') = @type)
         AND (@region IS NULL OR json_extract(a.labels_json, '$.region') = @region)
       ORDER BY f.id DESC LIMIT @limit`,
    )
    .all({ before: null, rule: null, type: null, region: null, from: null, to: null, ...within, ...filter });
  return rows.map(({ labelsJson, toldBy, firedJson, endedJson, ...row }) => ({
    ...row,
    labels: JSON.parse(labelsJson) as Labels,
    told: toldBy === null ? [] : toldBy.split(',').sort(),
    fired: readMemory(firedJson),
    ended: endedJson === null ? undefined : readMemory(endedJson),
  }));
}

function readMemory(json: string): AlertMemory | undefined {
  return alertMemorySchema.safeParse(JSON.parse(json)).data;
}
