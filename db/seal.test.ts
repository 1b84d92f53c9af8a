import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DeskKey } from './desk-key.ts';
import { seal, unseal } from './seal.ts';

const keyOf = (word: string) => new DeskKey(createHash('sha256').update(word).digest());
const KEY = keyOf('this desk');
const NONCE = Buffer.alloc(12, 7);

/** Texts of every length and script, the same at every run. */
const TEXTS = [
  '',
  'x',
  '{"url":"https://hooks.example.com/ü?a=1&b=2"}',
  '\u0000\u{1F4C8}',
  'long '.repeat(900),
];

describe('a sealed text', () => {
  it.each(TEXTS)('is opened as it was: %#', (text) => {
    expect(unseal(KEY, 'ops', seal(KEY, 'ops', text))).toEqual({ text });
  });

  it('is another one each time, and says nothing of its content', () => {
    expect(seal(KEY, 'ops', 'topsecret')).not.toBe(seal(KEY, 'ops', 'topsecret'));
    const bytes = Buffer.from(seal(KEY, 'ops', 'topsecret').split('.')[1] ?? '', 'base64url');
    expect(bytes.includes('topsecret')).toBe(false);
  });

  it('is not opened once any bit of it has flipped', () => {
    const sealed = Buffer.from(seal(KEY, 'ops', 'https://hooks.example.com/x', NONCE), 'latin1');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const spoilt = Buffer.from(sealed);
      spoilt[bit >> 3] = (spoilt[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(unseal(KEY, 'ops', spoilt.toString('latin1')), `bit ${bit}`).toHaveProperty('fault');
    }
  });

  it('is not opened when it is cut short or added to', () => {
    const sealed = seal(KEY, 'ops', 'x', NONCE);
    for (let length = 0; length < sealed.length; length++)
      expect(unseal(KEY, 'ops', sealed.slice(0, length)), `${length}`).toHaveProperty('fault');
    for (const more of ['A', 'AAAA', '.', '=', ' ', '.x'])
      expect(unseal(KEY, 'ops', sealed + more)).toEqual({ fault: 'damaged' });
  });

  it('is not opened under the name of another channel', () => {
    expect(unseal(KEY, 'wall', seal(KEY, 'ops', 'x'))).toEqual({ fault: 'damaged' });
  });

  it('says that another key is needed', () => {
    expect(unseal(keyOf('another desk'), 'ops', seal(KEY, 'ops', 'x'))).toEqual({ fault: 'other_key' });
  });
});
