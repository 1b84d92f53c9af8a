import { Secret } from '#lib/domain/secret.ts';
import { CHANNEL_KINDS, channelKind } from './index.ts';
import type { ChannelConfig, ChannelKind } from './types.ts';

/** What a log must not show of a channel. A mail address is none: it is shown wherever the channel is. */
export function secretsOf({ kind, address, options = {} }: ChannelConfig): string[] {
  const known = channelKind(kind);
  const isSecret = known?.fields.find(({ name }) => name === known.addressField)?.secret !== false;
  const wrapped = Object.values(options).filter((value) => value instanceof Secret);
  return [...(isSecret ? [address] : []), ...wrapped].map((secret) => secret.reveal());
}

const SECRET_FIELDS = new Set(
  Object.values<ChannelKind>(CHANNEL_KINDS).flatMap(({ fields }) =>
    fields.filter(({ secret }) => secret).map(({ name }) => name),
  ),
);

/** What came in fields that are secret in any kind, before anybody knows whether it is one. */
export function secretFields(entry: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(entry).flatMap(([name, value]) =>
    SECRET_FIELDS.has(name) && typeof value === 'string' ? [value] : [],
  );
}
