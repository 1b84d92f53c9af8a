import type Database from 'better-sqlite3';
import { DAY, dayOf } from '#lib/domain/time.ts';
import type { Merge } from '#lib/series/merge.ts';
import { type DayRollup, rollUpDay, rollUpDays } from '#lib/series/rollup.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import { BulkInsert } from '../bulk.ts';
import type { Db } from '../client.ts';

/** A series as the writer needs it. */
export type SeriesState = {
  id: number;
  lastValue: number | null;
  changedAt: number | null;
  confirmedAt: number | null;
  scale: number;
  outcome: string;
};

type Statements = ReturnType<typeof prepare>;
const statements = new WeakMap<Db, Statements>();

/** Prepared once per connection: the bulk path spends its time in these. */
export function seriesStatements(db: Db): Statements {
  const known = statements.get(db);
  if (known !== undefined) return known;
  const made = prepare(db.sqlite);
  statements.set(db, made);
  return made;
}

const STATE =
  'id, last_value AS lastValue, changed_at AS changedAt, confirmed_at AS confirmedAt, scale, outcome';

function prepare(sqlite: Database.Database) {
  return {
    find: sqlite.prepare<[string, string, string, string, string], SeriesState>(
      `SELECT ${STATE} FROM series WHERE kind = ? AND region = ? AND zone_id = ? AND instance_type = ? AND qualifier = ?`,
    ),
    ofRegion: sqlite.prepare<
      [string, string],
      SeriesState & { zoneId: string; instanceType: string; qualifier: string }
    >(
      `SELECT ${STATE}, zone_id AS zoneId, instance_type AS instanceType, qualifier FROM series WHERE kind = ? AND region = ?`,
    ),
    insert: sqlite.prepare<[string, string, string, string, string, string, number], { id: number }>(
      `INSERT INTO series (kind, region, zone_id, instance_type, qualifier, unit, scale, outcome)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'never') RETURNING id`,
    ),
    update: sqlite.prepare<[number | null, number | null, number | null, number, string, number]>(
      'UPDATE series SET last_value = ?, changed_at = ?, confirmed_at = ?, scale = ?, outcome = ? WHERE id = ?',
    ),
    pointBefore: sqlite.prepare<[number, number], TimedValue>(
      'SELECT at, value FROM point WHERE series_id = ? AND at < ? ORDER BY at DESC LIMIT 1',
    ),
    pointAfter: sqlite.prepare<[number, number], TimedValue>(
      'SELECT at, value FROM point WHERE series_id = ? AND at > ? ORDER BY at LIMIT 1',
    ),
    pointsBetween: sqlite.prepare<[number, number, number], TimedValue>(
      'SELECT at, value FROM point WHERE series_id = ? AND at >= ? AND at <= ? ORDER BY at',
    ),
    newestPoint: sqlite.prepare<[number], TimedValue>(
      'SELECT at, value FROM point WHERE series_id = ? ORDER BY at DESC LIMIT 1',
    ),
    deletePoint: sqlite.prepare<[number, number]>('DELETE FROM point WHERE series_id = ? AND at = ?'),
    deleteRollup: sqlite.prepare<[number, number]>('DELETE FROM rollup_day WHERE series_id = ? AND day = ?'),
    points: new BulkInsert(
      sqlite,
      'point',
      ['series_id', 'at', 'value'],
      'ON CONFLICT (series_id, at) DO UPDATE SET value = excluded.value',
    ),
    rollups: new BulkInsert(
      sqlite,
      'rollup_day',
      ['series_id', 'day', 'mean', 'min', 'max', 'last', 'changes'],
      'ON CONFLICT (series_id, day) DO UPDATE SET mean = excluded.mean, min = excluded.min, max = excluded.max, last = excluded.last, changes = excluded.changes',
    ),
  };
}

/** Rows gathered over one transaction, written in series order at its end. */
export type PendingRows = { points: (number | null)[]; rollups: (number | null)[] };

/** The stored points a merge needs: whole days around [from, to], and the point in force before them. */
export function loadPoints(db: Db, seriesId: number, from: number, to: number): TimedValue[] {
  const s = seriesStatements(db);
  const start = dayOf(from) * DAY;
  const end = (dayOf(to) + 1) * DAY - 1;
  const before = s.pointBefore.get(seriesId, start);
  const inside = s.pointsBetween.all(seriesId, start, end);
  return before === undefined ? inside : [before, ...inside];
}

/** Writes what a merge decided: points gathered for the bulk insert, the days it touches rolled up anew. */
export function applyMerge(db: Db, seriesId: number, merge: Merge, pending: PendingRows): void {
  const s = seriesStatements(db);
  for (const at of merge.deletes) s.deletePoint.run(seriesId, at);
  for (const point of merge.upserts) pending.points.push(seriesId, point.at, point.value);
  const touched = new Set([...merge.upserts.map((point) => dayOf(point.at)), ...merge.deletes.map(dayOf)]);
  const rollups = rollUpDays(withDaysAfter(touched, merge.points), merge.points);
  for (const rollup of rollups) pushRollup(pending, seriesId, rollup);
  const written = new Set(rollups.map((rollup) => rollup.day));
  for (const day of touched) if (!written.has(day)) s.deleteRollup.run(seriesId, day);
  const lastDay = Math.max(...touched);
  const newest = merge.points.at(-1);
  if (newest === undefined || dayOf(newest.at) <= lastDay)
    rollUpNextDay(db, seriesId, lastDay, newest?.value, pending);
}

/** A day's mean starts from the value carried into it: a day that moves takes the next day with points along. */
function withDaysAfter(days: ReadonlySet<number>, points: readonly TimedValue[]): Set<number> {
  const all = new Set(days);
  const pending = [...days].sort((a, b) => a - b);
  let next = 0;
  for (const point of points) {
    const day = dayOf(point.at);
    if ((pending[next] ?? Number.POSITIVE_INFINITY) >= day) continue;
    all.add(day);
    while ((pending[next] ?? Number.POSITIVE_INFINITY) < day) next++;
  }
  return all;
}

/** The next day that has points starts with what was carried into it: roll it up anew when that has changed. */
function rollUpNextDay(
  db: Db,
  seriesId: number,
  lastDay: number,
  carried: number | null | undefined,
  pending: PendingRows,
): void {
  const s = seriesStatements(db);
  const next = s.pointAfter.get(seriesId, (lastDay + 1) * DAY - 1);
  if (next === undefined) return;
  const day = dayOf(next.at);
  const points = s.pointsBetween.all(seriesId, day * DAY, (day + 1) * DAY - 1);
  pushRollup(pending, seriesId, rollUpDay(day, carried, points));
}

function pushRollup(pending: PendingRows, seriesId: number, rollup: DayRollup): void {
  pending.rollups.push(
    seriesId,
    rollup.day,
    rollup.mean,
    rollup.min,
    rollup.max,
    rollup.last,
    rollup.changes,
  );
}

export function flush(db: Db, pending: PendingRows): void {
  const s = seriesStatements(db);
  s.points.run(pending.points);
  s.rollups.run(pending.rollups);
  pending.points.length = 0;
  pending.rollups.length = 0;
}
