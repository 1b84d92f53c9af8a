import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { DeskKey } from './desk-key.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What became of a sealed text: its content, or why it stays closed. */
export type Opened = { text: string } | { fault: 'other_key' | 'damaged' };

/** Encrypts what a channel is set up with, for that channel's name alone: under another one it cannot be opened. */
export function seal(key: DeskKey, name: string, text: string, nonce = randomBytes(NONCE_BYTES)): string {
  const cipher = createCipheriv(CIPHER, key.subkey('channel'), nonce).setAAD(Buffer.from(name));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `${key.id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
}

export function unseal(key: DeskKey, name: string, sealed: string): Opened {
  const [keyId = '', packed = ''] = sealed.split('.', 2);
  if (keyId !== key.id) return { fault: 'other_key' };
  const bytes = Buffer.from(packed, 'base64url');
  // Several texts decode to the same bytes: only the one that was written counts.
  if (`${keyId}.${bytes.toString('base64url')}` !== sealed || bytes.length < NONCE_BYTES + TAG_BYTES)
    return { fault: 'damaged' };
  const [nonce, tag, body] = [
    bytes.subarray(0, NONCE_BYTES),
    bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES),
    bytes.subarray(NONCE_BYTES + TAG_BYTES),
  ];
  try {
    const decipher = createDecipheriv(CIPHER, key.subkey('channel'), nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(name)).setAuthTag(tag);
    return { text: Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8') };
  } catch {
    return { fault: 'damaged' };
  }
}
