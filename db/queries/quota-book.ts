import type { QuotaScope } from '#lib/catalogue/quotas.ts';
import {
  quotaBook,
  type RegionLook,
  type RegionQuotas,
  type StoredNumber,
  type StoredQuota,
} from '#lib/quotas/book.ts';
import type { QuotaType, Sold } from '#lib/quotas/headroom.ts';
import { toOutcome } from '#lib/series/standing.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import type { Db } from '../client.ts';
import { quota } from '../schema/index.ts';
import { looksOf } from './looks.ts';
import { prepared } from './prepared.ts';

/** The questions that the quota collector asks of a region. */
export const LIMITS = 'limits';
export const REQUESTS = 'requests';
/** The question of the quota-usage collector. */
export const USAGE = 'vcpu';

/**
 * Every quota by region, with limit, use and why either is not known. Without `regions`: those that are watched; a region
 * asked for that is not watched has never been looked at.
 */
export function readQuotaBook(db: Db, regions?: readonly string[]): RegionQuotas[] {
  const looks = { limits: looksAt(db, 'quota', LIMITS), usage: looksAt(db, 'quota-usage', USAGE) };
  return quotaBook(storedQuotas(db), looks, regions ?? [...looks.limits.keys()]);
}

/** What the newest look at each watched region came to, for one question of a collector. */
export function looksAt(db: Db, collector: string, question: string): Map<string, RegionLook> {
  const sql = `SELECT region, outcome, last_complete_at FROM target
    WHERE current = 1 AND collector = ? AND query_key = ? ORDER BY region`;
  const rows = prepared(db, sql).all(collector, question) as [string, string, number | null][];
  return new Map(
    rows.map(([region, outcome, lastCompleteAt]) => [
      region,
      { outcome: toOutcome(outcome), lastCompleteAt },
    ]),
  );
}

function storedQuotas(db: Db): StoredQuota[] {
  const numbers = storedNumbers(db);
  return db.orm
    .select()
    .from(quota)
    .all()
    .map(
      (row): StoredQuota => ({
        code: row.code,
        name: row.name,
        region: row.region,
        scope: row.scope as QuotaScope,
        families: row.families.split(','),
        adjustable: row.adjustable,
        applied: row.applied,
        defaultValue: row.defaultValue,
        errorCode: row.errorCode,
        hasMetric: row.usageMetricJson !== null,
        lastSeenAt: row.lastSeenAt,
        limit: numbers.get(`quota ${row.region} ${row.code}`),
        used: numbers.get(`quota-usage ${row.region} ${row.code}`),
      }),
    );
}

function storedNumbers(db: Db): Map<string, StoredNumber> {
  const sql = `SELECT kind, region, qualifier, last_value, outcome, confirmed_at, changed_at FROM series
    WHERE instance_type = '' AND kind IN ('quota', 'quota-usage')`;
  type Row = [string, string, string, number | null, string, number | null, number | null];
  return new Map(
    (prepared(db, sql).all() as Row[]).map(([kind, region, code, value, outcome, confirmedAt, changedAt]) => [
      `${kind} ${region} ${code}`,
      { value, outcome: toOutcome(outcome), confirmedAt, changedAt },
    ]),
  );
}

/** Every type that quotas are asked about, by name. */
export function quotaTypes(db: Db): QuotaType[] {
  const sql = 'SELECT name, family, vcpu FROM instance_type ORDER BY name';
  const rows = prepared(db, sql).all() as [string, string, number | null][];
  return rows.map(([name, family, vcpu]) => ({ name, family, vcpu }));
}

/** How AWS sells types in regions: what the newest complete list of a region does not have is not sold there. */
export function soldOf(db: Db): (type: string, region: string) => Sold {
  const sql = 'SELECT instance_type, region, usage_classes, last_seen_at FROM type_region';
  const read = looksOf(db, 'instance-type');
  const listed = new Map<string, readonly string[]>();
  for (const [type, region, classes, seenAt] of prepared(db, sql).all() as [
    string,
    string,
    string,
    number,
  ][]) {
    if (seenAt >= (read.get(region)?.lastCompleteAt ?? 0))
      listed.set(`${type} ${region}`, classes.split(','));
  }
  return (type, region) =>
    listed.get(`${type} ${region}`) ?? (read.get(region)?.lastCompleteAt == null ? undefined : null);
}

const CHANGES = `SELECT s.region, s.qualifier, p.at, p.value FROM series s JOIN point p ON p.series_id = s.id
  WHERE s.kind = 'quota' AND s.instance_type = '' AND s.id IN
    (SELECT series_id FROM point JOIN series ON series.id = point.series_id WHERE series.kind = 'quota'
     GROUP BY series_id HAVING count(*) > 1)
  ORDER BY s.id, p.at`;

/** The limits that have changed since we look, with every value they had, oldest first. */
export function changedLimits(db: Db): { region: string; code: string; points: TimedValue[] }[] {
  const found = new Map<string, { region: string; code: string; points: TimedValue[] }>();
  for (const [region, code, at, value] of prepared(db, CHANGES).all() as [
    string,
    string,
    number,
    number | null,
  ][]) {
    const key = `${region} ${code}`;
    const entry = found.get(key) ?? { region, code, points: [] };
    entry.points.push({ at, value });
    found.set(key, entry);
  }
  return [...found.values()];
}
