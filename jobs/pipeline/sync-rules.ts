import { changeRule, closeAlerts, stopRule } from '#db/alerting/change-rule.ts';
import { settleStarterRules, tellEveryChannel } from '#db/alerting/standing-rules.ts';
import { type Db, writeTransaction } from '#db/client.ts';
import { channelHint } from '#db/queries/channel-hint.ts';
import { listChannels, retireChannels, saveChannel } from '#db/queries/channels.ts';
import { saveFallback } from '#db/queries/fallback.ts';
import { saveRoutes } from '#db/queries/routes.ts';
import { listEnabledRules, listRules } from '#db/queries/rules.ts';
import type { Labels } from '#lib/alerts/identity.ts';
import { ULTRASERVERS } from '#lib/catalogue/ultraservers.ts';
import type { Alerting } from '#lib/config/alerting.ts';
import { deskHealthRule, isAboutDesk, isBuiltIn } from '#lib/config/rules.ts';
import type { Watch } from '#lib/config/watch.ts';
import { anyGlob } from '#lib/domain/glob.ts';

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
    for (const channel of alerting.channels)
      saveChannel(db, { name: channel.name, kind: channel.kind, hint: channelHint(channel) }, now);
    const result: SyncResult = { added: 0, changed: 0, disabled: 0, closed: 0, superseded: 0 };
    syncRules(db, alerting, now, result);
    // Nobody looks at it any more, so nothing would ever end it.
    const isLost = (labels: Labels) => !isWatched(watch, labels);
    for (const rule of listEnabledRules(db))
      result.closed += closeAlerts(db, rule, 'target_removed', isLost, now);
    saveRoutes(db, alerting.routes);
    saveFallback(db, alerting.fallback);
    // After the rules: a channel that stays is still told about a rule that goes.
    const names = new Set(alerting.channels.map((channel) => channel.name));
    result.superseded = retireChannels(db, names, now);
    const change = tellEveryChannel(db, now)?.is ?? 'same';
    if (change !== 'same') result[change]++;
    if (!alerting.isUnwritten || alerting.channels.length > 0) settleStarterRules(db);
    return result;
  });
}

function syncRules(db: Db, alerting: Alerting, now: number, result: SyncResult): void {
  const stored = new Map(listRules(db).map((rule) => [rule.name, rule]));
  for (const rule of alerting.rules) {
    if (isBuiltIn(rule)) continue;
    const change = changeRule(db, stored.get(rule.name), { ...rule, origin: 'file' }, now);
    if (change.is !== 'same') result[change.is]++;
    result.closed += change.closed;
  }
  const kept = keptNames(db, alerting);
  for (const rule of stored.values()) {
    // What was made on a page stays until somebody ends it there.
    if (kept.has(rule.name) || !rule.enabled || rule.origin === 'page') continue;
    result.disabled++;
    result.closed += stopRule(db, rule, now);
  }
}

/** Rules that the configuration wants, and the built-in one as long as somebody can be told. */
function keptNames(db: Db, { rules }: Alerting): Set<string> {
  const kept = new Set(rules.map((rule) => rule.name));
  const isDeskWritten = rules.some((rule) => isAboutDesk(rule) && !isBuiltIn(rule));
  const hasPageChannel = listChannels(db).some(({ origin, enabled }) => enabled && origin === 'page');
  if (hasPageChannel && !isDeskWritten) kept.add(deskHealthRule([]).name);
  return kept;
}

function isWatched(watch: Watch, { region, type, product }: Labels): boolean {
  const own = type === undefined ? undefined : (ULTRASERVERS.get(type)?.instanceType ?? type);
  if (own !== undefined && !anyGlob(watch.types)(own)) return false;
  const isListed = (names: readonly string[], name: string | undefined) =>
    name === undefined || names.length === 0 || names.includes(name);
  return isListed(watch.regions, region) && isListed(watch.products, product);
}
