import { createHmac, timingSafeEqual } from 'node:crypto';

// A link in a message carries what it may do, signed: there is nothing to look up, and nothing to guess.

/** The signature is cut to 128 bits, so that the link stays short. */
const SIGNATURE_BYTES = 16;

export function signText(key: Buffer, text: string): string {
  const encoded = Buffer.from(text).toString('base64url');
  return `${encoded}.${signatureOf(key, encoded).toString('base64url')}`;
}

/** The text of a token; undefined where it was not signed with this key. */
export function readSigned(key: Buffer, token: string): string | undefined {
  const [encoded = '', signature = '', ...others] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const own = signatureOf(key, encoded);
  if (others.length > 0 || given.length !== own.length || !timingSafeEqual(given, own)) return undefined;
  return Buffer.from(encoded, 'base64url').toString();
}

function signatureOf(key: Buffer, encoded: string): Buffer {
  return createHmac('sha256', key).update(encoded).digest().subarray(0, SIGNATURE_BYTES);
}
