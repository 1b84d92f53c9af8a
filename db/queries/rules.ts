import { eq } from 'drizzle-orm';
import type { Severity } from '#lib/alerts/notice.ts';
import type { Db } from '../client.ts';
import { rule } from '../schema/index.ts';
import { built } from './prepared.ts';

/** gone: made on a page and taken away there; kept for the history of its alerts. */
export type RuleOrigin = 'file' | 'page' | 'gone';

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
  /** Pause after which what still fires is told again; 0: never. */
  repeatMs: number;
  enabled: boolean;
  /** Who brings it and takes it away: the configuration file, or people on the Rules page. */
  origin: RuleOrigin;
  revision: number;
  updatedAt: number;
};

export type RuleSettings = Omit<StoredRule, 'id' | 'enabled' | 'revision' | 'updatedAt'>;

export function listRules(db: Db): StoredRule[] {
  return db.orm.select().from(rule).orderBy(rule.name).all().map(toRule);
}

export function listEnabledRules(db: Db): StoredRule[] {
  const enabled = built(db, 'enabled rules', (orm) =>
    orm.select().from(rule).where(eq(rule.enabled, true)).orderBy(rule.id).prepare(),
  );
  return enabled.all().map(toRule);
}

export function toRule({ paramsJson, channelsJson, severity, ...row }: typeof rule.$inferSelect): StoredRule {
  return {
    ...row,
    severity: severity as Severity,
    origin: row.origin as RuleOrigin,
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

/** Makes room for a rule of that name: one that is switched off for good keeps its history under a longer name. */
export function freeRuleName(db: Db, name: string): void {
  db.sqlite
    .prepare(
      `UPDATE rule SET name = name || ' (removed, ' || id || ')'
       WHERE name = ? AND enabled = 0 AND origin IN ('file', 'gone')`,
    )
    .run(name);
}

export function moveRule(db: Db, ruleId: number, origin: RuleOrigin): void {
  db.orm.update(rule).set({ origin }).where(eq(rule.id, ruleId)).run();
}

export function disableRule(db: Db, ruleId: number, now: number): void {
  db.orm.update(rule).set({ enabled: false, updatedAt: now }).where(eq(rule.id, ruleId)).run();
}

function toRow({ params, channels, ...settings }: RuleSettings) {
  return { ...settings, paramsJson: JSON.stringify(params), channelsJson: JSON.stringify(channels) };
}
