import { AppError } from '#lib/domain/errors.ts';
import type { Span } from '#lib/series/coverage.ts';
import { findGaps, type Gap } from '#lib/series/gaps.ts';
import { keepExtremes } from '#lib/series/sample.ts';
import { isIncomplete } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { failedLooks, standingOf } from './looks.ts';
import { prepared } from './prepared.ts';
import { type SeriesFilter, seriesWhere } from './prices.ts';

/** The price of a pool over a window; `at[i]` is when `value[i]` (micro-dollars) began. */
export type PoolHistory = {
  seriesId: number;
  type: string;
  region: string;
  zoneId: string;
  product: string;
  scale: number;
  at: number[];
  value: number[];
  gaps: Gap[];
};

export type HistoryQuestion = {
  filter: SeriesFilter;
  window: Span;
  /** Product time. */
  now: number;
  /** Thin each series to about this many stretches, keeping real points only. */
  buckets?: number | undefined;
};

/** More points than this are refused: the answer would take the process seconds to write. */
const MOST_POINTS = 1_000_000;
/** And so are more than this to thin out, for the time it takes to read them. */
const MOST_READ = 5_000_000;

/**
 * The history of every pool that passes the filter, one at a time, by type, region, zone and product. The first
 * point is the price in force at the start of the window, with its true, earlier time.
 * @throws AppError TOO_LARGE
 */
export function* poolHistories(db: Db, question: HistoryQuestion): Generator<PoolHistory> {
  const standings = standingOf(db, 'spot-price');
  const failed = failedLooks(db, 'spot-price', { from: 0, to: question.now });
  const size = { read: 0, kept: 0 };
  for (const identity of listIdentities(db, question.filter)) {
    const { known, look } = standings(identity);
    const steps = readSteps(db, identity.seriesId, question.window);
    const gaps = findGaps({
      window: question.window,
      now: question.now,
      coverage: known,
      tail: isIncomplete(look) ? look : 'never',
      steps,
      failures: failed.get(identity.region) ?? [],
    });
    const kept = thin(steps, question);
    size.read += steps.at.length;
    size.kept += kept.at.length;
    if (size.kept > MOST_POINTS || size.read > MOST_READ) throw tooLarge(question.buckets !== undefined);
    yield { ...identity, ...kept, gaps };
  }
}

type Identity = Pick<PoolHistory, 'seriesId' | 'type' | 'region' | 'zoneId' | 'product' | 'scale'>;

function listIdentities(db: Db, filter: SeriesFilter): Identity[] {
  const { clause, values } = seriesWhere('spot', filter);
  const sql = `SELECT s.id, s.instance_type, s.region, s.zone_id, s.qualifier, s.scale FROM series s
    WHERE ${clause} ORDER BY s.instance_type, s.region, s.zone_id, s.qualifier`;
  const rows = prepared(db, sql).all(...values) as [number, string, string, string, string, number][];
  return rows.map(([seriesId, type, region, zoneId, product, scale]) => ({
    seriesId,
    type,
    region,
    zoneId,
    product,
    scale,
  }));
}

export type Steps = { at: number[]; value: (number | null)[] };

// One string per series: crossing row by row takes three times as long (anchors/performance.md 2).
const PACKED_STEPS = `SELECT group_concat(at || ':' || ifnull(value, ''), ',') FROM (
  SELECT at, value FROM point WHERE series_id = @id AND at <= @to
    AND at >= ifnull((SELECT max(at) FROM point WHERE series_id = @id AND at <= @from), @from)
  ORDER BY at)`;

/** The points of a series in a window, led by the one in force at its start. */
export function readSteps(db: Db, id: number, window: Span): Steps {
  const row = prepared(db, PACKED_STEPS).get({ id, from: window.from, to: window.to }) as [string | null];
  return unpack(row[0] ?? '');
}

function unpack(packed: string): Steps {
  const at: number[] = [];
  const value: (number | null)[] = [];
  let start = 0;
  while (start < packed.length) {
    const colon = packed.indexOf(':', start);
    const comma = packed.indexOf(',', colon);
    const end = comma === -1 ? packed.length : comma;
    at.push(Number(packed.slice(start, colon)));
    value.push(end === colon + 1 ? null : Number(packed.slice(colon + 1, end)));
    start = end + 1;
  }
  return { at, value };
}

/** Leaves out the ends of prices, which the gaps tell, and thins what is left. */
function thin(steps: Steps, { buckets, window }: HistoryQuestion): { at: number[]; value: number[] } {
  const priced: { at: number[]; value: number[] } = { at: [], value: [] };
  for (let i = 0; i < steps.at.length; i++) {
    const value = steps.value[i] ?? null;
    if (value === null) continue;
    priced.at.push(steps.at[i] ?? 0);
    priced.value.push(value);
  }
  if (buckets === undefined) return priced;
  const kept = keepExtremes(priced, window, buckets);
  return { at: kept.map((i) => priced.at[i] ?? 0), value: kept.map((i) => priced.value[i] ?? 0) };
}

function tooLarge(thinned: boolean): AppError {
  const message = thinned
    ? 'there are too many points to thin out at once: narrow type or region, or shorten the range'
    : 'the answer would hold more than 1,000,000 points: narrow type or region, shorten the range, or ask for buckets';
  return new AppError('TOO_LARGE', message, { field: 'type', accepted: `up to ${MOST_POINTS} points` });
}
