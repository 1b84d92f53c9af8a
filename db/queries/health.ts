import type { WatchedTarget } from '#lib/series/collector-health.ts';
import { toOutcome } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** The present targets of every collector, by collector and region. */
export function watchedTargets(db: Db): WatchedTarget[] {
  const sql = `SELECT collector, region, outcome, last_look_at, last_complete_at FROM target
    WHERE current = 1 ORDER BY collector, region`;
  const rows = prepared(db, sql).all() as [string, string, string, number | null, number | null][];
  return rows.map(([name, region, outcome, lastLookAt, lastCompleteAt]) => ({
    name,
    region,
    outcome: toOutcome(outcome),
    lastLookAt,
    lastCompleteAt,
  }));
}

/** The oldest and newest start in the run ledger; a skipped slot is no run. */
export function runBounds(db: Db): { firstRunAt: number | null; lastRunAt: number | null } {
  const sql = `SELECT (SELECT min(started_at) FROM job_run),
    (SELECT started_at FROM job_run WHERE state <> 'skipped' ORDER BY started_at DESC LIMIT 1)`;
  const [firstRunAt, lastRunAt] = prepared(db, sql).get() as [number | null, number | null];
  return { firstRunAt, lastRunAt };
}
