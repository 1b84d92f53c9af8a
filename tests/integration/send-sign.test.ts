import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { headersOf } from '#jobs/send/sign.ts';
import { Secret } from '#lib/domain/secret.ts';
import { MINUTE } from '#lib/domain/time.ts';

type Verify = (headers: Record<string, string>, body: string, secret: string, now: number) => boolean;

/** The receiver's side as docs/webhook.md prints it for people to copy. */
async function documented(): Promise<Verify> {
  const page = readFileSync(fileURLToPath(new URL('../../docs/webhook.md', import.meta.url)), 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const loaded = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)) as {
    isFromChipdesk: Verify;
  };
  return loaded.isFromChipdesk;
}

const SECRET = 'correct-horse-battery-staple-0123456789';
const NOW = Date.UTC(2026, 10, 22, 14, 6, 0, 999);
const body = '{"text":"€ 38.21 <&>\u2028"}';
const outgoing = {
  method: 'POST',
  url: new Secret('https://hooks.example.com/'),
  headers: {},
  body,
} as const;

describe('the signature of a call', () => {
  const headers = headersOf({ ...outgoing, sign: { secret: new Secret(SECRET) } }, NOW);

  it('is accepted by the receiver that the documentation describes', async () => {
    const verify = await documented();
    expect(verify(headers, body, SECRET, NOW)).toBe(true);
    expect(verify(headers, body, SECRET, NOW + 4 * MINUTE)).toBe(true);
  });

  it('is not, when anything was changed, or long after', async () => {
    const verify = await documented();
    expect(verify(headers, `${body} `, SECRET, NOW)).toBe(false);
    expect(verify(headers, body, `${SECRET}0`, NOW)).toBe(false);
    const later = String(Number(headers['chipdesk-timestamp']) + 1);
    expect(verify({ ...headers, 'chipdesk-timestamp': later }, body, SECRET, NOW)).toBe(false);
    expect(verify({ ...headers, 'chipdesk-signature': 'v1=' }, body, SECRET, NOW)).toBe(false);
    expect(verify({}, body, SECRET, NOW)).toBe(false);
    expect(verify(headers, body, SECRET, NOW + 10 * MINUTE)).toBe(false);
    expect(verify(headers, body, SECRET, NOW - 10 * MINUTE)).toBe(false);
  });

  it('is a value known beforehand, so that no release changes it unseen', () => {
    expect(headers).toEqual({
      'chipdesk-timestamp': '1795356360',
      'chipdesk-signature': expect.stringMatching(/^v1=[0-9a-f]{64}$/),
    });
    const known = headersOf({ ...outgoing, body: '{}', sign: { secret: new Secret('k'.repeat(32)) } }, 0);
    expect(known['chipdesk-signature']).toBe(
      'v1=b1e7f9a280d8288da132c99b0ae365c5cf53bfe3d3f0745175c9e26117f2345e',
    );
  });

  it('is left away where none is asked for', () => {
    expect(headersOf(outgoing, NOW)).toEqual({});
  });
});
