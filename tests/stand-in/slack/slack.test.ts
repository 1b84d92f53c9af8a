import { describe, expect, test } from 'vitest';
import { standInFor } from '../testing/clients.ts';

const HOOK = '/services/T01/B02/secret';

const post = (url: string, body: unknown, path = HOOK) =>
  fetch(url + path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

describe('an incoming webhook', () => {
  test('takes a message and keeps it', async () => {
    const standIn = await standInFor();
    const answer = await post(standIn.url, { text: 'p5 is up' });
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([
      200,
      'ok',
      'text/plain',
    ]);
    expect(standIn.slack).toMatchObject([{ path: HOOK, payload: { text: 'p5 is up' } }]);
    expect(standIn.requests).toMatchObject([{ service: 'slack', status: 200, params: { path: HOOK } }]);
  });

  test.each([
    ['{', 400, 'invalid_payload'],
    [{ colour: 'red' }, 400, 'no_text'],
    [{ text: 'x'.repeat(100_001) }, 413, 'payload_too_large'],
    [{ text: 'a', blocks: Array(51).fill({ type: 'divider' }) }, 400, 'invalid_blocks'],
    [
      { text: 'a', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'y'.repeat(3001) } }] },
      400,
      'invalid_blocks',
    ],
  ])('refuses %.40j', async (body, status, error) => {
    const standIn = await standInFor();
    const answer = await post(standIn.url, body);
    expect([answer.status, await answer.text()]).toEqual([status, error]);
    expect(standIn.slack).toEqual([]);
  });

  test('an unknown path is no service', async () => {
    const { url } = await standInFor();
    const answer = await post(url, { text: 'a' }, '/services/nobody');
    expect([answer.status, await answer.text()]).toEqual([404, 'no_service']);
  });

  test('more than a burst is told to wait, each webhook by itself', async () => {
    const standIn = await standInFor({ throttle: true });
    const answers = await Promise.all(Array.from({ length: 9 }, () => post(standIn.url, { text: 'a' })));
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(3);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect((await post(standIn.url, { text: 'a' }, '/services/T01/B99/other')).status).toBe(200);
  });
});

describe('Slack in trouble', () => {
  test('answers with any status, body and Retry-After', async () => {
    const { url, faults, slack } = await standInFor();
    faults.add({ service: 'slack', kind: 'status', status: 500 });
    faults.add({ service: 'slack', kind: 'status', status: 404 });
    faults.add({ service: 'slack', kind: 'throttle', retryAfter: '30' });
    faults.add({ service: 'slack', kind: 'throttle', retryAfter: null });
    faults.add({ service: 'slack', kind: 'no-service' });
    const seen = async () => {
      const answer = await post(url, { text: 'a' });
      return [answer.status, answer.headers.get('retry-after'), await answer.text()];
    };
    expect(await seen()).toEqual([500, null, 'error']);
    expect(await seen()).toEqual([404, null, 'no_service']);
    expect(await seen()).toEqual([429, '30', 'rate_limited']);
    expect(await seen()).toEqual([429, null, 'rate_limited']);
    expect(await seen()).toEqual([200, null, 'no_service']);
    expect(slack).toEqual([]);
    expect(await seen()).toEqual([200, null, 'ok']);
  });

  test('a message whose answer is lost was shown all the same', async () => {
    const standIn = await standInFor();
    standIn.faults.add({ service: 'slack', kind: 'cut' });
    await expect(post(standIn.url, { text: 'a' }).then((answer) => answer.text())).rejects.toThrow();
    expect(standIn.slack).toHaveLength(1);
    standIn.faults.add({ service: 'slack', kind: 'hang' });
    const abort = new AbortController();
    const call = fetch(standIn.url + HOOK, { method: 'POST', body: '{"text":"b"}', signal: abort.signal });
    await expect.poll(() => standIn.slack.length).toBe(2);
    abort.abort();
    await expect(call).rejects.toThrow();
  });

  test('AWS faults leave Slack alone and the other way round', async () => {
    const standIn = await standInFor();
    standIn.faults.add({ service: 'ec2', kind: 'html', times: Infinity });
    expect((await post(standIn.url, { text: 'a' })).status).toBe(200);
  });
});

describe('the channel page', () => {
  test('is one document that fetches nothing from elsewhere', async () => {
    const { url } = await standInFor();
    const html = await (await fetch(`${url}/slack`)).text();
    expect(html).toContain('gpu-market');
    expect(html).not.toMatch(/(src|href)="https?:/);
    expect(html).not.toMatch(/\son\w+=/);
    expect(html).toContain('/slack/messages.json');
  });

  test('reads the messages from a list', async () => {
    const { url } = await standInFor();
    await post(url, { text: 'one' });
    const { messages } = (await (await fetch(`${url}/slack/messages.json`)).json()) as {
      messages: { payload: object }[];
    };
    expect(messages.map((message) => message.payload)).toEqual([{ text: 'one' }]);
  });
});
