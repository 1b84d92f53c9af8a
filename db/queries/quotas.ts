import { and, eq } from 'drizzle-orm';
import type { QuotaScope } from '#lib/catalogue/quotas.ts';
import { NO_APPLIED_VALUE } from '#lib/quotas/book.ts';
import type { Db } from '../client.ts';
import { quota, series } from '../schema/index.ts';
import { tellNews } from './news.ts';
import { type Observed, saveObserved } from './observe.ts';
import { prepared } from './prepared.ts';

/** A quota's own CloudWatch metric, as AWS gave it. */
export type UsageMetric = {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
  statistic: string;
};

/** A quota as one look found it. `applied` and `default` are vCPU; undefined where AWS listed none, with its error where it said one. */
export type SeenQuota = {
  code: string;
  name: string;
  scope: QuotaScope;
  families: readonly string[];
  adjustable: boolean;
  applied: SeenValue | undefined;
  default: SeenValue | undefined;
  usageMetric: UsageMetric | null;
};
export type SeenValue = { value: number } | { error: string };

const UNIT = 'vcpu';

/**
 * Saves what a look saw of a region's quotas, inside the publishing transaction; returns how many limits changed. With
 * `isComplete`, a quota on record that the look does not have is none from now on.
 */
export function saveQuotas(
  db: Db,
  region: string,
  seen: readonly SeenQuota[],
  at: number,
  isComplete: boolean,
): number {
  const before = new Map(
    db.orm
      .select()
      .from(quota)
      .where(eq(quota.region, region))
      .all()
      .map((row) => [row.code, row]),
  );
  const facts = seen.map((one) => {
    const was = before.get(one.code);
    const limit = limitOf(one, was?.applied === true);
    saveRow(db, region, one, limit, at);
    return { one, limit };
  });
  const news = facts.flatMap(({ one, limit }) => changeOf(db, region, one, limit, at));
  const codes = new Set(seen.map((one) => one.code));
  const gone = isComplete ? [...before.keys()].filter((code) => !codes.has(code)) : [];
  const changes = saveObserved(
    db,
    [
      ...facts.map(({ one, limit }) => observed(region, one.code, limit)),
      ...gone.map((code): Observed => ({ ...identity('quota', region, code), outcome: 'none' })),
    ],
    at,
  );
  tellNews(db, news, at);
  return changes;
}

/** The limit in force, or why it is not known. */
type Limit = { value: number; applied: boolean } | { error: string };

/** AWS leaves a quota without an applied value out; its default stands, unless a value has been granted before. */
function limitOf({ applied, default: standard }: SeenQuota, wasApplied: boolean): Limit {
  if (applied !== undefined) return 'value' in applied ? { value: applied.value, applied: true } : applied;
  if (wasApplied) return { error: NO_APPLIED_VALUE };
  if (standard !== undefined)
    return 'value' in standard ? { value: standard.value, applied: false } : standard;
  return { error: NO_APPLIED_VALUE };
}

function saveRow(db: Db, region: string, one: SeenQuota, limit: Limit, at: number): void {
  const standard = one.default;
  const row = {
    region,
    code: one.code,
    name: one.name,
    scope: one.scope,
    families: one.families.join(','),
    unit: UNIT,
    adjustable: one.adjustable,
    // A value that AWS could not say now is still one that it had granted.
    applied: 'value' in limit ? limit.applied : one.applied !== undefined || limit.error === NO_APPLIED_VALUE,
    defaultValue: standard !== undefined && 'value' in standard ? standard.value : null,
    usageMetricJson: one.usageMetric === null ? null : JSON.stringify(one.usageMetric),
    errorCode: 'error' in limit ? limit.error : null,
    lastSeenAt: at,
  };
  db.orm
    .insert(quota)
    .values(row)
    .onConflictDoUpdate({ target: [quota.region, quota.code], set: row })
    .run();
}

function identity(kind: 'quota' | 'quota-usage', region: string, code: string) {
  return { kind, region, zoneId: '', instanceType: '', qualifier: code, unit: UNIT };
}

function observed(region: string, code: string, limit: Limit): Observed {
  const series = identity('quota', region, code);
  return 'value' in limit
    ? { ...series, outcome: 'value', value: limit.value }
    : { ...series, outcome: 'failed' };
}

const LAST_KNOWN = `SELECT p.value FROM series s JOIN point p ON p.series_id = s.id
  WHERE s.kind = 'quota' AND s.region = ? AND s.zone_id = '' AND s.instance_type = '' AND s.qualifier = ?
    AND p.value IS NOT NULL ORDER BY p.at DESC LIMIT 1`;

/** A limit that differs from the last one on record is news; the first one is not. */
function changeOf(db: Db, region: string, one: SeenQuota, limit: Limit, at: number) {
  if (!('value' in limit)) return [];
  const [from] = (prepared(db, LAST_KNOWN).get(region, one.code) as [number] | undefined) ?? [];
  if (from === undefined || from === limit.value) return [];
  const detail = {
    name: one.name,
    scope: one.scope,
    from,
    to: limit.value,
    applied: limit.applied,
    unit: UNIT,
  };
  return [{ at, kind: 'quota-changed', region, zoneId: '', itemType: '', subject: one.code, detail }];
}

/** A quota whose use AWS publishes; `limit` null: not known. */
export type MeasuredQuota = { code: string; metric: UsageMetric; limit: number | null };

/** The quotas of a region whose use AWS publishes, by code. */
export function usageMetrics(db: Db, region: string): MeasuredQuota[] {
  const isItsLimit = and(
    eq(series.kind, 'quota'),
    eq(series.region, region),
    eq(series.qualifier, quota.code),
  );
  return db.orm
    .select({ code: quota.code, json: quota.usageMetricJson, limit: series.lastValue })
    .from(quota)
    .leftJoin(series, isItsLimit)
    .where(eq(quota.region, region))
    .orderBy(quota.code)
    .all()
    .flatMap(({ code, json, limit }) =>
      json === null ? [] : [{ code, metric: JSON.parse(json) as UsageMetric, limit }],
    );
}

/** What a look at the use of one quota told: vCPU, or why it is not known. */
export type SeenUse = { code: string } & (
  | { outcome: 'value'; value: number }
  | { outcome: 'none' | 'denied' | 'throttled' | 'failed' }
);

/** Saves the use of a region's quotas, inside the publishing transaction; returns how many changed. */
export function saveQuotaUse(db: Db, region: string, seen: readonly SeenUse[], at: number): number {
  const facts = seen.map(
    ({ code, ...rest }): Observed => ({ ...identity('quota-usage', region, code), ...rest }),
  );
  return saveObserved(db, facts, at);
}
