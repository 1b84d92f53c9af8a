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
  /** Whether a rule may name no channels, because a stored route takes every alert. */
  routed?: boolean;
};

/**
 * A rule as a page sends it: an entry of the section `rules`, checked the same way.
 * @throws AppError that names every problem at once
 */
export function parsePageRule(
  entry: unknown,
  { channels, taken, known, routed = false }: PageRuleContext,
): RuleConfig {
  const problems: Problem[] = [];
  const names = new Map(channels.map((name) => [name, [name]]));
  const written = routed ? withoutEmptyList(entry) : entry;
  const [rule] = parseRule(written, [], { channels: names, routed }, problems);
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

/** A form where nobody is ticked sends an empty list. */
function withoutEmptyList(entry: unknown): unknown {
  const { channels, ...rest } = entry as Record<string, unknown>;
  return Array.isArray(channels) && channels.length === 0 ? rest : entry;
}

/** Words of caution that do not stop a rule, but have to be read first. */
export function cautionsOf(rule: RuleConfig, watched: number, intervalMs: number): FieldProblem[] {
  const cautions: FieldProblem[] = [];
  // A rule about a block asks for it from now on: nobody may have asked before.
  if (watched === 0 && rule.kind !== 'block-offer')
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
