import { subscriptionToken } from '#db/subscription-token.ts';
import type { Notice } from '#lib/alerts/notice.ts';
import type { ChannelConfig } from '#lib/channels/types.ts';
import { subscriptionOf } from '#lib/digest/subscription.ts';

/** The link by which the recipient of a mail ends the digest that it is an issue of; none for alerts, and for other channels. */
export function unsubscribeLinks(root: string, key: () => Buffer) {
  return ({ digest }: Notice, { kind, address }: ChannelConfig): string | undefined => {
    if (digest === undefined || kind !== 'email') return undefined;
    return `${root}/unsubscribe/${subscriptionToken(key(), subscriptionOf(digest.name, address.reveal()))}`;
  };
}
