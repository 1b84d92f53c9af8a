import { describe, expect, it } from 'vitest';
import type { SendResult } from '../types.ts';
import { slack } from './index.ts';

describe('what an answer means', () => {
  const answer = (status: number, text = '', retryAfter?: string) =>
    slack.classify({ status, body: text, retryAfter });

  it.each<[number, string, string]>([
    [200, 'ok', 'delivered'],
    [200, 'no_service', 'broken'],
    [200, 'channel_is_archived', 'broken'],
    [200, 'invalid_payload', 'payload'],
    [200, '<html>hello</html>', 'retry'],
    [200, '', 'retry'],
    [204, '', 'retry'],
    [301, '', 'config'],
    [302, '', 'config'],
    [400, 'invalid_payload', 'payload'],
    [400, 'invalid_blocks', 'payload'],
    [400, 'invalid_blocks_format', 'payload'],
    [400, 'no_text', 'payload'],
    [400, 'invalid_token', 'broken'],
    [400, 'something_new', 'payload'],
    [401, '', 'broken'],
    [403, 'action_prohibited', 'broken'],
    [404, 'no_service', 'broken'],
    [404, '', 'broken'],
    [408, '', 'retry'],
    [410, 'channel_is_archived', 'broken'],
    [413, '', 'payload'],
    [429, '', 'limited'],
    [500, 'rollup_error', 'retry'],
    [503, '', 'retry'],
  ])('%d %j is %s', (status, text, is) => {
    expect(answer(status, text).is).toBe(is);
  });

  it.each([
    ['30', 30_000],
    [undefined, 30_000],
    ['abc', 30_000],
    ['-5', 30_000],
    ['1.5', 30_000],
    ['0', 1000],
    ['86400', 600_000],
  ])('Retry-After %j pauses for %d ms', (header, ms) => {
    expect(answer(429, '', header)).toEqual({ is: 'limited', retryAfterMs: ms });
  });

  it('gives up a strange 200 after three tries, and takes certificate errors for a broken channel', () => {
    expect(answer(200, 'hm')).toMatchObject({ atMost: { tries: 3, end: 'dead' } });
    const tls: SendResult = { failure: 'tls', detail: 'CERT_HAS_EXPIRED', reached: false };
    expect(slack.classify(tls)).toMatchObject({
      is: 'retry',
      ambiguous: false,
      atMost: { tries: 3, end: 'broken' },
    });
  });

  it('knows when a message may have arrived all the same', () => {
    const failed = (failure: 'timeout' | 'network' | 'dns', reached: boolean) =>
      slack.classify({ failure, detail: '', reached });
    expect(failed('timeout', true)).toMatchObject({ is: 'retry', ambiguous: true });
    expect(failed('network', false)).toMatchObject({ is: 'retry', ambiguous: false });
    expect(failed('dns', false)).toMatchObject({ is: 'retry', ambiguous: false });
  });

  it('repeats nothing of an answer that is not a word of Slack', () => {
    expect(answer(404, 'no such path /services/T1/B1/secret')).toMatchObject({ why: '404' });
  });
});
