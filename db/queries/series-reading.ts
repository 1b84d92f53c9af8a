import type { Outcome } from '#lib/domain/outcome.ts';
import type { NewsReading, RuleLook, SeriesReading, SeriesState } from '#lib/rules/types.ts';
import { addSpan, type Span } from '#lib/series/coverage.ts';
import { toOutcome } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** The series that a collector writes and its rules read; the limits of quotas are read with their use. */
export const SERIES_KINDS: Readonly<Record<string, readonly string[]>> = {
  'capacity-block': ['block-price', 'block-lead', 'block-offers'],
  'placement-score': ['placement-score'],
  interruption: ['interruption'],
  'quota-usage': ['quota-usage', 'quota'],
};

type SeriesRequest = {
  collector: string;
  region: string;
  targetId: number;
  look: RuleLook;
  windowsMs: Iterable<number>;
};

/** What rules may look at after one look at a question of a collector: the series that the question is about. */
export function readSeriesReading(db: Db, request: SeriesRequest): SeriesReading {
  const { collector, region, targetId, look } = request;
  const series = readSeries(db, request);
  const windows = [...new Set(request.windowsMs)];
  return {
    region,
    look,
    series,
    previous: new Map(windows.map((window) => [window, previousOf(db, series, look.at - window)])),
    known: coverageOf(db, targetId),
    names: collector === 'quota-usage' ? quotaNames(db, region) : new Map(),
  };
}

type Row = [
  id: number,
  kind: string,
  type: string,
  zoneId: string,
  qualifier: string,
  outcome: string,
  value: number | null,
  changedAt: number | null,
  confirmedAt: number | null,
  chipName: string | null,
  chipCount: number | null,
];

function readSeries(db: Db, { collector, region, targetId, look }: SeriesRequest): SeriesState[] {
  const kinds = SERIES_KINDS[collector] ?? [];
  const { clause, values } = ofTarget(db, collector, targetId);
  const sql = `SELECT s.id, s.kind, s.instance_type, s.zone_id, s.qualifier, s.outcome, s.last_value, s.changed_at,
      s.confirmed_at, t.accelerator, t.accelerator_count
    FROM series s LEFT JOIN instance_type t ON t.name = s.instance_type
    WHERE s.kind IN (${kinds.map(() => '?').join(', ')}) AND s.region = ?${clause}`;
  const rows = prepared(db, sql).all(...kinds, region, ...values) as Row[];
  return rows.map(
    ([id, kind, type, zoneId, qualifier, stored, value, changedAt, confirmedAt, chipName, chipCount]) => {
      const outcome: Outcome = toOutcome(stored);
      return {
        id,
        kind,
        type,
        zoneId,
        qualifier,
        outcome,
        value: outcome === 'value' ? value : null,
        changedAt,
        toldNow: isTold(outcome, confirmedAt, look),
        chip:
          chipName !== null && chipCount !== null && chipCount > 0
            ? { name: chipName, count: chipCount }
            : null,
      };
    },
  );
}

/** A look that is not whole has told of what it confirmed; a whole one of everything but what it could not read. */
function isTold(outcome: Outcome, confirmedAt: number | null, { completeness, at }: RuleLook): boolean {
  if (outcome === 'value' && confirmedAt !== null && confirmedAt >= at) return true;
  return completeness === 'complete' && (outcome === 'none' || outcome === 'not_sold');
}

/** Of a collector with several questions in a region, the series of this one. */
function ofTarget(db: Db, collector: string, targetId: number): { clause: string; values: string[] } {
  const [key = '', item, qualifier] = (prepared(
    db,
    'SELECT query_key, types, products FROM target WHERE id = ?',
  ).get(targetId) ?? []) as [string, string | null, string | null];
  if (collector === 'capacity-block')
    return { clause: ' AND s.instance_type = ? AND s.qualifier = ?', values: [item ?? '', qualifier ?? ''] };
  if (collector === 'placement-score')
    // The key is the series' name with the level and the fingerprint behind it.
    return { clause: ' AND s.qualifier = ?', values: [key.split('/').slice(0, -2).join('/')] };
  return { clause: '', values: [] };
}

const VALUE_AT = 'SELECT value FROM point WHERE series_id = ? AND at <= ? ORDER BY at DESC LIMIT 1';

function previousOf(db: Db, series: readonly SeriesState[], at: number): Map<number, number | null> {
  const statement = prepared(db, VALUE_AT);
  return new Map(
    series.map(({ id }) => [id, (statement.get(id, at) as [number | null] | undefined)?.[0] ?? null]),
  );
}

function coverageOf(db: Db, targetId: number): Span[] {
  const sql = 'SELECT from_at, to_at FROM coverage WHERE target_id = ? ORDER BY from_at';
  const rows = prepared(db, sql).all(targetId) as [number, number][];
  return rows.map(([from, to]) => ({ from, to })).reduce<Span[]>(addSpan, []);
}

function quotaNames(db: Db, region: string): Map<string, string> {
  return new Map(
    prepared(db, 'SELECT code, name FROM quota WHERE region = ?').all(region) as [string, string][],
  );
}

/** News stays within reach of its rules for this long after it was told, so that what is open comes to its end. */
const NEWS = `SELECT kind, at, told_at, zone_id, item_type, subject, detail_json FROM news
  WHERE region = ? AND told_at >= ? AND told_at <= ? ORDER BY id DESC LIMIT 2000`;

/** What has been told of a region in the time that news is open for. */
export function readNewsReading(db: Db, region: string, look: RuleLook, reachMs: number): NewsReading {
  const rows = prepared(db, NEWS).all(region, look.at - reachMs, look.at) as [
    string,
    number,
    number,
    string,
    string,
    string,
    string,
  ][];
  const items = rows.map(([kind, at, toldAt, zoneId, type, subject, detail]) => ({
    kind,
    at,
    toldAt,
    zoneId,
    type,
    subject,
    detail: JSON.parse(detail) as Record<string, unknown>,
  }));
  return { region, look, items };
}
