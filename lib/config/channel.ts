import { z } from 'zod';
import { CHANNEL_KINDS, channelKind } from '#lib/channels/index.ts';
import type { AddressOptions, ChannelConfig, ChannelKind, ChannelOptions } from '#lib/channels/types.ts';
import { reachOf } from '#lib/channels/user-address.ts';
import { Secret } from '#lib/domain/secret.ts';
import { entryName } from './entry-name.ts';
import { check, type Path, type Problem, pathText, unknownKey, unknownKind } from './problems.ts';
import { type ReadSecretFile, readSecret } from './secret-file.ts';

/** Who wrote the channel: a page names no files of this machine and no lists, so it brings no way to read them. */
export type ChannelSource = { allowLoopback: boolean; readSecretFile?: ReadSecretFile };

const MOST_ADDRESSES = 50;

const headSchema = z.looseObject({ name: entryName, kind: z.string('expected a kind of channel') });

/** One channel, or several where its field holds a list of addresses; problems are collected. */
export function parseChannel(
  entry: unknown,
  at: Path,
  options: ChannelSource,
  problems: Problem[],
): ChannelConfig[] {
  const head = check(headSchema, entry, at, problems);
  const kind = kindOf(entry, at, problems);
  if (kind === undefined) return [];
  const fields = entry as Record<string, unknown>;
  const allowed = { allowLoopback: options.allowLoopback, allowPrivate: fields.allowPrivate === true };
  const further = optionsOf(fields, kind, allowed, at, options, problems);
  const found: Problem[] = [];
  const addresses = addressesOf(fields, kind, kind.addressSchema(allowed), at, options, found);
  problems.push(...(kind.transport === 'smtp' ? found.map(asEmailProblem) : found));
  if (head === undefined || further === undefined) return [];
  const reach = kind.isUserChosen ? { reach: reachOf(allowed) } : {};
  return addresses.map((address) => ({
    name: addresses.length === 1 ? head.name : `${head.name}: ${address}`,
    kind: head.kind,
    address: new Secret(address),
    ...further,
    ...reach,
  }));
}

/** Undefined where there is none; a wrong name does not keep the other mistakes from being told. */
function kindOf(entry: unknown, at: Path, problems: Problem[]): ChannelKind | undefined {
  if (typeof entry !== 'object' || entry === null || !('kind' in entry)) return undefined;
  if (typeof entry.kind !== 'string') return undefined;
  const kind = channelKind(entry.kind);
  if (kind === undefined) problems.push(unknownKind([...at, 'kind'], entry.kind, Object.keys(CHANNEL_KINDS)));
  return kind;
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
  options: ChannelSource,
  problems: Problem[],
): string[] {
  const { addressField: field, severalAddresses = false } = kind;
  const given = entry[field];
  const isList =
    severalAddresses && Array.isArray(given) && entry[`${field}File`] === undefined && hasFiles(options);
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

const hasFiles = ({ readSecretFile }: ChannelSource) => readSecretFile !== undefined;

/** The fields of a kind beside its address; nothing where it has none, undefined where one is wrong. */
function optionsOf(
  entry: Record<string, unknown>,
  kind: ChannelKind,
  allowed: AddressOptions,
  at: Path,
  options: ChannelSource,
  problems: Problem[],
): { options?: ChannelOptions } | undefined {
  const own = (kind.optionsSchema?.(allowed) ?? z.object({})).extend(
    kind.isUserChosen ? { allowPrivate } : {},
  );
  const secrets = Object.entries(kind.secretOptions ?? {});
  const secretFields = [kind.addressField, ...secrets.map(([field]) => field)];
  const known = [
    ...['name', 'kind', ...secretFields],
    ...(hasFiles(options) ? secretFields.map((field) => `${field}File`) : []),
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
  options: ChannelSource,
  problems: Problem[],
  isSecret = true,
): string | undefined {
  const secret = new Set([...(isSecret ? [field] : []), `${field}File`]);
  const { readSecretFile } = options;
  if (readSecretFile === undefined) return check(schema, entry[field], [...at, field], problems, secret);
  const path = entry[`${field}File`];
  if ((entry[field] === undefined) === (path === undefined)) {
    problems.push({ path: pathText([...at, field]), message: `give either ${field} or ${field}File` });
    return undefined;
  }
  if (path === undefined) return check(schema, entry[field], [...at, field], problems, secret);
  const fileAt = [...at, `${field}File`];
  const file = check(
    z.string('expected the path of a file').min(1, 'is empty'),
    path,
    fileAt,
    problems,
    secret,
  );
  if (file === undefined) return undefined;
  const content = readSecret(file, fileAt, readSecretFile, problems);
  return content === undefined ? undefined : check(schema, content, fileAt, problems, secret);
}
