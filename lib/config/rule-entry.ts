import { durationText } from '#lib/domain/time.ts';
import type { RuleConfig } from './rules.ts';

/** A rule as the section `rules` of the configuration, and the HTTP interface, write it. */
export function ruleEntry(rule: RuleConfig) {
  return {
    name: rule.name,
    kind: rule.kind,
    severity: rule.severity,
    channels: rule.channels,
    for: durationText(rule.forMs),
    keepFiring: durationText(rule.keepFiringMs),
    resolveEvals: rule.resolveEvals,
    repeat: rule.repeatMs === 0 ? 'never' : durationText(rule.repeatMs),
    when: rule.params,
  };
}
