import { and, count, desc, eq, max, ne } from 'drizzle-orm';
import type { Completeness, ErrorClass, Outcome } from '#lib/domain/outcome.ts';
import { addSpan, type Span } from '#lib/series/coverage.ts';
import type { Db } from '../client.ts';
import { coverage, jobRun, sampleSet, target } from '../schema/index.ts';
import { prepared } from './prepared.ts';

export type Target = typeof target.$inferSelect;

/** What a look at a target came to. */
export type Look = {
  runId: string;
  collectedAt: number;
  /** The stretch of time the answer speaks for. */
  span: Span;
  completeness: Completeness;
  outcome: Outcome;
  errorClass?: ErrorClass | undefined;
  errorText?: string | undefined;
  pages: number;
  items: number;
  quarantined: number;
  changes: number;
};

/** What a collector asks a region for, and a key that changes when the question does. */
export type Question = { key: string; types?: readonly string[]; products?: readonly string[] };

/** The target of a question, made when new; other questions of the same collector and region become history. */
export function ensureTarget(
  db: Db,
  collector: string,
  region: string,
  { key: queryKey, types, products }: Question,
): Target {
  const identity = and(eq(target.collector, collector), eq(target.region, region));
  const found = db.orm
    .select()
    .from(target)
    .where(and(identity, eq(target.queryKey, queryKey)))
    .get();
  if (found?.current) return found;
  db.orm
    .update(target)
    .set({ current: false })
    .where(and(identity, ne(target.queryKey, queryKey)))
    .run();
  return insertTarget(db, collector, region, { key: queryKey, types, products });
}

type AskedQuestion = {
  key: string;
  types?: readonly string[] | undefined;
  products?: readonly string[] | undefined;
};

function insertTarget(
  db: Db,
  collector: string,
  region: string,
  { key: queryKey, types, products }: AskedQuestion,
): Target {
  return db.orm
    .insert(target)
    .values({
      collector,
      region,
      queryKey,
      types: types?.join(',') ?? null,
      products: products?.join(',') ?? null,
      current: true,
      outcome: 'never',
      failuresInRow: 0,
    })
    .onConflictDoUpdate({
      target: [target.collector, target.region, target.queryKey],
      set: { current: true },
    })
    .returning()
    .get();
}

/**
 * The targets of all questions a collector asks of a region now, made when new, in the order given; questions that are
 * no longer among them become history.
 */
export function ensureTargets(
  db: Db,
  collector: string,
  region: string,
  questions: readonly Question[],
): Target[] {
  const identity = and(eq(target.collector, collector), eq(target.region, region));
  const known = new Map(
    db.orm
      .select()
      .from(target)
      .where(identity)
      .all()
      .map((row) => [row.queryKey, row]),
  );
  const asked = new Set(questions.map((question) => question.key));
  for (const row of known.values()) {
    if (row.current && !asked.has(row.queryKey))
      db.orm.update(target).set({ current: false }).where(eq(target.id, row.id)).run();
  }
  return questions.map((question) => {
    const found = known.get(question.key);
    if (found?.current) return found;
    return insertTarget(db, collector, region, question);
  });
}

/** Takes a target out of the questions asked, such as a region that is no longer watched. */
export function retireTargets(db: Db, collector: string, keep: ReadonlySet<string>): void {
  for (const row of db.orm
    .select()
    .from(target)
    .where(and(eq(target.collector, collector), eq(target.current, true)))
    .all()) {
    if (!keep.has(row.region))
      db.orm.update(target).set({ current: false }).where(eq(target.id, row.id)).run();
  }
}

export function currentTargets(db: Db, collector: string): Target[] {
  return db.orm
    .select()
    .from(target)
    .where(and(eq(target.collector, collector), eq(target.current, true)))
    .all();
}

export function setWantedFrom(db: Db, targetId: number, wantedFrom: number): void {
  db.orm.update(target).set({ wantedFrom }).where(eq(target.id, targetId)).run();
}

/**
 * Records a look and makes it the target's newest; returns the id of its sample set, the logical clock.
 * Call it inside the publishing transaction.
 */
export function recordLook(db: Db, targetId: number, look: Look): number {
  const setId = recordPastLook(db, targetId, look);
  const complete = look.completeness === 'complete' ? 1 : 0;
  const { outcome, errorClass = null, errorText = null, collectedAt } = look;
  prepared(db, NEWEST).run({ targetId, outcome, errorClass, errorText, collectedAt, complete });
  return setId;
}

// Statements that every look runs are prepared once: building them anew takes longer than running them.
const NEWEST = `UPDATE target SET outcome = @outcome, error_class = @errorClass, error_text = @errorText,
  last_look_at = @collectedAt, last_complete_at = iif(@complete, @collectedAt, last_complete_at),
  failures_in_row = iif(@complete, 0, failures_in_row + 1) WHERE id = @targetId`;

/** Records a look at the past: it says nothing about how the target stands now. */
export function recordPastLook(db: Db, targetId: number, look: Look): number {
  const { span, errorClass = null, errorText = null, ...rest } = look;
  const row = { ...rest, targetId, fromAt: span.from, toAt: span.to, errorClass, errorText };
  return (prepared(db, ADD_LOOK).get(row) as [number])[0];
}

const ADD_LOOK = `INSERT INTO sample_set (target_id, run_id, collected_at, from_at, to_at, completeness, outcome,
    error_class, error_text, pages, items, quarantined, changes)
  VALUES (@targetId, @runId, @collectedAt, @fromAt, @toAt, @completeness, @outcome, @errorClass, @errorText, @pages,
    @items, @quarantined, @changes) RETURNING id`;

/** Why the newest looks of a job at a target went wrong, newest first; null for one that did not. */
export function newestErrors(db: Db, targetId: number, job: string, looks: number): (string | null)[] {
  return db.orm
    .select({ errorText: sampleSet.errorText })
    .from(sampleSet)
    .innerJoin(jobRun, eq(jobRun.runId, sampleSet.runId))
    .where(and(eq(sampleSet.targetId, targetId), eq(jobRun.job, job)))
    .orderBy(desc(sampleSet.id))
    .limit(looks)
    .all()
    .map((row) => row.errorText);
}

/** Why the newest looks at a target went wrong, newest first; null for one that did not. */
export function newestLookErrors(db: Db, targetId: number, looks: number): (string | null)[] {
  return db.orm
    .select({ errorText: sampleSet.errorText })
    .from(sampleSet)
    .where(eq(sampleSet.targetId, targetId))
    .orderBy(desc(sampleSet.id))
    .limit(looks)
    .all()
    .map((row) => row.errorText);
}

export function listCoverage(db: Db, targetId: number): Span[] {
  const sql = 'SELECT from_at, to_at FROM coverage WHERE target_id = ? ORDER BY from_at';
  return (prepared(db, sql).all(targetId) as [number, number][]).map(([from, to]) => ({ from, to }));
}

/**
 * Notes that a target was looked at in full at an instant: the stretch since the last such look is known, unless it is
 * too long to say what happened in it. What a clock that has been set back since had claimed beyond it is taken back.
 */
export function extendSeen(db: Db, targetId: number, at: number, intervalMs: number): void {
  if ((newestSpan(db, targetId)?.to ?? 0) > at) cutCoverage(db, targetId, at);
  const last = newestSpan(db, targetId);
  if (last?.to === at) return;
  const joins = last !== undefined && at - last.to <= 2.5 * intervalMs;
  const grow = 'UPDATE coverage SET to_at = ? WHERE target_id = ? AND from_at = ?';
  if (joins) prepared(db, grow).run(at, targetId, last.from);
  else prepared(db, BEGIN_SPAN).run(targetId, at, at);
}

const BEGIN_SPAN = `INSERT INTO coverage (target_id, from_at, to_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`;

function newestSpan(db: Db, targetId: number): Span | undefined {
  const sql = 'SELECT from_at, to_at FROM coverage WHERE target_id = ? ORDER BY from_at DESC LIMIT 1';
  const row = prepared(db, sql).get(targetId) as [number, number] | undefined;
  return row === undefined ? undefined : { from: row[0], to: row[1] };
}

/** Takes back what a clock that ran ahead has claimed to know: nothing is known beyond `at`. */
export function cutCoverage(db: Db, targetId: number, at: number): void {
  for (const span of listCoverage(db, targetId)) {
    if (span.to <= at) continue;
    const row = and(eq(coverage.targetId, targetId), eq(coverage.fromAt, span.from));
    if (span.from > at) db.orm.delete(coverage).where(row).run();
    else db.orm.update(coverage).set({ toAt: at }).where(row).run();
  }
}

/** How often the same window was asked for in vain, and when last. */
export function windowFailures(db: Db, targetId: number, span: Span): { count: number; lastAt: number } {
  const where = and(
    eq(sampleSet.targetId, targetId),
    // Its start may move with AWS's horizon, its end does not.
    eq(sampleSet.toAt, span.to),
    ne(sampleSet.completeness, 'complete'),
  );
  const row = db.orm
    .select({ count: count(), lastAt: max(sampleSet.collectedAt) })
    .from(sampleSet)
    .where(where)
    .get();
  return { count: row?.count ?? 0, lastAt: row?.lastAt ?? 0 };
}

/** Adds a known stretch to a target and keeps the stretches merged. */
export function extendCoverage(db: Db, targetId: number, span: Span): void {
  const merged = addSpan(listCoverage(db, targetId), span);
  db.orm.delete(coverage).where(eq(coverage.targetId, targetId)).run();
  for (const part of merged)
    db.orm.insert(coverage).values({ targetId, fromAt: part.from, toAt: part.to }).run();
}
