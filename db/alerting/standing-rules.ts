import { deskHealthRule, isAboutDesk, isBuiltIn } from '#lib/config/rules.ts';
import { STARTER_RULES } from '#lib/config/starter-rules.ts';
import type { Db } from '../client.ts';
import { listChannels } from '../queries/channels.ts';
import { readMeta, writeMeta } from '../queries/meta.ts';
import { listRules } from '../queries/rules.ts';
import { changeRule, type RuleChange } from './change-rule.ts';

/** Set once the starter rules have been made, or somebody has written rules instead of them. */
const SETTLED = 'starter_rules_settled';

/**
 * The built-in rule about the desk tells every channel there is, wherever it was made; a rule that somebody has written
 * about the desk stands in its place. Inside the caller's transaction, whenever channels have changed.
 */
export function tellEveryChannel(db: Db, now: number): RuleChange | undefined {
  const channels = listChannels(db).flatMap(({ name, enabled }) => (enabled ? [name] : []));
  const rules = listRules(db);
  const isWritten = rules.some((rule) => rule.enabled && isAboutDesk(rule) && !isBuiltIn(rule));
  if (channels.length === 0 || isWritten) return undefined;
  return changeRule(db, rules.find(isBuiltIn), { ...deskHealthRule(channels), origin: 'file' }, now);
}

/** Notes that the starter rules are not to be made any more. */
export function settleStarterRules(db: Db): void {
  if (readMeta(db, SETTLED) === undefined) writeMeta(db, SETTLED, 'yes');
}

/**
 * The first channel of a desk that has no rules brings the starter rules along, as rules of the page: to be changed and
 * taken away there. They come once.
 */
export function welcomeChannel(db: Db, name: string, now: number): number {
  const isBare = listRules(db).every((rule) => !rule.enabled || isAboutDesk(rule));
  if (!isBare || readMeta(db, SETTLED) !== undefined) return 0;
  for (const rule of STARTER_RULES)
    changeRule(db, undefined, { ...rule, channels: [name], origin: 'page' }, now);
  settleStarterRules(db);
  return STARTER_RULES.length;
}
