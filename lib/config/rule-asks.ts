import { ruleKind } from '#lib/rules/index.ts';
import type { CapacityAsk } from './capacity.ts';
import type { RuleConfig } from './rules.ts';

/** A rule about a block is worth as much as somebody asks for that block: its question is asked at every look. */
export function asksOfRules(rules: readonly Pick<RuleConfig, 'name' | 'kind' | 'params'>[]): CapacityAsk[] {
  return rules.flatMap(({ name, kind, params }) => {
    const ask = ruleKind(kind)?.asks?.(params);
    return ask === undefined ? [] : [{ ...ask, name: `rule ${name}`, ofRule: true }];
  });
}
