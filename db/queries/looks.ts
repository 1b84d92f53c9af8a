import type { Outcome } from '#lib/domain/outcome.ts';
import { addSpan, type Span } from '#lib/series/coverage.ts';
import type { FailedLook } from '#lib/series/gaps.ts';
import { toOutcome } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** What the last looks at one target came to. */
export type Look = { outcome: Outcome; lastLookAt: number | null; lastCompleteAt: number | null };

/** The newest look of a collector at any of its present targets, or null before the first. */
export function newestLook(db: Db, collector: string): number | null {
  const row = prepared(db, 'SELECT max(last_look_at) FROM target WHERE current = 1 AND collector = ?').get(
    collector,
  );
  return (row as [number | null])[0];
}

/** When a collector last got all that it asked for, anywhere; null before the first time. */
export function newestComplete(db: Db, collector: string): number | null {
  const sql = 'SELECT max(last_complete_at) FROM target WHERE current = 1 AND collector = ?';
  return (prepared(db, sql).get(collector) as [number | null])[0];
}

/** The present target of each region. */
export function looksOf(db: Db, collector: string): Map<string, Look> {
  const sql = `SELECT region, outcome, last_look_at, last_complete_at FROM target
    WHERE current = 1 AND collector = ? ORDER BY region, id`;
  const rows = prepared(db, sql).all(collector) as [string, string, number | null, number | null][];
  return new Map(
    rows.map(([region, outcome, lastLookAt, lastCompleteAt]) => [
      region,
      { outcome: toOutcome(outcome), lastLookAt, lastCompleteAt },
    ]),
  );
}

/** How a series stands with what is asked: `known` are the stretches any question has covered it for. */
export type Standing = { asked: boolean; look: Outcome; known: readonly Span[] };
export type StandingOf = (series: { region: string; type: string; product: string }) => Standing;

type Asked = { current: boolean; outcome: Outcome; types: Names; products: Names; known: Span[] };
/** null: the question names none, so it is about all of them. */
type Names = ReadonlySet<string> | null;

/**
 * Tells for every series of a collector what its present question came to and what all its questions have covered:
 * when the watch list changes, what was known before stays known, and what is no longer asked is no longer current.
 */
export function standingOf(db: Db, collector: string): StandingOf {
  const regions = questionsByRegion(db, collector);
  const merged = new Map<string, Standing>();
  return ({ region, type, product }) => {
    const questions = (regions.get(region) ?? []).filter(
      (one) => names(one.types, type) && names(one.products, product),
    );
    const key = `${region} ${questions.map((one) => one.id).join(' ')}`;
    const found = merged.get(key) ?? standing(questions);
    merged.set(key, found);
    return found;
  };
}

const names = (list: Names, name: string) => list === null || list.has(name);

function standing(questions: readonly Asked[]): Standing {
  const current = questions.find((one) => one.current);
  const known = questions.flatMap((one) => one.known).reduce<Span[]>(addSpan, []);
  return { asked: current !== undefined, look: current?.outcome ?? 'never', known };
}

function questionsByRegion(db: Db, collector: string): Map<string, (Asked & { id: number })[]> {
  const sql = 'SELECT id, region, current, outcome, types, products FROM target WHERE collector = ?';
  type Row = [number, string, number, string, string | null, string | null];
  const spans = coverageByTarget(db, collector);
  const regions = new Map<string, (Asked & { id: number })[]>();
  for (const [id, region, current, outcome, types, products] of prepared(db, sql).all(collector) as Row[]) {
    const question = {
      id,
      current: current === 1,
      outcome: toOutcome(outcome),
      types: namesOf(types),
      products: namesOf(products),
      known: spans.get(id) ?? [],
    };
    regions.set(region, [...(regions.get(region) ?? []), question]);
  }
  return regions;
}

const namesOf = (list: string | null): Names => (list === null ? null : new Set(list.split(',')));

function coverageByTarget(db: Db, collector: string): Map<number, Span[]> {
  const sql = `SELECT c.target_id, c.from_at, c.to_at FROM coverage c JOIN target t ON t.id = c.target_id
    WHERE t.collector = ? ORDER BY c.target_id, c.from_at`;
  const spans = new Map<number, Span[]>();
  for (const [id, from, to] of prepared(db, sql).all(collector) as [number, number, number][]) {
    spans.set(id, [...(spans.get(id) ?? []), { from, to }]);
  }
  return spans;
}

/** The looks of a time that were not complete, by region, oldest first. */
export function failedLooks(db: Db, collector: string, time: Span): Map<string, FailedLook[]> {
  const sql = `SELECT t.region, s.collected_at, s.outcome FROM sample_set s JOIN target t ON t.id = s.target_id
    WHERE s.collected_at BETWEEN ? AND ? AND s.completeness <> 'complete' AND t.collector = ? ORDER BY s.collected_at, s.id`;
  const looks = new Map<string, FailedLook[]>();
  for (const [region, at, outcome] of prepared(db, sql).all(time.from, time.to, collector) as [
    string,
    number,
    string,
  ][]) {
    const list = looks.get(region) ?? [];
    list.push({ at, outcome: toOutcome(outcome) });
    looks.set(region, list);
  }
  return looks;
}
