import type { Labels } from '#lib/alerts/identity.ts';
import { close, lengthen } from '#lib/alerts/lifecycle.ts';
import type { Db } from '../client.ts';
import { openAlertsOfRule, saveAlert } from '../queries/alerts.ts';
import { readMeta } from '../queries/meta.ts';
import { disableRule, insertRule, type RuleSettings, type StoredRule, updateRule } from '../queries/rules.ts';
import { announce, recordTransition } from './announce.ts';
import { bindRule } from './bind-rules.ts';

type CloseReason = 'rule_changed' | 'rule_disabled' | 'target_removed';

/** What came of it: whether anything changed, and how many open alerts ended with it. */
export type RuleChange = { is: 'added' | 'changed' | 'same'; closed: number };

/** Makes a rule known or changes it, with the alerts that it leaves behind; inside the caller's transaction. Product time. */
export function changeRule(
  db: Db,
  before: StoredRule | undefined,
  settings: RuleSettings,
  now: number,
): RuleChange {
  if (before === undefined) {
    insertRule(db, settings, now);
    return { is: 'added', closed: 0 };
  }
  if (before.enabled && sameSettings(before, settings)) return { is: 'same', closed: 0 };
  const closed = closeAlerts(db, before, 'rule_changed', leftBehind(before, settings), now);
  if (settings.forMs > before.forMs) lengthenAlerts(db, before.id, settings.forMs);
  updateRule(db, before, settings, now);
  return { is: 'changed', closed };
}

/** What has not held for as long as the rule now asks is pending again, without a message. */
function lengthenAlerts(db: Db, ruleId: number, forMs: number): void {
  for (const { id: _, state, ...alert } of openAlertsOfRule(db, ruleId))
    saveAlert(db, { ...alert, state: lengthen(state, forMs) });
}

/** Switches a rule off and ends its open alerts, with the reason told; inside the caller's transaction. */
export function stopRule(db: Db, rule: StoredRule, now: number): number {
  const closed = closeAlerts(db, rule, 'rule_disabled', () => true, now);
  disableRule(db, rule.id, now);
  return closed;
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
    origin,
  }: RuleSettings) =>
    JSON.stringify([
      ...[name, kind, severity, channels, forMs, keepFiringMs, resolveEvals, repeatMs],
      ...[params, origin],
    ]);
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
export function closeAlerts(
  db: Db,
  rule: StoredRule,
  reason: CloseReason,
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
