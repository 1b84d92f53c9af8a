import type { Outcome } from '#lib/domain/outcome.ts';
import { foldTargets, type WatchedTarget } from '#lib/series/collector-health.ts';
import { toOutcome } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

type Row = [string, string, string, number | null, number | null, number, string | null];

/**
 * The present targets of every collector and region, folded into one row where it asks several questions: thousands
 * of questions are counted where they lie.
 */
export function watchedTargets(db: Db): WatchedTarget[] {
  const sql = `SELECT collector, region, outcome, max(last_look_at), max(last_complete_at), count(*), max(error_text)
    FROM target WHERE current = 1 GROUP BY collector, region, outcome ORDER BY collector, region`;
  const folded = new Map<string, WatchedTarget>();
  for (const row of prepared(db, sql).all() as Row[]) {
    const one = watchedTarget(row);
    const key = `${one.name} ${one.region}`;
    const known = folded.get(key);
    folded.set(key, known === undefined ? one : foldTargets(known, one));
  }
  return [...folded.values()];
}

function watchedTarget(row: Row): WatchedTarget {
  const [name, region, text, lastLookAt, lastCompleteAt, count, errorText] = row;
  const outcome: Outcome = toOutcome(text);
  return { name, region, outcome, lastLookAt, lastCompleteAt, counts: { [outcome]: count }, errorText };
}

/** The oldest and newest start in the run ledger; a skipped slot is no run. */
export function runBounds(db: Db): { firstRunAt: number | null; lastRunAt: number | null } {
  const sql = `SELECT (SELECT min(started_at) FROM job_run),
    (SELECT started_at FROM job_run WHERE state <> 'skipped' ORDER BY started_at DESC LIMIT 1)`;
  const [firstRunAt, lastRunAt] = prepared(db, sql).get() as [number | null, number | null];
  return { firstRunAt, lastRunAt };
}
