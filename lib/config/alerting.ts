import { z } from 'zod';
import { isCatchAll, type Route } from '#lib/alerts/route.ts';
import { CHANNEL_KINDS, channelKind } from '#lib/channels/index.ts';
import type { AddressOptions, ChannelConfig, ChannelKind, ChannelOptions } from '#lib/channels/types.ts';
import { reachOf } from '#lib/channels/user-address.ts';
import { Secret } from '#lib/domain/secret.ts';
import { type ChannelNames, fallbackNamed } from './channel-names.ts';
import { entryName } from './entry-name.ts';
import { check, type Path, type Problem, pathText, refuse, unknownKey, unknownKind } from './problems.ts';
import { parseRoutes, routeWarnings } from './routes.ts';
import { parseRule, type RuleConfig, withDeskHealth } from './rules.ts';
import { type ReadSecretFile, readSecret } from './secret-file.ts';
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
  /** The server that channels of mail go out by. */
  smtp: SmtpSettings | undefined;
};

export type AlertingOptions = { allowLoopback: boolean; readSecretFile: ReadSecretFile };

const MOST_ADDRESSES = 50;

const rootSchema = z.strictObject({
  smtp: z.unknown().optional(),
  channels: z.array(z.unknown(), 'expected a list').default([]),
  rules: z.array(z.unknown(), 'expected a list').max(200, 'at most 200 rules').default([]),
  routes: z.array(z.unknown(), 'expected a list').max(50, 'at most 50 routes').default([]),
  fallback: z.string('expected the name of a channel').optional(),
});

/**
 * Reads the sections of the configuration file that say who is told of what: `smtp`, `channels`, `fallback`, `routes` and `rules`.
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
  refuse(problems);
  const all = channels.flat();
  const isUnwritten = typeof input === 'object' && input !== null && !('rules' in input);
  const wanted = isUnwritten ? starterRules(all, routed) : rules;
  const warnings = [...warningsOf(all), ...routeWarnings(routes)];
  return { channels: all, rules: withDeskHealth(wanted, all), routes, fallback, warnings, smtp };
}

function parseChannel(
  entry: unknown,
  at: Path,
  options: AlertingOptions,
  problems: Problem[],
): ChannelConfig[] {
  const head = check(
    z.looseObject({ name: entryName, kind: z.string('expected a kind of channel') }),
    entry,
    at,
    problems,
  );
  if (head === undefined) return [];
  const kind = channelKind(head.kind);
  if (kind === undefined) {
    problems.push(unknownKind([...at, 'kind'], head.kind, Object.keys(CHANNEL_KINDS)));
    return [];
  }
  const allowed = { allowLoopback: options.allowLoopback, allowPrivate: head.allowPrivate === true };
  const further = optionsOf(head, kind, allowed, at, options, problems);
  const found: Problem[] = [];
  const addresses = addressesOf(head, kind, kind.addressSchema(allowed), at, options, found);
  problems.push(...(kind.transport === 'smtp' ? found.map(asEmailProblem) : found));
  if (further === undefined) return [];
  const reach = kind.isUserChosen ? { reach: reachOf(allowed) } : {};
  return addresses.map((address) => ({
    name: addresses.length === 1 ? head.name : `${head.name}: ${address}`,
    kind: head.kind,
    address: new Secret(address),
    ...further,
    ...reach,
  }));
}

function asEmailProblem(problem: Problem): Problem {
  return { ...problem, code: 'EMAIL_INVALID' };
}

/** One address, or each of a list where the kind takes lists. */
function addressesOf(
  entry: Record<string, unknown>,
  kind: ChannelKind,
  schema: z.ZodType<string>,
  at: Path,
  options: AlertingOptions,
  problems: Problem[],
): string[] {
  const { addressField: field, severalAddresses = false } = kind;
  const given = entry[field];
  const isList = severalAddresses && Array.isArray(given) && entry[`${field}File`] === undefined;
  if (!isList) {
    const isSecret = kind.fields.some(({ name: own, secret }) => own === field && secret);
    const address = secretOf(entry, field, schema, at, options, problems, isSecret);
    return address === undefined ? [] : [address];
  }
  if (given.length === 0 || given.length > MOST_ADDRESSES)
    problems.push({ path: pathText([...at, field]), message: `name 1 to ${MOST_ADDRESSES} addresses` });
  return given.slice(0, MOST_ADDRESSES).flatMap((item: unknown, index) => {
    const path = [...at, field, index];
    if (given.indexOf(item) < index) problems.push({ path: pathText(path), message: 'is named twice' });
    return check(schema, item, path, problems) ?? [];
  });
}

const allowPrivate = z.boolean('expected true or false').optional();

/** The fields of a kind beside its address; nothing where it has none, undefined where one is wrong. */
function optionsOf(
  entry: Record<string, unknown>,
  kind: ChannelKind,
  allowed: AddressOptions,
  at: Path,
  options: AlertingOptions,
  problems: Problem[],
): { options?: ChannelOptions } | undefined {
  const own = (kind.optionsSchema?.(allowed) ?? z.object({})).extend(
    kind.isUserChosen ? { allowPrivate } : {},
  );
  const secrets = Object.entries(kind.secretOptions ?? {});
  const secretFields = [kind.addressField, ...secrets.map(([field]) => field)];
  const known = [
    ...['name', 'kind', ...secretFields.flatMap((field) => [field, `${field}File`])],
    ...Object.keys(own.shape),
  ];
  const unknown = Object.keys(entry).filter((key) => !known.includes(key));
  for (const key of unknown) problems.push(unknownKey([...at, key], known));
  const fields = check(own, entry, at, problems);
  const wrapped = secrets.map(([field, schema]) => {
    const value = secretOf(entry, field, schema, at, options, problems);
    return [field, value === undefined ? undefined : new Secret(value)] as const;
  });
  if (fields === undefined || wrapped.some(([, value]) => value === undefined)) return undefined;
  const all = { ...fields, ...Object.fromEntries(wrapped) };
  return Object.keys(all).length === 0 ? {} : { options: all };
}

/** A secret field, or the content of the file that `<field>File` names. */
function secretOf(
  entry: Record<string, unknown>,
  field: string,
  schema: z.ZodType<string>,
  at: Path,
  options: AlertingOptions,
  problems: Problem[],
  isSecret = true,
): string | undefined {
  const path = entry[`${field}File`];
  if ((entry[field] === undefined) === (path === undefined)) {
    problems.push({ path: pathText([...at, field]), message: `give either ${field} or ${field}File` });
    return undefined;
  }
  const secret = new Set([...(isSecret ? [field] : []), `${field}File`]);
  if (path === undefined) {
    return check(schema, entry[field], [...at, field], problems, secret);
  }
  const fileAt = [...at, `${field}File`];
  const file = check(
    z.string('expected the path of a file').min(1, 'is empty'),
    path,
    fileAt,
    problems,
    secret,
  );
  if (file === undefined) return undefined;
  const content = readSecret(file, fileAt, options.readSecretFile, problems);
  return content === undefined ? undefined : check(schema, content, fileAt, problems, secret);
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
