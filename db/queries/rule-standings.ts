import type { Db } from '../client.ts';

/** How a rule has done: alerts of it that fire now, episodes of the last 30 days, and when the newest of all began. */
export type RuleStanding = {
  ruleId: number;
  firing: number;
  episodes30d: number;
  lastFiredAt: number | null;
};

export function ruleStandings(db: Db, since: number): Map<number, RuleStanding> {
  const rows = db.sqlite
    .prepare<[number], RuleStanding>(
      `SELECT r.id AS ruleId,
              (SELECT count(*) FROM alert a WHERE a.rule_id = r.id AND a.phase IN ('firing', 'cooling')) AS firing,
              count(e.id) FILTER (WHERE e.at >= ?) AS episodes30d, max(e.at) AS lastFiredAt
       FROM rule r LEFT JOIN alert a ON a.rule_id = r.id
       LEFT JOIN alert_event e ON e.alert_id = a.id AND e.kind = 'firing'
       GROUP BY r.id`,
    )
    .all(since);
  return new Map(rows.map((row) => [row.ruleId, row]));
}
