import { channelKind } from '#lib/channels/index.ts';
import type { ChannelConfig } from '#lib/channels/types.ts';
import { parseChannel } from './channel.ts';
import { type Problem, refuse } from './problems.ts';

/** What somebody filled into the form of a channel. */
export type PageEntry = Readonly<Record<string, unknown>>;

export type PageOptions = { allowLoopback: boolean; hasSmtp: boolean };

/** The names in use, and who brought each. */
export type TakenNames = ReadonlyMap<string, 'file' | 'page'>;

/**
 * Reads a channel made on a page, by the rules of the configuration file but without its files and lists.
 * @throws AppError that names every problem at once, with no secret in it
 */
export function parsePageChannel(
  entry: PageEntry,
  { allowLoopback, hasSmtp }: PageOptions,
  taken: TakenNames = new Map(),
): ChannelConfig {
  const problems: Problem[] = [];
  const [channel] = parseChannel(entry, [], { allowLoopback }, problems);
  problems.push(...takenName(entry.name, taken), ...missingServer(entry.kind, hasSmtp));
  refuse(problems, 'CHANNEL_INVALID');
  // Nothing wrong and no channel would be a mistake of ours.
  if (channel === undefined) throw new Error('a channel without problems was not read');
  return channel;
}

function takenName(name: unknown, taken: TakenNames): Problem[] {
  const by = typeof name === 'string' ? taken.get(name) : undefined;
  if (by === undefined) return [];
  const whose = by === 'file' ? 'a channel of the configuration file' : 'another channel';
  return [
    { path: 'name', message: `the name is taken by ${whose}`, received: String(name), code: 'NAME_TAKEN' },
  ];
}

function missingServer(kind: unknown, hasSmtp: boolean): Problem[] {
  if (hasSmtp || typeof kind !== 'string' || channelKind(kind)?.transport !== 'smtp') return [];
  const message =
    'e-mail needs the section smtp in the configuration file, and a start of the worker with it';
  return [{ path: 'kind', message, code: 'SMTP_MISSING' }];
}

/**
 * An entry with what is stored for all that it leaves out: secrets are written and never shown, so an empty one means
 * the one that is there. Nothing is kept for another kind.
 */
export function withStored(entry: PageEntry, stored: PageEntry): PageEntry {
  if (entry.kind !== undefined && entry.kind !== stored.kind) return { name: stored.name, ...entry };
  const secrets = new Set(fieldsOf(stored).flatMap(({ name, secret }) => (secret ? [name] : [])));
  const given = Object.entries(entry).filter(([name, value]) => !(secrets.has(name) && value === ''));
  return { ...stored, ...Object.fromEntries(given) };
}

/** The settings of a channel that are no secret, for the form that changes it. */
export function openFields(entry: PageEntry): PageEntry {
  const shown = fieldsOf(entry).filter(({ name, secret }) => !secret && entry[name] !== undefined);
  return Object.fromEntries(shown.map(({ name }) => [name, entry[name]]));
}

function fieldsOf({ kind }: PageEntry) {
  return (typeof kind === 'string' ? channelKind(kind)?.fields : undefined) ?? [];
}
