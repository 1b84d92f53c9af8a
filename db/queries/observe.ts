import type { Outcome } from '#lib/domain/outcome.ts';
import type { Db } from '../client.ts';
import {
  applyMerge,
  flush,
  loadPoints,
  type PendingRows,
  type SeriesState,
  seriesStatements,
} from './series-store.ts';

/** What one look says of one series; `value` in the series' own unit, always an integer. */
export type Observed = SeriesIdentity & { unit: string } & (
    | {
        outcome: 'value';
        value: number;
        /** Decimals AWS wrote it with, for money. */
        scale?: number;
        /** When it began to hold, where the source says so; the look itself otherwise. */
        effectiveAt?: number;
      }
    /** Asked, and nothing there: the series has no value from now on. */
    | { outcome: 'none' | 'not_sold' }
    /** The look did not tell: what is on record stays, and is not confirmed. */
    | { outcome: Exclude<Outcome, 'value' | 'none' | 'not_sold' | 'never'> }
  );

type SeriesIdentity = {
  kind: string;
  region: string;
  /** Zone ID, or '' for a fact of a whole region. */
  zoneId: string;
  instanceType: string;
  qualifier: string;
};

/** Scale of a series that no price has been written to. */
const NO_SCALE = 12;

/**
 * Saves what a look saw as change points with their roll-ups; returns how many series changed. Call it inside the
 * publishing transaction.
 */
export function saveObserved(db: Db, facts: readonly Observed[], collectedAt: number): number {
  const pending: PendingRows = { points: [], rollups: [] };
  let changes = 0;
  for (const fact of facts) if (saveOne(db, fact, collectedAt, pending)) changes++;
  flush(db, pending);
  return changes;
}

function saveOne(db: Db, fact: Observed, collectedAt: number, pending: PendingRows): boolean {
  const s = seriesStatements(db);
  const { kind, region, zoneId, instanceType, qualifier, unit } = fact;
  const scale = fact.outcome === 'value' ? (fact.scale ?? 0) : NO_SCALE;
  const found = s.find.get(kind, region, zoneId, instanceType, qualifier);
  const id = found?.id ?? s.insert.get(kind, region, zoneId, instanceType, qualifier, unit, scale)?.id;
  if (id === undefined) throw new Error('the new series came back without an id');
  const state = found ?? newState(id, scale);
  const changed = told(fact) ? setValue(db, state, fact, collectedAt, pending) : false;
  state.outcome = fact.outcome;
  s.update.run(
    state.lastValue,
    state.changedAt,
    state.confirmedAt,
    Math.min(state.scale, scale),
    state.outcome,
    id,
  );
  return changed;
}

function newState(id: number, scale: number): SeriesState {
  return { id, lastValue: null, changedAt: null, confirmedAt: null, scale, outcome: 'never' };
}

type Told = Extract<Observed, { outcome: 'value' } | { outcome: 'none' | 'not_sold' }>;

function told(fact: Observed): fact is Told {
  return fact.outcome === 'value' || fact.outcome === 'none' || fact.outcome === 'not_sold';
}

function setValue(
  db: Db,
  state: SeriesState,
  fact: Told,
  collectedAt: number,
  pending: PendingRows,
): boolean {
  const value = fact.outcome === 'value' ? fact.value : null;
  if (value !== null) state.confirmedAt = collectedAt;
  if (value === state.lastValue) return false;
  const at = changeInstant(state, fact, collectedAt);
  const existing = loadPoints(db, state.id, at, at);
  const points = [...existing.filter((point) => point.at !== at), { at, value }].sort((a, b) => a.at - b.at);
  applyMerge(db, state.id, { upserts: [{ at, value }], deletes: [], points }, pending);
  state.lastValue = value;
  state.changedAt = at;
  return true;
}

/**
 * A new value holds from the source's own date, unless that lies before the last change or in the future. It follows
 * the last change even when the clock has been set back since: the newest point is the value in force.
 */
function changeInstant(state: SeriesState, fact: Told, collectedAt: number): number {
  const earliest = state.changedAt === null ? Number.NEGATIVE_INFINITY : state.changedAt + 1;
  const effectiveAt = fact.outcome === 'value' ? (fact.effectiveAt ?? 0) : 0;
  // An effective date of 0 is one that could not be read.
  const isDated = effectiveAt > 0 && effectiveAt <= collectedAt;
  if (isDated && effectiveAt >= earliest) return effectiveAt;
  return Math.max(collectedAt, earliest);
}
