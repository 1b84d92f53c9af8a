import { ruleKind } from '#lib/rules/index.ts';
import type { RuleKind } from '#lib/rules/types.ts';
import type { Db } from '../client.ts';
import { listEnabledRules, type StoredRule } from '../queries/rules.ts';

/** What stopped a rule from being evaluated, or from saying all it had to say. */
export type RuleError = {
  rule: string;
  code: 'kind_unknown' | 'params_invalid' | 'failed' | 'too_many_alerts';
  detail: string;
};

/** A stored rule with its kind, its parameters checked again by the kind's schema. */
export type BoundRule = { rule: StoredRule; kind: RuleKind; params: unknown };

/** A rule together with its kind, or why the two do not fit. */
export function bindRule(rule: StoredRule): BoundRule | RuleError {
  const kind = ruleKind(rule.kind);
  if (kind === undefined) return { rule: rule.name, code: 'kind_unknown', detail: rule.kind };
  const params = kind.paramsSchema.safeParse(rule.params);
  if (params.success) return { rule, kind, params: params.data };
  return { rule: rule.name, code: 'params_invalid', detail: params.error.issues[0]?.message ?? '' };
}

/** The rules to evaluate on the sets of a collector; one that cannot be read does not stop the others. */
export function bindRules(db: Db, collector: string, errors: RuleError[]): BoundRule[] {
  return listEnabledRules(db).flatMap((rule) => {
    const bound = bindRule(rule);
    if ('code' in bound) {
      errors.push(bound);
      return [];
    }
    return bound.kind.collector === collector ? [bound] : [];
  });
}
