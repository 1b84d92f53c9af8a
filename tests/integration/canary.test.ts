import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { deliveriesRoute } from '#app/_server/alert-routes.ts';
import { createHandler } from '#app/_server/channel-routes.ts';
import { dataHandler } from '#app/_server/handle.ts';
import { deskKey } from '#db/desk-key.ts';
import { seal } from '#db/seal.ts';
import { redactorOf } from '#jobs/log.ts';
import { send as sendNow } from '#jobs/send/http.ts';
import type { Send } from '#jobs/send/index.ts';
import type { OutgoingRequest } from '#lib/channels/types.ts';
import { parseAlerting } from '#lib/config/alerting.ts';
import { EMPTY_CONFIG } from '#lib/config/file.ts';
import { Secret } from '#lib/domain/secret.ts';
import { openChannelDesk } from '#tests/helpers/channel-desk.ts';
import { startReceivers } from '#tests/helpers/receivers.ts';

vi.mock('server-only', () => ({}));

/** In every secret of these tests. */
const CANARY = /c4nary/i;
const SIGNING = 'c4nary-battery-staple-0123456789-abcdef';
const KEY = 'C4nary0123456789abcdef0123456789';

const failing = (words: string, cause: unknown) => new Error(`cannot reach ${words}`, { cause });

type Desk = Awaited<ReturnType<typeof openChannelDesk>>;

/** Everything that the desk leaves behind. */
async function traces({ db, lines, around, shown, outbox }: Desk): Promise<string> {
  const deliveries = await dataHandler(
    deliveriesRoute,
    around,
  )(new Request('http://127.0.0.1/api/v1/deliveries'));
  const files = ['', '-wal'].map((end) => readFileSync(`${db.path}${end}`, 'latin1'));
  const audit = db.sqlite.prepare('SELECT * FROM audit').all();
  return [...lines, ...files, await deliveries.text(), JSON.stringify([await shown(), outbox(), audit])].join(
    '\n',
  );
}

describe('no secret of a channel is left behind', () => {
  it('by what is refused', async () => {
    const desk = await openChannelDesk();
    const entries: Record<string, unknown>[] = [
      { kind: 'slack', webhookUrl: 'https://hooks.slack.com.evil.example/services/T1/B1/c4nary' },
      { kind: 'slack', webhookUrl: ['https://hooks.slack.com/services/T1/B1/c4nary'] },
      { kind: 'slack', webhookUrl: { url: 'c4nary' } },
      { kind: 'webhook', url: 'https://user:c4nary@hooks.example.com/', secret: 'c4nary' },
      { kind: 'webhook', url: 'https://10.0.0.1/c4nary', secret: SIGNING, allowPrivate: 'c4nary?'.slice(7) },
      { kind: 'pagerduty', routingKey: 'c4nary' },
      { kind: 'discord', webhookUrl: 'c4nary' },
      { kind: 'teams', webhookUrl: 'https://c4nary.example.com/' },
      { kind: 'alertmanager', url: 'https://am.example.com/?c4nary' },
      { kind: 'slak', webhookUrl: 'https://hooks.slack.com/services/T1/B1/c4nary' },
    ];
    for (const entry of entries) {
      const refused = await desk.ask('POST', '', { name: 'ops', ...entry });
      expect(refused.status).toBe(422);
      expect(refused.text).not.toMatch(CANARY);
    }
    expect(await traces(desk)).not.toMatch(CANARY);
  });

  it('by what is made, told, repeated, broken, changed and removed', async () => {
    const desk = await openChannelDesk();
    const { base, answer } = await startReceivers();
    const slack = { name: 'slack', kind: 'slack', webhookUrl: desk.slack.address('T1/B1/c4nary0123456789') };
    const hook = {
      name: 'hook',
      kind: 'webhook',
      url: `${base}/hook?token=c4nary0123456789`,
      secret: SIGNING,
    };
    const pager = { name: 'pager', kind: 'pagerduty', routingKey: KEY, eventsUrl: `${base}/v2/enqueue` };
    for (const entry of [slack, hook, pager]) {
      const made = await desk.ask('POST', '', entry);
      expect(made.status).toBe(200);
      expect(made.text).not.toMatch(CANARY);
      expect((await desk.ask('POST', '', { ...entry, name: 'again' })).text).not.toMatch(CANARY);
    }
    desk.rulePage(['slack', 'hook', 'pager']);
    // Receivers that repeat what they were sent, and a call that fails with the address in its words.
    desk.slack.answer({ status: 400, body: slack.webhookUrl }, { status: 404, body: slack.webhookUrl });
    answer(
      { status: 503, body: hook.url },
      { status: 500, body: KEY },
      { status: 302, headers: { location: hook.url } },
    );
    let calls = 0;
    const send: Send = async (request) => {
      const { url } = request as OutgoingRequest;
      if (++calls % 3 === 0) throw failing(url.reveal(), { cause: failing(SIGNING, new Error(KEY)) });
      return sendNow(request as OutgoingRequest);
    };
    const worker = desk.startWorker(send);
    desk.rise();
    for (let i = 0; i < 6; i++) {
      await worker.deliverer.deliverDue();
      desk.pass(60_000);
    }
    for (const { id } of await desk.shown()) {
      await desk.ask('PUT', `/${id}`, {});
      await desk.ask('POST', `/${id}/test`);
    }
    desk.exchangeKey(Buffer.alloc(32, 1));
    expect(worker.look()).toBe(true);
    desk.startWorker();
    expect(await desk.shown()).toMatchObject([{ state: 'broken' }, { state: 'broken' }, { state: 'broken' }]);
    desk.db.sqlite.exec('UPDATE rule SET enabled = 0');
    for (const { id } of await desk.shown()) await desk.ask('DELETE', `/${id}`);
    expect(desk.outbox().flatMap(({ log }) => log).length).toBeGreaterThan(5);
    expect(desk.lines.join('')).toContain('not delivered');
    expect(desk.lines.join('')).toContain('a message could not be sent');
    expect(await traces(desk)).not.toMatch(CANARY);
  });

  it('by a mistake of ours, in a page or in the worker, whose words and causes hold the address', async () => {
    const desk = await openChannelDesk();
    const webhookUrl = desk.slack.address('T1/B1/c4nary0123456789');
    const hook = { name: 'hook', kind: 'webhook', url: 'https://hooks.example.com/c4nary', secret: SIGNING };
    const broken = {
      ...desk.around,
      db: () => {
        throw failing(hook.url, failing(SIGNING, { url: hook.url }));
      },
    };
    const headers = { 'content-type': 'application/json', origin: 'http://127.0.0.1', host: '127.0.0.1' };
    const request = new Request('http://127.0.0.1/api/v1/channels', {
      method: 'POST',
      headers,
      body: JSON.stringify(hook),
    });
    const failed = await createHandler(broken)(request);
    expect(failed.status).toBe(500);
    expect(await failed.text()).not.toMatch(CANARY);
    await desk.ask('POST', '', { name: 'ops', kind: 'slack', webhookUrl });
    const { log } = desk.startWorker();
    const error = failing(webhookUrl, failing(new URL(webhookUrl).pathname, null));
    log.error({ err: error, error: error.stack, request: { url: webhookUrl } }, `not caught: ${error}`);
    log.child({ webhookUrl }).warn({ deep: { deeper: [{ text: JSON.stringify({ webhookUrl }) }] } });
    expect(desk.lines.filter((line) => line.includes('<secret>'))).toHaveLength(3);
    for (const line of desk.lines) expect(() => JSON.parse(line)).not.toThrow();
    const sealed = seal(deskKey(desk.db.path), 'ops', 'c4nary is no JSON');
    desk.db.sqlite.prepare('UPDATE channel SET sealed = ?').run(sealed);
    desk.startWorker();
    expect(await desk.shown()).toMatchObject([
      { state: 'broken', reason: expect.stringContaining('damaged') },
    ]);
    expect(await traces(desk)).not.toMatch(CANARY);
  });

  it('of the configuration file either', () => {
    const channels = [
      { name: 'hook', kind: 'webhook', url: 'https://hooks.example.com/c4nary', secret: SIGNING },
    ];
    const smtp = { host: 'localhost', from: 'desk@example.com', user: 'desk', password: 'c4nary-mail' };
    const alerting = parseAlerting({ channels, smtp }, { allowLoopback: false, readSecretFile: () => '' });
    const file = { ...EMPTY_CONFIG, heartbeatUrl: new Secret('https://hc.example.com/c4nary') };
    const said = redactorOf({ alerting, file }).redact(
      `https://hooks.example.com/c4nary ${SIGNING} c4nary-mail https://hc.example.com/c4nary/fail`,
    );
    expect(said).toBe('<secret> <secret> <secret> <secret>/fail');
  });
});
