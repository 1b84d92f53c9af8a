import { eq } from 'drizzle-orm';
import type { Severity } from '#lib/alerts/notice.ts';
import type { Completeness } from '#lib/domain/outcome.ts';
import type { PoolReading, PricedPool } from '#lib/rules/types.ts';
import type { Db } from '../client.ts';
import { rule } from '../schema/index.ts';
import { type StandingOf, standingOf } from './looks.ts';

export type StoredRule = {
  id: number;
  name: string;
  kind: string;
  /** As stored: its kind's schema has to let it through before use. */
  params: unknown;
  severity: Severity;
  channels: string[];
  forMs: number;
  keepFiringMs: number;
  resolveEvals: number;
  enabled: boolean;
  revision: number;
  updatedAt: number;
};

export type RuleSettings = Omit<StoredRule, 'id' | 'enabled' | 'revision' | 'updatedAt'>;

export function listRules(db: Db): StoredRule[] {
  return db.orm.select().from(rule).orderBy(rule.name).all().map(toRule);
}

export function listEnabledRules(db: Db): StoredRule[] {
  return db.orm.select().from(rule).where(eq(rule.enabled, true)).orderBy(rule.id).all().map(toRule);
}

function toRule({ paramsJson, channelsJson, severity, ...row }: typeof rule.$inferSelect): StoredRule {
  return {
    ...row,
    severity: severity as Severity,
    params: readJson(paramsJson),
    channels: readChannels(channelsJson),
  };
}

/** One damaged row must not hide the other rules: its kind's schema will refuse it. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function readChannels(text: string): string[] {
  const names = readJson(text);
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

export function insertRule(db: Db, settings: RuleSettings, now: number): void {
  db.orm
    .insert(rule)
    .values({ ...toRow(settings), enabled: true, revision: 1, updatedAt: now })
    .run();
}

/** Replaces the settings of a rule and counts up its revision. */
export function updateRule(db: Db, before: StoredRule, settings: RuleSettings, now: number): void {
  db.orm
    .update(rule)
    .set({ ...toRow(settings), enabled: true, revision: before.revision + 1, updatedAt: now })
    .where(eq(rule.id, before.id))
    .run();
}

export function disableRule(db: Db, ruleId: number, now: number): void {
  db.orm.update(rule).set({ enabled: false, updatedAt: now }).where(eq(rule.id, ruleId)).run();
}

function toRow({ params, channels, ...settings }: RuleSettings) {
  return { ...settings, paramsJson: JSON.stringify(params), channelsJson: JSON.stringify(channels) };
}

export type LookFacts = { targetId: number; items: number; toAt: number };

/** A look as recorded; undefined when a newer one at the same target has been published, or there is none such. */
export function readNewestLook(db: Db, setId: number): LookFacts | undefined {
  const look = db.sqlite
    .prepare<[number], LookFacts>(
      'SELECT target_id AS targetId, items, to_at AS toAt FROM sample_set WHERE id = ?',
    )
    .get(setId);
  if (look === undefined) return undefined;
  const newer = db.sqlite
    .prepare('SELECT 1 FROM sample_set WHERE id > ? AND target_id = ? LIMIT 1')
    .get(setId, look.targetId);
  return newer === undefined ? look : undefined;
}

export type ReadingRequest = {
  collector: string;
  region: string;
  at: number;
  intervalMs: number;
  completeness: Completeness;
  items: number;
  windowsMs: Iterable<number>;
};

/** Everything rules may look at after one look at a region: one statement for the pools, one for each window. */
export function readPoolReading(db: Db, request: ReadingRequest): PoolReading {
  const { collector, region, at, intervalMs, completeness, items } = request;
  return {
    region,
    look: { at, intervalMs, completeness, items },
    pools: readPools(db, region, standingOf(db, collector)),
    previous: readPrevious(db, region, at, request.windowsMs),
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
