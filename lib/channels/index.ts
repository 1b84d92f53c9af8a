import { alertmanager } from './alertmanager/index.ts';
import { discord } from './discord/index.ts';
import { email } from './email/index.ts';
import { pagerduty } from './pagerduty/index.ts';
import { slack } from './slack/index.ts';
import { teams } from './teams/index.ts';
import type { ChannelKind } from './types.ts';
import { webhook } from './webhook/index.ts';

/** Every kind of channel, by the name it has in configuration and database. */
export const CHANNEL_KINDS = {
  alertmanager,
  discord,
  email,
  pagerduty,
  slack,
  teams,
  webhook,
} satisfies Record<string, ChannelKind>;

type ChannelKindName = keyof typeof CHANNEL_KINDS;

/** The kind of that name; undefined for one this program does not know. */
export function channelKind(name: string): ChannelKind | undefined {
  return Object.hasOwn(CHANNEL_KINDS, name) ? CHANNEL_KINDS[name as ChannelKindName] : undefined;
}
