import { createHash } from 'node:crypto';
import { type Db, writeTransaction } from '#db/client.ts';
import { openAlertsOfRule } from '#db/queries/alerts.ts';
import { retireChannels, saveChannel } from '#db/queries/channels.ts';
import { readMeta } from '#db/queries/meta.ts';
import {
  disableRule,
  insertRule,
  listEnabledRules,
  listRules,
  type RuleSettings,
  type StoredRule,
  updateRule,
} from '#db/queries/rules.ts';
import type { Labels } from '#lib/alerts/identity.ts';
import { close } from '#lib/alerts/lifecycle.ts';
import { ULTRASERVERS } from '#lib/catalogue/ultraservers.ts';
import { channelKind } from '#lib/channels/index.ts';
import type { ChannelConfig } from '#lib/channels/types.ts';
import type { Alerting } from '#lib/config/alerting.ts';
import type { RuleConfig } from '#lib/config/rules.ts';
import type { Watch } from '#lib/config/watch.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { announce, recordTransition } from './announce.ts';
import { bindRule } from './bind-rules.ts';

export type SyncResult = {
  added: number;
  changed: number;
  disabled: number;
  closed: number;
  superseded: number;
};

/** Brings rules, channels and alerts in line with the configuration, at the start of the jobs. `now` is product time. */
export function syncAlerting(db: Db, alerting: Alerting, now: number, watch: Watch): SyncResult {
  return writeTransaction(db, () => {
    for (const channel of alerting.channels) saveChannel(db, channelSettings(channel), now);
    const stored = new Map(listRules(db).map((rule) => [rule.name, rule]));
    const result: SyncResult = { added: 0, changed: 0, disabled: 0, closed: 0, superseded: 0 };
    for (const rule of alerting.rules) syncRule(db, rule, stored.get(rule.name), now, result);
    const kept = new Set(alerting.rules.map((rule) => rule.name));
    for (const rule of stored.values()) {
      if (kept.has(rule.name) || !rule.enabled) continue;
      result.disabled++;
      result.closed += closeAlerts(db, rule, 'rule_disabled', () => true, now);
      disableRule(db, rule.id, now);
    }
    // Nobody looks at it any more, so nothing would ever end it.
    const isLost = (labels: Labels) => !isWatched(watch, labels);
    for (const rule of listEnabledRules(db))
      result.closed += closeAlerts(db, rule, 'target_removed', isLost, now);
    // After the rules: a channel that stays is still told about a rule that goes.
    const names = new Set(alerting.channels.map((channel) => channel.name));
    result.superseded = retireChannels(db, names, now);
    return result;
  });
}

function isWatched(watch: Watch, { region, type, product }: Labels): boolean {
  const own = type === undefined ? undefined : (ULTRASERVERS.get(type)?.instanceType ?? type);
  if (own !== undefined && !anyGlob(watch.types)(own)) return false;
  const isListed = (names: readonly string[], name: string | undefined) =>
    name === undefined || names.length === 0 || names.includes(name);
  return isListed(watch.regions, region) && isListed(watch.products, product);
}

/** The fingerprint makes two webhooks with the same last letters differ; it does not lead back to the address. */
function channelSettings({ name, kind, address }: ChannelConfig) {
  const words = channelKind(kind)?.hint(address.reveal()) ?? kind;
  const fingerprint = createHash('sha256').update(address.reveal()).digest('hex').slice(0, 8);
  return { name, kind, hint: `${words} (${fingerprint})` };
}

function syncRule(
  db: Db,
  config: RuleConfig,
  before: StoredRule | undefined,
  now: number,
  result: SyncResult,
): void {
  const settings: RuleSettings = config;
  if (before === undefined) {
    result.added++;
    insertRule(db, settings, now);
    return;
  }
  if (before.enabled && sameSettings(before, settings)) return;
  result.changed++;
  result.closed += closeAlerts(db, before, 'rule_changed', leftBehind(before, settings), now);
  updateRule(db, before, settings, now);
}

function sameSettings(before: StoredRule, after: RuleSettings): boolean {
  const text = ({
    name,
    kind,
    severity,
    channels,
    forMs,
    keepFiringMs,
    resolveEvals,
    repeatMs,
    params,
  }: RuleSettings) =>
    JSON.stringify([name, kind, severity, channels, forMs, keepFiringMs, resolveEvals, repeatMs, params]);
  return text(before) === text(after);
}

/**
 * Which open alerts the changed rule leaves behind. A new kind or filter is another rule under the old name: all of
 * them. New thresholds keep what the rule still asks about.
 */
function leftBehind(before: StoredRule, after: RuleSettings): (labels: Labels) => boolean {
  const old = bindRule(before);
  const now = bindRule({ ...before, ...after });
  if ('code' in old || 'code' in now || old.kind !== now.kind) return () => true;
  if (old.kind.filterKey(old.params) !== now.kind.filterKey(now.params)) return () => true;
  return (labels) => !now.kind.watches(now.params, labels);
}

/** Ends open alerts of a rule and tells its channels why: never as a recovery. */
function closeAlerts(
  db: Db,
  rule: StoredRule,
  reason: 'rule_changed' | 'rule_disabled' | 'target_removed',
  concerned: (labels: Labels) => boolean,
  now: number,
): number {
  const open = openAlertsOfRule(db, rule.id).filter((alert) => concerned(alert.labels));
  const news = open.flatMap(({ id: _, state, memory, ...alert }) => {
    const step = close(state, reason, now);
    return (
      recordTransition(db, { alert, step, memory, reason: step.event === undefined ? null : reason }, now) ??
      []
    );
  });
  if (news.length === 0) return 0;
  const bound = bindRule(rule);
  const known = 'code' in bound ? undefined : bound;
  const { id, name, severity, channels } = rule;
  const condition = known?.kind.describe(known.params) ?? rule.kind;
  announce(db, { id, name, severity, channels, condition }, news, {
    region: null,
    source: known?.kind.source ?? rule.kind,
    lookedAt: now,
    createdAt: now,
    simulated: readMeta(db, 'origin') === 'simulated',
  });
  return news.length;
}
