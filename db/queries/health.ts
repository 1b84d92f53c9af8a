import { UNSOLD_INTERVALS_MS } from '#lib/domain/collectors.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { UNASKED_MARK } from '#lib/health/marks.ts';
import { foldTargets, type WatchedTarget } from '#lib/series/collector-health.ts';
import { toOutcome } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { readCadence } from './asked.ts';
import { prepared } from './prepared.ts';

type Row = [string, string, string, number | null, number | null, number, string | null, string | null];

/**
 * The present targets of every collector and region, folded into one row where it asks several questions: thousands
 * of questions are counted where they lie. The words are those of a question that was asked, where there is one.
 */
export function watchedTargets(db: Db): WatchedTarget[] {
  const sql = `SELECT collector, region, outcome, max(last_look_at), max(last_complete_at), count(*), max(error_class),
      coalesce(max(CASE WHEN error_text LIKE ? THEN NULL ELSE error_text END), max(error_text))
    FROM target WHERE current = 1 GROUP BY collector, region, outcome ORDER BY collector, region`;
  const cadence = new Map<string, number>(Object.entries(readCadence(db)));
  const unsold = new Map<string, number>(Object.entries(UNSOLD_INTERVALS_MS));
  const folded = new Map<string, WatchedTarget>();
  for (const row of prepared(db, sql).all(`${UNASKED_MARK}%`) as Row[]) {
    const target = watchedTarget(row);
    const seldom = target.outcome === 'not_sold' ? unsold.get(target.name) : undefined;
    const intervalMs = seldom ?? cadence.get(target.name);
    const one = { ...target, ...(intervalMs === undefined ? {} : { intervalMs }) };
    const key = `${one.name} ${one.region}`;
    const known = folded.get(key);
    folded.set(key, known === undefined ? one : foldTargets(known, one));
  }
  return [...folded.values()];
}

function watchedTarget(row: Row): WatchedTarget {
  const [name, region, text, lastLookAt, lastCompleteAt, count, errorClass, errorText] = row;
  const outcome: Outcome = toOutcome(text);
  const counts = { [outcome]: count };
  return { name, region, outcome, lastLookAt, lastCompleteAt, counts, errorClass, errorText };
}

/** Of the run ledger: the oldest and newest start, a skipped slot being no run, and the jobs that are running. */
export function runBounds(db: Db): RunBounds {
  const sql = `SELECT (SELECT min(started_at) FROM job_run),
    (SELECT started_at FROM job_run WHERE state <> 'skipped' ORDER BY started_at DESC LIMIT 1)`;
  const [firstRunAt, lastRunAt] = prepared(db, sql).get() as [number | null, number | null];
  const running = prepared(db, "SELECT job FROM job_run WHERE state = 'running'").pluck().all() as string[];
  return { firstRunAt, lastRunAt, running };
}

type RunBounds = { firstRunAt: number | null; lastRunAt: number | null; running: string[] };
