import { createHash, createHmac } from 'node:crypto';
import { channelKind } from '#lib/channels/index.ts';
import type { ChannelConfig } from '#lib/channels/types.ts';

const PRINT_DIGITS = 8;

/**
 * What people recognise a channel by. The fingerprint tells two addresses with the same last letters apart and does not
 * lead back to them; with a key, not even to somebody who guesses.
 */
export function channelHint({ kind, address }: ChannelConfig, key?: Buffer): string {
  const words = channelKind(kind)?.hint(address.reveal()) ?? kind;
  const hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  return `${words} (${hash.update(address.reveal()).digest('hex').slice(0, PRINT_DIGITS)})`;
}
