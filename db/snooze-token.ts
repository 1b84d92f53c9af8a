import { createHmac, timingSafeEqual } from 'node:crypto';
import { readSnoozeText, type Snooze, snoozeText } from '#lib/alerts/snooze.ts';

// A link in a message carries what it may silence, signed: there is nothing to look up, and nothing to guess.

/** The signature is cut to 128 bits, so that the link stays short. */
const SIGNATURE_BYTES = 16;

export function snoozeToken(key: Buffer, snooze: Snooze): string {
  const text = Buffer.from(snoozeText(snooze)).toString('base64url');
  return `${text}.${signatureOf(key, text).toString('base64url')}`;
}

/** What a token allows; undefined where it was not signed with this key, or cannot be read. */
export function readSnoozeToken(key: Buffer, token: string): Snooze | undefined {
  const [text = '', signature = '', ...others] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const own = signatureOf(key, text);
  if (others.length > 0 || given.length !== own.length || !timingSafeEqual(given, own)) return undefined;
  return readSnoozeText(Buffer.from(text, 'base64url').toString());
}

function signatureOf(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest().subarray(0, SIGNATURE_BYTES);
}
