import { z } from 'zod';
import { literalOf, placeOf, placeOfName, type Reach, whyBlocked } from './public-address.ts';
import type { AddressOptions, ChannelField } from './types.ts';

/** What a connection to an address that a person chose may reach, with these settings. */
export function reachOf({ allowLoopback, allowPrivate }: AddressOptions): Reach {
  return { private: allowPrivate, loopback: allowLoopback || allowPrivate };
}

/**
 * An address that a person chose freely. Its text is judged here, so that a mistake shows at the start; what a name
 * leads to shows only when it is called, and is judged again then (jobs/send/guard.ts).
 */
export function userAddress({ isBase }: { isBase: boolean }, options: AddressOptions): z.ZodType<string> {
  const accepted = acceptedWords(isBase, options);
  const refusal = (words: string) => `WEBHOOK_ADDRESS_BLOCKED: ${words}`;
  return z.string(refusal(accepted)).superRefine((text, context) => {
    const why = whyRefused(text, isBase, options);
    if (why !== undefined) context.addIssue(refusal(why === '' ? accepted : `${why}: ${accepted}`));
  });
}

function acceptedWords(isBase: boolean, { allowLoopback, allowPrivate }: AddressOptions): string {
  const base = isBase ? ', without a query' : '';
  if (allowPrivate)
    return `must be an https address (http on a private network), written out in full, without user and fragment${base}`;
  const here = allowLoopback ? ' (or http on this machine)' : '';
  return `must be an https address of a public host on port 443${here}, written out in full, without user and fragment${base}; allowPrivate: true permits private networks`;
}

/** Empty when the general words say it all. */
function whyRefused(text: string, isBase: boolean, options: AddressOptions): string | undefined {
  if (!URL.canParse(text)) return '';
  const url = new URL(text);
  // The parser forgives blanks, control characters and other disguises: what it makes of them is not what was written.
  if (url.href !== text && url.href !== `${text}/`) return '';
  if (url.username !== '' || url.password !== '' || text.includes('#')) return '';
  if (isBase && text.includes('?')) return '';
  return whyHost(url, options);
}

function whyHost(url: URL, options: AddressOptions): string | undefined {
  if (!/^https?:$/.test(url.protocol)) return '';
  const literal = literalOf(url.hostname);
  if (literal === undefined) return whyName(url, options);
  const why = whyBlocked(literal, reachOf(options), url.protocol === 'https:');
  if (why !== undefined) return `blocked (${why})`;
  return placeOf(literal) === 'public' ? whyPublic(url, options) : undefined;
}

function whyName(url: URL, options: AddressOptions): string | undefined {
  const { hostname } = url;
  const place = placeOfName(hostname);
  if (place === 'cloud metadata') return `blocked (${place})`;
  if (hostname.endsWith('.')) return 'blocked (a name that ends with a dot)';
  if (place === 'loopback') return reachOf(options).loopback ? undefined : 'blocked (loopback)';
  if (!hostname.includes('.') && !options.allowPrivate) return 'blocked (a name without a dot is not public)';
  return whyPublic(url, options);
}

/** Whether a name given plain HTTP is on a private network shows when it is called. */
function whyPublic({ protocol, port }: URL, { allowPrivate }: AddressOptions): string | undefined {
  return allowPrivate || (protocol === 'https:' && port === '') ? undefined : '';
}

/** Of a kind whose address is chosen freely. */
export const ALLOW_PRIVATE: ChannelField = {
  name: 'allowPrivate',
  label: 'May be on a private network',
  hint: 'permits private addresses and plain HTTP',
  secret: false,
  isOptional: true,
  isFlag: true,
};

/** The host alone: path and query may open what is there. */
export function hostHint(address: string): string {
  return `${new URL(address).host}/…`;
}
