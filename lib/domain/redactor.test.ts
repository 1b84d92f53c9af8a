import { describe, expect, it } from 'vitest';
import { Redactor } from './redactor.ts';

const URL_TEXT = 'https://hooks.example.com/in/canary0123456789abcdef?key=canary-query-0123456789';
const bare = new Redactor();

describe('a known secret', () => {
  const knows = new Redactor([URL_TEXT, 'pass"wörd\\', 'short']);

  it.each([
    URL_TEXT,
    `connect to ${URL_TEXT} failed`,
    `"${URL_TEXT}"`,
    encodeURIComponent(URL_TEXT),
    JSON.stringify({ a: JSON.stringify({ url: URL_TEXT }) }),
    'POST /in/canary0123456789abcdef?key=canary-query-0123456789',
    'in the path canary0123456789abcdef',
    'key canary-query-0123456789',
  ])('is taken out of %s', (line) => {
    expect(knows.redact(line)).not.toMatch(/canary/);
    expect(knows.redact(line)).toContain('<secret>');
  });

  it('is taken out as JSON writes it, and the line stays JSON', () => {
    const line = JSON.stringify({ msg: 'login with pass"wörd\\ failed' });
    expect(JSON.parse(knows.redact(line))).toEqual({ msg: 'login with <secret> failed' });
  });

  it('is left where it is too short to be told from words', () => {
    expect(knows.redact('a short word')).toBe('a short word');
  });

  it('is forgotten once two thousand others have come', () => {
    const many = new Redactor(['canary-the-first']);
    many.add(Array.from({ length: 2100 }, (_, i) => `another-secret-${i}`));
    expect(many.redact('canary-the-first')).toBe('canary-the-first');
    expect(many.redact('another-secret-2099')).toBe('<secret>');
  });
});

describe('what looks like a secret', () => {
  it.each([
    'key AKIACANARY0123456789 refused',
    'key ASIACANARY0123456789 refused',
    'POST https://hooks.slack.com/services/T0/B0/canary failed',
    'POST https://discord.com/api/webhooks/123/canary failed',
    'https://x.amazonaws.com/?X-Amz-Signature=canary&X-Amz-Security-Token=canary%2F&a=1',
    'https://a.logic.azure.com/w?sp=1&sig=canary',
    'Authorization: Bearer canary',
    'Cookie: session=canary; other=canary',
    'set-cookie: a=canary',
    'X-Amz-Security-Token: canary',
    'smtp://?password=canary',
    JSON.stringify({
      headers: { authorization: 'AWS4 canary', Cookie: 'a=canary', 'x-amz-security-token': 'canary' },
    }),
    JSON.stringify({ headers: { 'set-cookie': ['a=canary', 'b=canary'] } }),
    JSON.stringify({ user: 'a', password: 'ca"nary canary' }),
    JSON.stringify({ body: JSON.stringify({ password: 'canary', authorization: 'Basic canary' }) }),
    JSON.stringify({ err: { stack: 'Error: x\n  Authorization: Basic canary\n    at y' } }),
  ])('is taken out of %s', (line) => {
    expect(bare.redact(line)).not.toMatch(/canary/i);
    if (line.startsWith('{')) expect(() => JSON.parse(bare.redact(line))).not.toThrow();
  });

  it('leaves everything around it', () => {
    const line = JSON.stringify({ level: 30, headers: { cookie: 'a=1', host: 'x' }, msg: 'delivered' });
    expect(JSON.parse(bare.redact(line))).toEqual({
      level: 30,
      headers: { cookie: '<secret>', host: 'x' },
      msg: 'delivered',
    });
  });

  it.each([
    '{"channel":"ops","notice":"1a2b3c4d","outcome":"ok","msg":"delivered"}',
    'the password has to be given in quotes',
    'AKIAN is a word',
  ])('is not found in %s', (line) => {
    expect(bare.redact(line)).toBe(line);
  });
});
