import { DESCRIBED } from '#lib/catalogue/described.ts';
import type { SortDir, SortKey } from './columns.ts';
import type { BoardRow } from './row.ts';

const DESK = new Map([...DESCRIBED.keys()].map((type, index) => [type, index]));

type Key = number | string | null;

const KEYS: Record<SortKey, (row: BoardRow) => Key> = {
  // What nobody has described yet is news: it comes first.
  desk: (row) => DESK.get(row.type) ?? -1,
  type: (row) => row.type,
  price: (row) => row.best?.value ?? null,
  unit: (row) => row.best?.perAccelerator ?? null,
  share: (row) => row.best?.share ?? null,
  od: (row) => row.onDemand.value,
  h24: (row) => fraction(row.best?.h24),
  d7: (row) => fraction(row.best?.d7),
  d30: (row) => fraction(row.best?.d30),
  pools: (row) => (row.best === null ? null : row.pools),
  memory: (row) => row.memory,
  block: (row) => (row.block?.outcome === 'value' ? row.block.startAt : null),
  score: (row) => (row.score?.outcome === 'value' ? row.score.score : null),
  interruption: (row) => (row.interruption?.outcome === 'value' ? row.interruption.bucket : null),
  headroom: (row) => (row.headroom?.outcome === 'value' ? row.headroom.instances : null),
  changed: (row) => (row.best?.changedAt == null ? null : -row.best.changedAt),
  age: (row) => (row.best?.lookedAt == null ? null : -row.best.lookedAt),
};

function fraction(change: number | string | undefined): number | null {
  return typeof change === 'number' ? change : null;
}

/**
 * Sorts by one column. Types without a spot price stay below, those that may have one out of our sight before those
 * that are not sold; what a column does not know comes last in it.
 */
export function sortRows(rows: readonly BoardRow[], sort: SortKey, dir: SortDir): BoardRow[] {
  const key = KEYS[sort];
  const sign = dir === 'desc' ? -1 : 1;
  return [...rows].sort(
    (a, b) =>
      standing(a) - standing(b) || compare(key(a), key(b), sign) || compare(KEYS.desk(a), KEYS.desk(b), 1),
  );
}

function standing(row: BoardRow): number {
  if (row.best !== null) return 0;
  return row.absence?.outcome === 'not_sold' ? 2 : 1;
}

function compare(a: Key, b: Key, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'string' || typeof b === 'string')
    return sign * String(a).localeCompare(String(b), 'en', { numeric: true });
  return sign * (a - b);
}
