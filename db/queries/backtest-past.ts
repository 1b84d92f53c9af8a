import type { PoolPast } from '#lib/backtest/pools.ts';
import type { SeriesPast } from '#lib/backtest/series.ts';
import { DAY, dayOf } from '#lib/domain/time.ts';
import { addSpan, type Span } from '#lib/series/coverage.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import type { Db } from '../client.ts';
import { readSteps, type Steps } from './history.ts';
import { standingOf } from './looks.ts';
import { prepared } from './prepared.ts';

type Chip = { name: string; count: number } | null;
type PoolRow = [number, string, string, string, number, string | null, number | null];

const POOLS = `SELECT s.id, s.instance_type, s.zone_id, s.qualifier, s.scale, t.accelerator, t.accelerator_count
  FROM series s LEFT JOIN instance_type t ON t.name = s.instance_type
  WHERE s.kind = 'spot' AND s.region = ? ORDER BY s.id`;

/** The regions that have spot prices on record. */
export function pricedRegions(db: Db): string[] {
  const sql = "SELECT DISTINCT region FROM series WHERE kind = 'spot' ORDER BY region";
  return (prepared(db, sql).all() as [string][]).map(([region]) => region);
}

/**
 * The past of the pools of one region that `isAsked` lets through, from `reachMs` before the time on, so that its first
 * instant has what it is compared with.
 */
export function readPoolPast(
  db: Db,
  region: string,
  { from, to }: Span,
  reachMs: number,
  isAsked: (place: { type: string; zoneId: string; product: string }) => boolean,
): PoolPast {
  const standings = standingOf(db, 'spot-price');
  const window = { from: from - reachMs, to };
  const rows = (prepared(db, POOLS).all(region) as PoolRow[]).filter(([, type, zoneId, product]) =>
    isAsked({ type, zoneId, product }),
  );
  const pools = rows.map(([id, type, zoneId, product, scale, chipName, chipCount]) => ({
    id,
    type,
    zoneId,
    product,
    scale,
    chip: chipOf(chipName, chipCount),
    known: standings({ region, type, product }).known,
    points: pointsOf(readSteps(db, id, window)),
    daily: dailyOf(db, id, window),
  }));
  return { region, pools, onDemand: listPrices(db, region, window) };
}

function chipOf(name: string | null, count: number | null): Chip {
  return name !== null && count !== null && count > 0 ? { name, count } : null;
}

function pointsOf({ at, value }: Steps): TimedValue[] {
  return at.map((instant, index) => ({ at: instant, value: value[index] ?? null }));
}

const DAYS = `SELECT day, mean, last FROM rollup_day WHERE series_id = ? AND day <= ? AND day >= ifnull(
  (SELECT max(day) FROM rollup_day WHERE series_id = ? AND day < ?), ?) ORDER BY day`;

/** Mean price by day; a day without a row held the last price of the row before. */
function dailyOf(db: Db, id: number, { from, to }: Span): Map<number, number> {
  const [first, last] = [dayOf(from), dayOf(to)];
  const rows = prepared(db, DAYS).all(id, last, id, first, first) as [number, number | null, number | null][];
  const means = new Map<number, number>();
  for (const [index, [day, mean, held]] of rows.entries()) {
    if (mean !== null) means.set(day, mean);
    const next = rows[index + 1]?.[0] ?? last + 1;
    if (held !== null) for (let between = day + 1; between < next; between++) means.set(between, held);
  }
  return means;
}

function listPrices(db: Db, region: string, window: Span): Map<string, TimedValue[]> {
  const sql = `SELECT id, instance_type FROM series WHERE kind = 'on-demand' AND region = ? AND qualifier = 'Linux'`;
  const rows = prepared(db, sql).all(region) as [number, string][];
  return new Map(rows.map(([id, type]) => [type, pointsOf(readSteps(db, id, window))]));
}

type SeriesRow = [number, string, string, string, string, string, string | null, number | null];

/** The past of the series of some kinds, region by region; `collector` tells for which times they are known. */
export function readSeriesPasts(
  db: Db,
  collector: string,
  kinds: readonly string[],
  { from, to }: Span,
  reachMs: number,
): SeriesPast[] {
  const sql = `SELECT s.id, s.kind, s.region, s.instance_type, s.zone_id, s.qualifier, t.accelerator,
      t.accelerator_count
    FROM series s LEFT JOIN instance_type t ON t.name = s.instance_type
    WHERE s.kind IN (${kinds.map(() => '?').join(', ')}) ORDER BY s.region, s.id`;
  const known = coverageByQuestion(db, collector);
  const names = quotaNames(db);
  const window = { from: from - reachMs, to };
  const regions = new Map<string, SeriesPast['series'][number][]>();
  for (const [id, kind, region, type, zoneId, qualifier, chipName, chipCount] of prepared(db, sql).all(
    ...kinds,
  ) as SeriesRow[]) {
    const series = regions.get(region) ?? [];
    series.push({
      id,
      kind,
      type,
      zoneId,
      qualifier,
      chip: chipOf(chipName, chipCount),
      points: pointsOf(readSteps(db, id, window)),
      known: known(region, type, qualifier),
    });
    regions.set(region, series);
  }
  return [...regions].map(([region, series]) => ({ region, series, names: names.get(region) ?? new Map() }));
}

/** What the questions about a series have covered: of a collector that asks several in a region, those about this one. */
function coverageByQuestion(db: Db, collector: string) {
  const sql = `SELECT t.region, t.query_key, t.types, t.products, c.from_at, c.to_at
    FROM coverage c JOIN target t ON t.id = c.target_id WHERE t.collector = ? ORDER BY c.from_at`;
  type Row = [string, string, string | null, string | null, number, number];
  const spans = new Map<string, Span[]>();
  for (const [region, key, types, products, from, to] of prepared(db, sql).all(collector) as Row[]) {
    const name = questionName(collector, region, { key, type: types ?? '', qualifier: products ?? '' });
    spans.set(name, addSpan(spans.get(name) ?? [], { from, to }));
  }
  return (region: string, type: string, qualifier: string): Span[] =>
    spans.get(questionName(collector, region, { key: `${qualifier}//`, type, qualifier })) ?? [];
}

type Question = { key: string; type: string; qualifier: string };

function questionName(collector: string, region: string, { key, type, qualifier }: Question): string {
  if (collector === 'capacity-block') return `${region}|${type}|${qualifier}`;
  if (collector === 'placement-score') return `${region}|${key.split('/').slice(0, -2).join('/')}`;
  return region;
}

function quotaNames(db: Db): Map<string, Map<string, string>> {
  const names = new Map<string, Map<string, string>>();
  for (const [region, code, name] of prepared(db, 'SELECT region, code, name FROM quota').all() as [
    string,
    string,
    string,
  ][])
    names.set(region, (names.get(region) ?? new Map<string, string>()).set(code, name));
  return names;
}

/** The first and last instant for which anything of a collector is known; undefined before its first look. */
export function knownSpan(db: Db, collector: string): Span | undefined {
  const sql = `SELECT min(c.from_at), max(c.to_at) FROM coverage c JOIN target t ON t.id = c.target_id
    WHERE t.collector = ?`;
  const [from, to] = prepared(db, sql).get(collector) as [number | null, number | null];
  return from === null || to === null ? undefined : { from, to: Math.max(to, from + DAY / 24) };
}
