import { Secret } from '#lib/domain/secret.ts';
import { channelKind } from './index.ts';
import type { ChannelConfig } from './types.ts';

/** What a log must not show of a channel. A mail address is none: it is shown wherever the channel is. */
export function secretsOf({ kind, address, options = {} }: ChannelConfig): string[] {
  const known = channelKind(kind);
  const isSecret = known?.fields.find(({ name }) => name === known.addressField)?.secret !== false;
  const wrapped = Object.values(options).filter((value) => value instanceof Secret);
  return [...(isSecret ? [address] : []), ...wrapped].map((secret) => secret.reveal());
}
