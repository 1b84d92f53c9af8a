import { z } from 'zod';

/** One digest that one person gets by mail. */
export type Subscription = {
  digest: string;
  /** An address in small letters: a mailbox is the same however somebody writes it. */
  recipient: string;
};

const payload = z.strictObject({ d: z.string().min(1), r: z.string().min(1) });

export function subscriptionOf(digest: string, address: string): Subscription {
  return { digest, recipient: address.toLowerCase() };
}

/** The text that is signed. It has no end: a link in an old mail has to work as well. */
export function subscriptionText({ digest, recipient }: Subscription): string {
  return JSON.stringify({ d: digest, r: recipient });
}

/** What a signed text is about; undefined for one of another form. */
export function readSubscriptionText(text: string): Subscription | undefined {
  try {
    const { d, r } = payload.parse(JSON.parse(text));
    return { digest: d, recipient: r };
  } catch {
    return undefined;
  }
}
