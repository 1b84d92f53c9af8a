import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';
import {
  applyMerge,
  flush,
  loadPoints,
  type PendingRows,
  type SeriesState,
  seriesStatements,
} from './series-store.ts';

/** What the price list says of one type in one region; micro-dollars per hour. */
export type ListPrice = { instanceType: string; region: string; qualifier: string } & (
  | { outcome: 'value'; micro: number; scale: number; effectiveAt: number }
  | { outcome: 'not_sold' }
  | { outcome: 'failed' }
);

const KIND = 'on-demand';

/** Whether a type has a list price on record in any region. */
export function hasListPrice(db: Db, instanceType: string): boolean {
  const sql = `SELECT 1 FROM series WHERE kind = '${KIND}' AND instance_type = ? AND last_value IS NOT NULL LIMIT 1`;
  return prepared(db, sql).get(instanceType) !== undefined;
}

/** Saves list prices; returns how many changed. Call it inside the publishing transaction. */
export function saveListPrices(db: Db, prices: readonly ListPrice[], collectedAt: number): number {
  const pending: PendingRows = { points: [], rollups: [] };
  let changes = 0;
  for (const price of prices) if (saveListPrice(db, price, collectedAt, pending)) changes++;
  flush(db, pending);
  return changes;
}

function saveListPrice(db: Db, price: ListPrice, collectedAt: number, pending: PendingRows): boolean {
  const s = seriesStatements(db);
  const { region, instanceType, qualifier } = price;
  const scale = price.outcome === 'value' ? price.scale : 12;
  const found = s.find.get(KIND, region, '', instanceType, qualifier);
  const id = found?.id ?? s.insert.get(KIND, region, '', instanceType, qualifier, 'microusd/h', scale)?.id;
  if (id === undefined) throw new Error('the new series came back without an id');
  const state: SeriesState = found ?? {
    id,
    lastValue: null,
    changedAt: null,
    confirmedAt: null,
    scale,
    outcome: 'never',
  };
  // An ambiguous answer is no price and no absence: what is on record stays, and says that it is not confirmed.
  const changed = price.outcome === 'failed' ? false : setValue(db, state, price, collectedAt, pending);
  state.outcome = price.outcome;
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

function setValue(
  db: Db,
  state: SeriesState,
  price: Exclude<ListPrice, { outcome: 'failed' }>,
  collectedAt: number,
  pending: PendingRows,
): boolean {
  const value = price.outcome === 'value' ? price.micro : null;
  if (value !== null) state.confirmedAt = collectedAt;
  if (value === state.lastValue) return false;
  const at = changeInstant(state, price, collectedAt);
  const existing = loadPoints(db, state.id, at, at);
  const points = [...existing.filter((point) => point.at !== at), { at, value }].sort((a, b) => a.at - b.at);
  applyMerge(db, state.id, { upserts: [{ at, value }], deletes: [], points }, pending);
  state.lastValue = value;
  state.changedAt = at;
  return true;
}

/**
 * A new price holds from the list's own effective date, unless that lies before the last change or in the future. It
 * follows the last change even when the clock has been set back since: the newest point is the price in force.
 */
function changeInstant(
  state: SeriesState,
  price: Exclude<ListPrice, { outcome: 'failed' }>,
  collectedAt: number,
): number {
  const earliest = state.changedAt === null ? Number.NEGATIVE_INFINITY : state.changedAt + 1;
  // An effective date of 0 is one that could not be read.
  const isDated = price.outcome === 'value' && price.effectiveAt > 0 && price.effectiveAt <= collectedAt;
  if (isDated && price.effectiveAt >= earliest) return price.effectiveAt;
  return Math.max(collectedAt, earliest);
}
