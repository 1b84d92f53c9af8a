import type { RuleConfig } from '#lib/config/rules.ts';
import { AppError } from '#lib/domain/errors.ts';
import { type Db, writeTransaction } from '../client.ts';
import { noteChange } from '../queries/audit.ts';
import { bumpDataVersion } from '../queries/meta.ts';
import { freeRuleName, listRules, moveRule, type StoredRule } from '../queries/rules.ts';
import { changeRule, stopRule } from './change-rule.ts';

// Rules made on the Rules page: what the configuration file brings is changed there only.

/**
 * Makes a rule, or changes the one of that id, and notes who is told what is no longer asked. Product time.
 * @throws AppError NOT_FOUND, RULE_OF_FILE
 */
export function savePageRule(
  db: Db,
  id: number | undefined,
  config: RuleConfig,
  now: number,
): { id: number; closed: number } {
  return writeTransaction(db, () => {
    const before = id === undefined ? undefined : ownRule(db, id);
    if (before?.name !== config.name) freeRuleName(db, config.name);
    const { closed } = changeRule(db, before, { ...config, origin: 'page' }, now);
    const made = listRules(db).find((rule) => rule.name === config.name);
    const action = before === undefined ? 'rule made' : 'rule changed';
    noteChange(db, { action, subject: config.name, detail: JSON.stringify(config) }, now);
    bumpDataVersion(db);
    return { id: made?.id ?? 0, closed };
  });
}

/** Pauses a rule, lets it go on, or takes it away for good; returns how many open alerts ended with it. */
export function turnPageRule(db: Db, id: number, to: 'pause' | 'resume' | 'remove', now: number): number {
  return writeTransaction(db, () => {
    const rule = ownRule(db, id);
    const closed = to === 'resume' ? 0 : rule.enabled ? stopRule(db, rule, now) : 0;
    if (to === 'resume') changeRule(db, { ...rule, enabled: false }, rule, now);
    if (to === 'remove') moveRule(db, id, 'gone');
    const words = { pause: 'rule paused', resume: 'rule resumed', remove: 'rule removed' };
    noteChange(db, { action: words[to], subject: rule.name }, now);
    bumpDataVersion(db);
    return closed;
  });
}

function ownRule(db: Db, id: number): StoredRule {
  const rule = listRules(db).find((one) => one.id === id);
  if (rule === undefined || rule.origin === 'gone')
    throw new AppError('NOT_FOUND', 'there is no rule of that number', { field: 'id', received: String(id) });
  if (rule.origin === 'file')
    throw new AppError('RULE_OF_FILE', `the rule “${rule.name}” is changed in the configuration file only`, {
      field: 'id',
      received: String(id),
      accepted: 'rules made on this page',
    });
  return rule;
}
