import { readSubscriptionText, type Subscription, subscriptionText } from '#lib/digest/subscription.ts';
import { readSigned, signText } from './signed-text.ts';

export function subscriptionToken(key: Buffer, subscription: Subscription): string {
  return signText(key, subscriptionText(subscription));
}

/** Which subscription a token may end; undefined where it was not signed with this key, or cannot be read. */
export function readSubscriptionToken(key: Buffer, token: string): Subscription | undefined {
  const text = readSigned(key, token);
  return text === undefined ? undefined : readSubscriptionText(text);
}
