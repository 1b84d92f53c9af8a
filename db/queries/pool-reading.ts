import type { Completeness } from '#lib/domain/outcome.ts';
import { dayOf } from '#lib/domain/time.ts';
import type { Needs, PoolReading, PricedPool } from '#lib/rules/types.ts';
import type { Db } from '../client.ts';
import { type StandingOf, standingOf } from './looks.ts';
import { prepared } from './prepared.ts';

export type ReadingRequest = {
  collector: string;
  region: string;
  at: number;
  intervalMs: number;
  completeness: Completeness;
  items: number;
  needs: readonly Needs[];
};

/** Everything rules may look at after one look at a region: one statement for the pools, one for each window or past. */
export function readPoolReading(db: Db, request: ReadingRequest): PoolReading {
  const { collector, region, at, intervalMs, completeness, items, needs } = request;
  const days = new Set(needs.flatMap(({ historyDays }) => [...(historyDays ?? [])]));
  return {
    region,
    look: { at, intervalMs, completeness, items },
    pools: readPools(db, region, standingOf(db, collector)),
    previous: readPrevious(
      db,
      region,
      at,
      needs.flatMap(({ windowsMs }) => [...windowsMs]),
    ),
    ...(needs.some(({ onDemand }) => onDemand) ? { onDemand: readOnDemand(db, region) } : {}),
    ...(days.size > 0
      ? { daily: new Map([...days].map((n) => [n, readDailyMeans(db, region, at, n)])) }
      : {}),
  };
}

type PoolRow = Omit<PricedPool, 'chip' | 'priceMicro' | 'known'> & {
  outcome: string;
  lastValue: number | null;
  chipName: string | null;
  chipCount: number | null;
};

/** The pools that are asked for now: a price that nobody looks at any more moves no alert. */
function readPools(db: Db, region: string, standings: StandingOf): PricedPool[] {
  const rows = db.sqlite
    .prepare<[string], PoolRow>(
      `SELECT s.id, s.instance_type AS type, s.zone_id AS zoneId, s.qualifier AS product, s.scale, s.outcome,
              s.last_value AS lastValue, s.changed_at AS changedAt, s.confirmed_at AS confirmedAt,
              t.accelerator AS chipName, t.accelerator_count AS chipCount
       FROM series s LEFT JOIN instance_type t ON t.name = s.instance_type
       WHERE s.kind = 'spot' AND s.region = ?`,
    )
    .all(region);
  return rows.flatMap(({ outcome, lastValue, chipName, chipCount, ...pool }) => {
    const { asked, known } = standings({ region, type: pool.type, product: pool.product });
    if (!asked) return [];
    const chip =
      chipName !== null && chipCount !== null && chipCount > 0 ? { name: chipName, count: chipCount } : null;
    return [{ ...pool, known, priceMicro: outcome === 'value' ? lastValue : null, chip }];
  });
}

function readPrevious(
  db: Db,
  region: string,
  at: number,
  windowsMs: Iterable<number>,
): Map<number, Map<number, number | null>> {
  const statement = db.sqlite
    .prepare<[number, string], [number, number | null]>(
      `SELECT s.id, (SELECT p.value FROM point p WHERE p.series_id = s.id AND p.at <= ? ORDER BY p.at DESC LIMIT 1)
       FROM series s WHERE s.kind = 'spot' AND s.region = ?`,
    )
    .raw(true);
  const windows = [...new Set(windowsMs)];
  return new Map(windows.map((window) => [window, new Map(statement.all(at - window, region))]));
}

/** List prices of Linux in a region, by type; only those that AWS lists now. */
function readOnDemand(db: Db, region: string): Map<string, number> {
  const sql = `SELECT instance_type, last_value FROM series
    WHERE kind = 'on-demand' AND region = ? AND qualifier = 'Linux' AND outcome = 'value' AND last_value > 0`;
  return new Map(prepared(db, sql).all(region) as [string, number][]);
}

const ROLLUP_ROWS = `SELECT r.series_id, r.day, r.mean, r.last FROM series s JOIN rollup_day r ON r.series_id = s.id
  WHERE r.day < ?
    AND r.day >= ifnull((SELECT max(x.day) FROM rollup_day x WHERE x.series_id = s.id AND x.day < ?), ?)`;
const OF_REGION = `${ROLLUP_ROWS} AND s.kind = 'spot' AND s.region = ? ORDER BY r.series_id, r.day`;
const OF_SERIES = `${ROLLUP_ROWS} AND s.id = ? ORDER BY r.day`;

type RollupRow = [id: number, day: number, mean: number | null, last: number | null];

/** The mean price of each whole day before the look, by pool. */
function readDailyMeans(db: Db, region: string, at: number, days: number): Map<number, number[]> {
  const today = dayOf(at);
  const first = today - days;
  const rows = prepared(db, OF_REGION).all(today, first, first, region) as RollupRow[];
  return meansByDay(rows, first, today);
}

/** The same for one series, oldest first. */
export function dailyMeansOf(db: Db, seriesId: number, at: number, days: number): number[] {
  const today = dayOf(at);
  const first = today - days;
  const rows = prepared(db, OF_SERIES).all(today, first, first, seriesId) as RollupRow[];
  return meansByDay(rows, first, today).get(seriesId) ?? [];
}

/** A day without a row held the last price of the row before; days before the first row there is are not known. */
function meansByDay(rows: readonly RollupRow[], first: number, today: number): Map<number, number[]> {
  const past = new Map<number, number[]>();
  const before = new Map<number, { day: number; last: number | null }>();
  const fill = (id: number, until: number) => {
    const held = before.get(id);
    if (held?.last == null) return;
    const means = past.get(id) ?? [];
    for (let day = Math.max(held.day + 1, first); day < until; day++) means.push(held.last);
    past.set(id, means);
  };
  for (const [id, day, mean, last] of rows) {
    fill(id, day);
    if (mean !== null && day >= first) past.set(id, [...(past.get(id) ?? []), mean]);
    before.set(id, { day, last });
  }
  for (const id of before.keys()) fill(id, today);
  return past;
}
