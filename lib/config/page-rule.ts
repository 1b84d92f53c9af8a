import type { FieldProblem } from '#lib/domain/errors.ts';
import { AppError } from '#lib/domain/errors.ts';
import { checkRuleNames, type KnownNames } from './known-names.ts';
import { type Problem, refuse } from './problems.ts';
import { parseRule, type RuleConfig } from './rules.ts';

/** What a rule made on a page is checked against. */
export type PageRuleContext = {
  /** Channels that can be told. */
  channels: readonly string[];
  /** Names of other rules, with where they are from. */
  taken: ReadonlyMap<string, 'file' | 'page'>;
  known: KnownNames;
};

/**
 * A rule as a page sends it: an entry of the section `rules`, checked the same way.
 * @throws AppError that names every problem at once
 */
export function parsePageRule(entry: unknown, { channels, taken, known }: PageRuleContext): RuleConfig {
  const problems: Problem[] = [];
  const [rule] = parseRule(entry, [], new Map(channels.map((name) => [name, [name]])), problems);
  const name = rule?.name ?? (entry as { name?: unknown }).name;
  const owner = typeof name === 'string' ? taken.get(name) : undefined;
  if (owner !== undefined) {
    const where = owner === 'file' ? 'in the configuration file' : 'here';
    problems.push({
      path: 'name',
      message: `there is a rule of that name ${where}`,
      received: String(name),
      code: 'NAME_TAKEN',
    });
  }
  if (rule !== undefined) problems.push(...checkRuleNames(rule, known));
  if (problems.length > 0) refuse(problems);
  if (rule === undefined) throw new AppError('RULE_INVALID', 'the rule cannot be read');
  return rule;
}

/** Words of caution that do not stop a rule, but have to be read first. */
export function cautionsOf(rule: RuleConfig, watched: number, intervalMs: number): FieldProblem[] {
  const cautions: FieldProblem[] = [];
  if (watched === 0)
    cautions.push({
      code: 'MATCHES_NOTHING',
      field: 'when',
      message: 'nothing that is known now is watched by this rule: it may stay silent for ever',
    });
  if (rule.forMs > 0 && rule.forMs < intervalMs)
    cautions.push({
      code: 'FOR_BELOW_INTERVAL',
      field: 'for',
      message: `there is a look every ${intervalMs / 60_000} min, so that it takes one look longer than asked`,
    });
  return cautions;
}
