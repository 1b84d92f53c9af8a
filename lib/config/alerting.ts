import { z } from 'zod';
import { isCatchAll, type Route } from '#lib/alerts/route.ts';
import { channelKind } from '#lib/channels/index.ts';
import type { ChannelConfig } from '#lib/channels/types.ts';
import type { DigestPlan } from '#lib/digest/plan.ts';
import { parseChannel } from './channel.ts';
import { type ChannelNames, fallbackNamed } from './channel-names.ts';
import { parseDigests } from './digests.ts';
import { check, type Problem, pathText, refuse } from './problems.ts';
import { parseRoutes, routeWarnings } from './routes.ts';
import { parseRule, type RuleConfig, withDeskHealth } from './rules.ts';
import type { ReadSecretFile } from './secret-file.ts';
import { parseSmtp, type SmtpSettings } from './smtp.ts';
import { STARTER_RULES } from './starter-rules.ts';

export type Alerting = {
  channels: ChannelConfig[];
  rules: RuleConfig[];
  /** Who is told of rules that name no channels. */
  routes: Route[];
  /** The channel that is told as well of what is critical while another one is broken. */
  fallback: string | undefined;
  warnings: string[];
  /** Nobody has written a section `rules`. */
  isUnwritten: boolean;
  /** The server that channels of mail go out by. */
  smtp: SmtpSettings | undefined;
  digests: DigestPlan[];
};

export type AlertingOptions = { allowLoopback: boolean; readSecretFile: ReadSecretFile };

const rootSchema = z.strictObject({
  smtp: z.unknown().optional(),
  channels: z.array(z.unknown(), 'expected a list').default([]),
  rules: z.array(z.unknown(), 'expected a list').max(200, 'at most 200 rules').default([]),
  routes: z.array(z.unknown(), 'expected a list').max(50, 'at most 50 routes').default([]),
  fallback: z.string('expected the name of a channel').optional(),
  digests: z.array(z.unknown(), 'expected a list').max(50, 'at most 50 digests').default([]),
});

/**
 * Reads the sections of the configuration file that say who is told of what: `smtp`, `channels`, `fallback`, `routes`, `rules` and `digests`.
 * @throws AppError that names every problem at once, with no secret in it: `refuse` tells which code
 */
export function parseAlerting(input: unknown, options: AlertingOptions): Alerting {
  const problems: Problem[] = [];
  const root = check(rootSchema, input ?? {}, [], problems);
  const smtp = parseSmtp(root?.smtp, options.readSecretFile, problems);
  const entries = root?.channels ?? [];
  const channels = entries.map((entry, index) => parseChannel(entry, ['channels', index], options, problems));
  refuseUnready(entries, channels, root?.smtp !== undefined, problems);
  const named: ChannelNames = new Map(
    entries.map((entry, index) => [nameOf(entry), (channels[index] ?? []).map((channel) => channel.name)]),
  );
  const fallback = fallbackNamed(root?.fallback, named, problems);
  const routes = parseRoutes(root?.routes ?? [], named, problems);
  // One that cannot be read may be the one: it is refused for itself.
  const routed = routes.some(isCatchAll) || routes.length < (root?.routes.length ?? 0);
  const rules = (root?.rules ?? []).flatMap((entry, index) =>
    parseRule(entry, ['rules', index], { channels: named, routed }, problems),
  );
  refuseTwins(entries, 'channels', problems);
  refuseTwins(root?.rules ?? [], 'rules', problems);
  const digests = parseDigests(root?.digests ?? [], named, channels.flat(), problems);
  refuseTwins(root?.digests ?? [], 'digests', problems);
  refuse(problems);
  const all = channels.flat();
  const isUnwritten = !(typeof input === 'object' && input !== null && 'rules' in input);
  const wanted = isUnwritten ? starterRules(all, routed) : rules;
  const warnings = [...warningsOf(all), ...routeWarnings(routes)];
  const told = withDeskHealth(wanted, all);
  return { channels: all, rules: told, routes, fallback, warnings, isUnwritten, smtp, digests };
}

/** Where nobody has written rules, and somebody can be told. `rules: []` is written. */
function starterRules(channels: readonly ChannelConfig[], routed: boolean): RuleConfig[] {
  if (channels.length === 0) return [];
  const names = routed ? [] : channels.map((channel) => channel.name);
  return STARTER_RULES.map((rule) => ({ ...rule, channels: names }));
}

/** A list of addresses makes names of its own, and mail needs a server. */
function refuseUnready(
  entries: readonly unknown[],
  channels: readonly ChannelConfig[][],
  hasSmtp: boolean,
  problems: Problem[],
): void {
  const names = new Set(entries.map(nameOf));
  for (const [index, own] of channels.entries()) {
    const path = (field: string) => pathText(['channels', index, field]);
    if (!hasSmtp && own.some((channel) => channelKind(channel.kind)?.transport === 'smtp')) {
      const message = 'e-mail needs the section smtp: with the host of a mail server, and from';
      problems.push({ path: path('kind'), message, code: 'SMTP_MISSING' });
    }
    const taken = own.length > 1 ? own.find((channel) => names.has(channel.name)) : undefined;
    if (taken !== undefined)
      problems.push({ path: path('name'), message: 'makes a name that is taken', received: taken.name });
  }
}

function refuseTwins(entries: readonly unknown[], section: string, problems: Problem[]): void {
  const first = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const entryName = nameOf(entry);
    if (entryName === undefined) continue;
    const before = first.get(entryName);
    if (before === undefined) first.set(entryName, index);
    else {
      const path = pathText([section, index, 'name']);
      problems.push({
        path,
        message: `the name is taken by ${section}[${before}]`,
        received: entryName,
        code: 'NAME_TAKEN',
      });
    }
  }
}

function nameOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null || !('name' in entry)) return undefined;
  return typeof entry.name === 'string' ? entry.name : undefined;
}

function warningsOf(channels: readonly ChannelConfig[]): string[] {
  const first = new Map<string, string>();
  return channels.flatMap(({ name: channelName, address }) => {
    const before = first.get(address.reveal());
    first.set(address.reveal(), before ?? channelName);
    if (before === undefined) return [];
    return [`channels ${before} and ${channelName} have the same address: messages would arrive twice`];
  });
}
