import { DAY, dayOf } from '#lib/domain/time.ts';
import type { Span } from '#lib/series/coverage.ts';
import { type Merge, mergeAnswer } from '#lib/series/merge.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import { type Db, writeTransaction } from '../client.ts';
import { bumpDataVersion } from './meta.ts';
import { assertRunOpen } from './runs.ts';
import {
  applyMerge,
  flush,
  loadPoints,
  type PendingRows,
  type SeriesState,
  seriesStatements,
} from './series-store.ts';
import { extendCoverage, type Look, listCoverage, recordLook, recordPastLook } from './targets.ts';

/** AWS's records of one series, sorted by time, each instant once; micro-dollars per hour. */
export type SeriesAnswer = {
  zoneId: string;
  instanceType: string;
  qualifier: string;
  scale: number;
  records: { at: number; value: number }[];
};

/** Everything one look at a target has learned, ready to become visible in one step. */
export type PriceSet = {
  targetId: number;
  kind: string;
  unit: string;
  region: string;
  /** 'now' moves the target's state and may end prices; 'past' only fills in history. */
  about: 'now' | 'past';
  look: Omit<Look, 'changes'>;
  series: SeriesAnswer[];
  /** False where AWS may not give the record in force at the start: at its 90-day horizon. */
  provesAbsence: boolean;
  /** Whether a series belongs to the question, so that its absence from a complete answer means something. */
  asked(series: { instanceType: string; qualifier: string }): boolean;
};

export type Published = { setId: number; changes: number; seriesCount: number };

/**
 * Publishes one set in one transaction: points, roll-ups, coverage, the look itself and whatever `evaluate` adds.
 * @throws RunClosedError when the ledger has closed the run meanwhile
 */
export function publishPrices(
  db: Db,
  set: PriceSet,
  evaluate: (setId: number) => void = () => {},
): Published {
  return writeTransaction(db, () => {
    assertRunOpen(db, set.look.runId);
    const known = loadKnown(db, set);
    const pending: PendingRows = { points: [], rollups: [] };
    const coverage = listCoverage(db, set.targetId);
    let changes = 0;
    for (const answer of set.series) changes += publishSeries(db, set, answer, known, coverage, pending);
    if (set.look.completeness === 'complete') {
      if (set.provesAbsence) changes += endMissing(db, set, known, pending);
      extendCoverage(db, set.targetId, set.look.span);
    }
    flush(db, pending);
    const look = { ...set.look, changes };
    const setId =
      set.about === 'now' ? recordLook(db, set.targetId, look) : recordPastLook(db, set.targetId, look);
    evaluate(setId);
    bumpDataVersion(db);
    return { setId, changes, seriesCount: set.series.length };
  });
}

type Known = Map<string, SeriesState & { instanceType: string; qualifier: string; seen: boolean }>;

const keyOf = (series: { zoneId: string; instanceType: string; qualifier: string }) =>
  `${series.zoneId}|${series.instanceType}|${series.qualifier}`;

function loadKnown(db: Db, set: PriceSet): Known {
  const rows = seriesStatements(db).ofRegion.all(set.kind, set.region);
  return new Map(rows.map((row) => [keyOf(row), { ...row, seen: false }]));
}

function publishSeries(
  db: Db,
  set: PriceSet,
  answer: SeriesAnswer,
  known: Known,
  coverage: readonly Span[],
  pending: PendingRows,
): number {
  const state = known.get(keyOf(answer)) ?? insertSeries(db, set, answer, known);
  state.seen = true;
  const first = answer.records[0];
  const last = answer.records.at(-1);
  if (first === undefined || last === undefined) return 0;
  if (tellsNothingNew(state, answer)) return 0;
  const { span } = set.look;
  const until = Math.max(last.at, span.to);
  const existing = loadPoints(db, state.id, Math.min(first.at, span.from), until);
  const merge = mergeAnswer(
    existing,
    {
      records: answer.records,
      ...span,
      complete: set.look.completeness === 'complete',
      provesAbsence: set.provesAbsence,
    },
    coverage,
  );
  const changes = merge.upserts.length + merge.deletes.length;
  if (changes > 0) {
    applyMerge(db, state.id, merge, pending);
    moveState(state, merge.points.at(-1), until);
  }
  state.confirmedAt = Math.max(state.confirmedAt ?? 0, last.at);
  state.scale = Math.min(state.scale, answer.scale);
  saveState(db, state);
  return changes;
}

/** True when every record is one that the series' present state already stands for: the usual case of a poll. */
function tellsNothingNew(state: SeriesState, answer: SeriesAnswer): boolean {
  const { changedAt, confirmedAt, lastValue, scale } = state;
  if (changedAt === null || confirmedAt === null || answer.scale < scale) return false;
  return answer.records.every(
    (record) => record.value === lastValue && record.at >= changedAt && record.at <= confirmedAt,
  );
}

/** The newest point of the series is its state, unless it has one from after the days that were merged. */
function moveState(state: SeriesState, newest: TimedValue | undefined, until: number): void {
  if (newest === undefined || (state.changedAt !== null && state.changedAt >= (dayOf(until) + 1) * DAY))
    return;
  state.lastValue = newest.value;
  state.changedAt = newest.at;
  state.outcome = newest.value === null ? 'none' : 'value';
}

function saveState(db: Db, state: SeriesState): void {
  const { lastValue, changedAt, confirmedAt, scale, outcome, id } = state;
  seriesStatements(db).update.run(lastValue, changedAt, confirmedAt, scale, outcome, id);
}

function insertSeries(db: Db, set: PriceSet, answer: SeriesAnswer, known: Known) {
  const { kind, region, unit } = set;
  const inserted = seriesStatements(db).insert.get(
    kind,
    region,
    answer.zoneId,
    answer.instanceType,
    answer.qualifier,
    unit,
    answer.scale,
  );
  if (inserted === undefined) throw new Error('the new series came back without an id');
  const { instanceType, qualifier, scale } = answer;
  const state = {
    id: inserted.id,
    lastValue: null,
    changedAt: null,
    confirmedAt: null,
    scale,
    outcome: 'never',
    instanceType,
    qualifier,
    seen: true,
  };
  known.set(keyOf(answer), state);
  return state;
}

/**
 * A complete answer holds every price in force at its start and every change after it: a series that it lacks had
 * none from there on, whatever an earlier look has seen in the same stretch.
 */
function endMissing(db: Db, set: PriceSet, known: Known, pending: PendingRows): number {
  let ended = 0;
  const { from, to } = set.look.span;
  const until = set.about === 'now' ? to : from;
  for (const state of known.values()) {
    if (state.seen || !set.asked(state)) continue;
    if (set.about === 'now' && state.lastValue === null) continue;
    const existing = loadPoints(db, state.id, from, until);
    const newest = existing.filter((point) => point.at <= until).at(-1);
    if (newest === undefined || newest.value === null) continue;
    const merge = endAt(existing, from, until);
    applyMerge(db, state.id, merge, pending);
    moveState(state, merge.points.at(-1), until);
    saveState(db, state);
    ended++;
  }
  return ended;
}

function endAt(existing: readonly TimedValue[], from: number, until: number): Merge {
  const contradicted = existing.filter((point) => point.at > from && point.at <= until);
  const kept = existing.filter((point) => point.at < from || point.at > until);
  // Already over when the stretch began: only what was seen in it goes.
  const over = kept.filter((point) => point.at < from).at(-1)?.value == null;
  const upserts = over ? [] : [{ at: from, value: null }];
  const deletes = contradicted.map((point) => point.at);
  if (over) deletes.push(...existing.filter((point) => point.at === from).map((point) => point.at));
  return { upserts, deletes, points: [...kept, ...upserts].sort((a, b) => a.at - b.at) };
}
