import type { NewsTopic } from '#lib/domain/news-topics.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** For each topic a text that is another one as soon as there is news of it. */
export type NewsMarks = ReadonlyMap<NewsTopic, string>;

const SOURCES = `SELECT t.collector, ifnull(max(t.last_look_at), 0) || ' ' || count(*) || ' ' || total(c.to_at - c.from_at)
  FROM target t LEFT JOIN coverage c ON c.target_id = t.id GROUP BY t.collector`;
const ALERTS = 'SELECT ifnull(max(id), 0) FROM alert_event';

/** A source has news with every look, and with every part of the past that becomes known. */
export function newsMarks(db: Db): NewsMarks {
  const sources = prepared(db, SOURCES).all() as [NewsTopic, string][];
  const [alert] = prepared(db, ALERTS).get() as [number];
  return new Map<NewsTopic, string>([...sources, ['alert', String(alert)]]);
}
