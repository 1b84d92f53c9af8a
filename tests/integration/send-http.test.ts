import { describe, expect, it } from 'vitest';
import { post, send } from '#jobs/send/http.ts';
import { Secret } from '#lib/domain/secret.ts';
import { startSlackSink } from '#tests/helpers/slack-sink.ts';

describe('the call itself', () => {
  const request = (url: string) => ({
    method: 'POST' as const,
    url: new Secret(url),
    headers: {},
    body: '{"text":"x"}',
  });

  it('F48: gives up after its time, and knows that the message may have arrived', async () => {
    const slack = await startSlackSink();
    slack.answer({ hang: true });
    expect(await post(request(slack.address()), 200)).toEqual({
      failure: 'timeout',
      detail: '',
      reached: true,
    });
  });

  it('reads no more of a reply than an answer needs', async () => {
    const slack = await startSlackSink();
    slack.answer({ body: 'x'.repeat(500_000) });
    const result = await send(request(slack.address()));
    expect('body' in result && result.body.length).toBe(64 * 1024);
  });

  it('F54: names a certificate error and a host that is not there for what they are, without the address', async () => {
    const slack = await startSlackSink();
    const plain = await send(request(slack.address().replace('http:', 'https:')));
    expect(plain).toMatchObject({ failure: 'tls', reached: false });
    const nowhere = await send(request('https://no-such-host.invalid/services/T1/B1/secret'));
    expect(nowhere).toMatchObject({ failure: 'dns', reached: false });
    expect(JSON.stringify([plain, nowhere])).not.toMatch(/secret|services|invalid/);
  });
});
