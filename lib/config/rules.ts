import { z } from 'zod';
import { SEVERITIES, type Severity } from '#lib/alerts/notice.ts';
import type { ChannelConfig } from '#lib/channels/types.ts';
import { DAY, HOUR, MINUTE, parseDuration } from '#lib/domain/time.ts';
import { RULE_KINDS, ruleKind } from '#lib/rules/index.ts';
import { type ChannelNames, channelsNamed } from './channel-names.ts';
import { entryName } from './entry-name.ts';
import { check, type Path, type Problem, pathText, unknownKind } from './problems.ts';

/** A rule as configured; `params` is what its kind's schema has let through. */
export type RuleConfig = {
  name: string;
  kind: string;
  severity: Severity;
  /** Empty: the routes decide, alert by alert. */
  channels: string[];
  forMs: number;
  keepFiringMs: number;
  resolveEvals: number;
  repeatMs: number;
  params: unknown;
};

const MAX_HOLD = 7 * DAY;
const SHORTEST_REPEAT = 5 * MINUTE;
/** What is critical is told again until it is over; anything else would be noise (decision 0021). */
const CRITICAL_REPEAT = 4 * HOUR;
const duration = (fallback: string) =>
  z
    .string('DURATION_FORMAT: expected a duration such as 90s, 10m or 2h')
    .default(fallback)
    .superRefine((text, context) => {
      const ms = parseDuration(text);
      if (ms === undefined)
        context.addIssue('DURATION_FORMAT: not a duration: write it like 90s, 10m or 2h, whole numbers only');
      else if (ms > MAX_HOLD) context.addIssue('DURATION_FORMAT: must be at most 7d');
    });

const ruleSchema = z.strictObject({
  name: entryName,
  kind: z.string('expected a kind of rule'),
  severity: z.enum(SEVERITIES, `expected one of ${SEVERITIES.join(', ')}`).default('normal'),
  channels: z
    .array(z.string(), 'NO_RECEIVER: expected a list of channel names')
    .min(1, 'NO_RECEIVER: a rule that tells nobody is not allowed: name at least one channel')
    .max(20)
    .optional(),
  for: duration('0s'),
  keepFiring: duration('15m'),
  resolveEvals: z
    .int('expected a whole number')
    .min(1, 'must be 1 to 20')
    .max(20, 'must be 1 to 20')
    .default(2),
  repeat: z
    .string('expected a duration such as 4h, or never')
    .optional()
    .superRefine((text, context) => {
      if (text === undefined || text === 'never') return;
      const ms = parseDuration(text);
      if (ms === undefined)
        context.addIssue('DURATION_FORMAT: not a duration: write it like 30m, 4h or 1d, or never');
      else if (ms < SHORTEST_REPEAT || ms > MAX_HOLD)
        context.addIssue('REPEAT_TOO_SHORT: must be 5m to 7d, or never');
    }),
  when: z.unknown(),
});

/** Whom rules may tell. */
export type Receivers = {
  channels: ChannelNames;
  /** Whether a rule may name none, because a route takes every alert. */
  routed: boolean;
};

/** One entry of `rules`. */
export function parseRule(
  entry: unknown,
  at: Path,
  { channels, routed }: Receivers,
  problems: Problem[],
): RuleConfig[] {
  const rule = check(ruleSchema, entry, at, problems);
  if (rule === undefined) return [];
  const names = channelsNamed(rule.channels ?? [], [...at, 'channels'], channels, problems);
  if (rule.channels === undefined && !routed) {
    const message = 'is missing: name channels, or end routes with one that takes everything';
    problems.push({ path: pathText([...at, 'channels']), message, code: 'NO_RECEIVER' });
  }
  const kind = ruleKind(rule.kind);
  if (kind === undefined) {
    problems.push(unknownKind([...at, 'kind'], rule.kind, Object.keys(RULE_KINDS)));
    return [];
  }
  const params = check(kind.paramsSchema, rule.when ?? {}, [...at, 'when'], problems);
  if (params === undefined) return [];
  const { name, severity, resolveEvals } = rule;
  const forMs = parseDuration(rule.for) ?? 0;
  const keepFiringMs = parseDuration(rule.keepFiring) ?? 0;
  const repeatMs = repeatOf(rule);
  const timing = { forMs, keepFiringMs, resolveEvals, repeatMs };
  return [{ name, kind: rule.kind, severity, channels: names, ...timing, params }];
}

function repeatOf({ repeat, severity }: z.infer<typeof ruleSchema>): number {
  if (repeat === undefined) return severity === 'critical' ? CRITICAL_REPEAT : 0;
  return repeat === 'never' ? 0 : (parseDuration(repeat) ?? 0);
}

/** Built in: the desk tells every channel when it goes blind, unless a rule of that kind says it otherwise. */
const DESK_HEALTH: Omit<RuleConfig, 'channels'> = {
  name: 'chipdesk itself',
  kind: 'desk-health',
  severity: 'normal',
  forMs: 0,
  keepFiringMs: 0,
  resolveEvals: 2,
  repeatMs: DAY,
  params: {},
};

/** Adds the built-in rule where somebody can be told. */
export function withDeskHealth(rules: RuleConfig[], channels: readonly ChannelConfig[]): RuleConfig[] {
  if (channels.length === 0 || rules.some(({ kind }) => kind === DESK_HEALTH.kind)) return rules;
  return [...rules, deskHealthRule(channels.map((channel) => channel.name))];
}

export function deskHealthRule(channels: string[]): RuleConfig {
  return { ...DESK_HEALTH, channels };
}

/** Whether a rule is about the desk itself, and whether it is the built-in one. */
export const isAboutDesk = ({ kind }: Pick<RuleConfig, 'kind'>) => kind === DESK_HEALTH.kind;
export const isBuiltIn = ({ name, kind }: Pick<RuleConfig, 'name' | 'kind'>) =>
  name === DESK_HEALTH.name && kind === DESK_HEALTH.kind;
