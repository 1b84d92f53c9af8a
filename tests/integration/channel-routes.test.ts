import { describe, expect, it } from 'vitest';
import { channelForms } from '#lib/channels/forms.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { type AnyChannel, openChannelDesk } from '#tests/helpers/channel-desk.ts';

const SECRET = 'correct-horse-battery-staple-0123456789';
const SLACK = 'https://hooks.slack.com/services/T0A/B0B/topsecret0123ab12';
const ops = { name: 'ops', kind: 'slack', webhookUrl: SLACK };
const hook = {
  name: 'hook',
  kind: 'webhook',
  url: 'https://hooks.example.com/topsecret?x=1',
  secret: SECRET,
};
const pager = { name: 'pager', kind: 'pagerduty', routingKey: 'R0123456789012345678901234567abc' };

type Desk = Awaited<ReturnType<typeof openChannelDesk>>;
const audit = ({ db }: Desk) =>
  db.sqlite.prepare('SELECT action, subject, detail FROM audit ORDER BY id').raw().all();

describe('the channels of a page', () => {
  it('are made, with an answer that opens nothing', async () => {
    const desk = await openChannelDesk();
    const made = await desk.ask('POST', '', ops);
    expect(made.status).toBe(200);
    expect(made.body).toEqual({
      id: 1,
      name: 'ops',
      kind: 'slack',
      hint: expect.stringMatching(/^hooks\.slack\.com\/services\/T…\/…ab12 \([0-9a-f]{8}\)$/),
      origin: 'page',
      state: 'ok',
      reason: null,
      waiting: 0,
      lastDeliveredAt: null,
      settings: {},
    });
    expect(await desk.shown()).toEqual([made.body]);
    expect(audit(desk)).toEqual([['channel created', 'ops', 'slack']]);
  });

  it('keep their secrets when they are changed without them, and show what is none', async () => {
    const desk = await openChannelDesk();
    const { id, hint } = (await desk.ask('POST', '', { ...hook, allowPrivate: true })).body;
    const changed = await desk.ask('PUT', `/${id}`, { url: '', secret: '', allowPrivate: false });
    expect(changed.body).toMatchObject({ hint, settings: { allowPrivate: false } });
    const moved = await desk.ask('PUT', `/${id}`, { ...hook, url: 'https://new.example.com/', secret: '' });
    expect(moved).toMatchObject({
      status: 200,
      body: { id, hint: expect.stringContaining('new.example.com') },
    });
    expect(audit(desk).slice(1)).toEqual([
      ['channel changed', 'hook', 'allowPrivate, secret, url'],
      ['channel changed', 'hook', 'kind, name, secret, url'],
    ]);
  });

  it('keep their names', async () => {
    const desk = await openChannelDesk();
    const { id } = (await desk.ask('POST', '', ops)).body;
    expect(await desk.ask('PUT', `/${id}`, { name: 'other' })).toMatchObject({
      status: 422,
      body: { error: { code: 'NAME_INVALID', field: 'name' } },
    });
  });

  it('are refused with every mistake, and nothing is kept', async () => {
    const desk = await openChannelDesk();
    const wrong = {
      name: '',
      kind: 'webhook',
      url: 'https://10.0.0.1/topsecret',
      secret: 'topsecret',
      urlFile: 'x',
    };
    const refused = await desk.ask<{ error: { problems: object[] } }>('POST', '', wrong);
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'CHANNEL_INVALID' } } });
    expect(refused.body.error.problems).toMatchObject([
      { code: 'NAME_INVALID', field: 'name' },
      { code: 'UNKNOWN_FIELD', field: 'urlFile' },
      { code: 'CHANNEL_INVALID', field: 'secret' },
      { code: 'WEBHOOK_ADDRESS_BLOCKED', field: 'url' },
    ]);
    expect(refused.text).not.toContain('topsecret');
    expect(await desk.shown()).toEqual([]);
    expect(audit(desk)).toEqual([]);
  });

  it('take no name that is in use, and a name that is not any more', async () => {
    const desk = await openChannelDesk({ channels: [{ ...ops, name: 'file' }] });
    const { id } = (await desk.ask('POST', '', pager)).body;
    for (const name of ['file', 'pager'])
      expect(await desk.ask('POST', '', { ...hook, name })).toMatchObject({
        status: 422,
        body: { error: { code: 'NAME_TAKEN' } },
      });
    await desk.ask('DELETE', `/${id}`);
    expect(await desk.ask('POST', '', { ...hook, name: 'pager' })).toMatchObject({
      status: 200,
      body: { id, kind: 'webhook' },
    });
  });

  it('B31: are told of a second one with the same address, which has to be meant', async () => {
    const desk = await openChannelDesk({ channels: [{ ...ops, name: 'file' }] });
    const twice = async (entry: object, of: string) => {
      const refused = await desk.ask('POST', '', entry);
      expect(refused).toMatchObject({ status: 409, body: { error: { code: 'RECEIVER_DUPLICATE' } } });
      expect(refused.text).toContain(`channel ${of} has the same address`);
      return desk.ask('POST', '', { ...entry, confirm: true });
    };
    expect(await twice(ops, 'file')).toMatchObject({ status: 200 });
    await desk.ask('POST', '', hook);
    const second = await twice({ ...hook, name: 'again', secret: SECRET.toUpperCase() }, 'hook');
    expect(second.status).toBe(200);
    expect(await desk.ask('PUT', `/${second.body.id}`, {})).toMatchObject({ status: 409 });
    expect(await desk.ask('POST', '', { ...pager, confirm: 'yes' })).toMatchObject({ status: 422 });
  });

  it('of mail need the server that the worker told of', async () => {
    const mail = { name: 'ada', kind: 'email', to: 'ada@example.com' };
    const without = await openChannelDesk();
    expect(await without.ask('POST', '', mail)).toMatchObject({
      status: 422,
      body: { error: { code: 'SMTP_MISSING', field: 'kind' } },
    });
    const desk = await openChannelDesk({ smtp: { host: 'localhost', from: 'desk@example.com' } });
    expect((await desk.ask('POST', '', mail)).body.settings).toEqual({ to: 'ada@example.com' });
  });

  it.each(['0', '99', 'abc', '1.0', '01', '%31', '__proto__'])('have no number %s', async (id) => {
    const desk = await openChannelDesk();
    await desk.ask('POST', '', ops);
    const answers = [
      await desk.ask('PUT', `/${id}`, {}),
      await desk.ask('DELETE', `/${id}`),
      await desk.ask('POST', `/${id}/test`),
    ];
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 404, body: { error: { message: 'there is no such channel' } } });
  });
});

describe('a channel of the file', () => {
  it('is shown, tested, and changed where it stands', async () => {
    const desk = await openChannelDesk({ channels: [ops] });
    expect(await desk.shown()).toMatchObject([{ name: 'ops', origin: 'file', settings: null }]);
    for (const method of ['PUT', 'DELETE'] as const)
      expect(await desk.ask(method, '/1', { webhookUrl: SLACK })).toMatchObject({
        status: 409,
        body: { error: { code: 'CHANNEL_OF_FILE', message: expect.stringContaining('configuration file') } },
      });
    expect((await desk.ask('POST', '/1/test')).status).toBe(200);
    expect(await desk.shown()).toMatchObject([{ waiting: 1 }]);
  });
});

describe('a channel in use', () => {
  it('is not removed while a rule or a route would tell nobody without it', async () => {
    const desk = await openChannelDesk();
    const { id } = (await desk.ask('POST', '', ops)).body;
    desk.rulePage(['ops'], { name: 'p5 moves' });
    desk.db.sqlite.exec(`INSERT INTO route VALUES (1, '{}', '["ops","gone"]'), (2, '{}', 'spoilt')`);
    const refused = await desk.ask('DELETE', `/${id}`);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        error: { code: 'CHANNEL_IN_USE', message: expect.stringContaining('rule p5 moves, route 1;') },
      },
    });
    await desk.ask('POST', '', pager);
    desk.db.sqlite.exec(`UPDATE rule SET channels_json = '["ops","pager"]'; DELETE FROM route`);
    expect((await desk.ask('DELETE', `/${id}`)).status).toBe(200);
    expect(audit(desk).at(-1)).toEqual(['channel removed', 'ops', '0 waiting messages dropped']);
  });
});

describe('a test', () => {
  it('goes the way of every message, in a lane of its own, once for each time it is asked for', async () => {
    const desk = await openChannelDesk();
    const address = desk.slack.address();
    const { id } = (await desk.ask<AnyChannel>('POST', '', { ...ops, webhookUrl: address })).body;
    const worker = desk.startWorker();
    for (let i = 0; i < 2; i++) {
      expect((await desk.ask('POST', `/${id}/test`)).body).toEqual({
        noticeId: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      await worker.deliverer.deliverDue();
      desk.pass(2000);
    }
    expect(desk.outbox()).toMatchObject([
      { kind: 'test', state: 'delivered' },
      { kind: 'test', state: 'delivered' },
    ]);
    expect(desk.slack.received).toHaveLength(2);
    expect(desk.slack.received[0]?.text).toMatch(/^Test message/);
  });

  it('tries a broken channel at once, and what was parked goes with it', async () => {
    const desk = await openChannelDesk();
    const { id } = (await desk.ask('POST', '', { ...ops, webhookUrl: desk.slack.address() })).body;
    desk.rulePage(['ops']);
    const worker = desk.startWorker();
    desk.rise();
    desk.slack.answer({ status: 404 });
    await worker.deliverer.deliverDue();
    expect(await desk.shown()).toMatchObject([{ state: 'broken', waiting: 1 }]);
    await desk.ask('POST', `/${id}/test`);
    for (let i = 0; i < 2; i++) {
      desk.pass(2000);
      await worker.deliverer.deliverDue();
    }
    expect(await desk.shown()).toMatchObject([{ state: 'ok', waiting: 0 }]);
    desk.pass(MINUTE);
    expect(desk.outbox()).toMatchObject([{ state: 'delivered' }, { kind: 'test', state: 'delivered' }]);
  });
});

describe('the forms', () => {
  it('name every field that a channel can be made with', async () => {
    const desk = await openChannelDesk({ smtp: { host: 'localhost', from: 'desk@example.com' } });
    const values: Record<string, unknown> = {
      ...{ webhookUrl: SLACK, secret: SECRET, routingKey: pager.routingKey, to: 'ada@example.com' },
      ...{ url: 'https://hooks.example.com/', eventsUrl: 'https://events.eu.pagerduty.com/v2/enqueue' },
    };
    const own: Record<string, string> = {
      teams: 'https://a.logic.azure.com/workflows/topsecret',
      discord: 'https://discord.com/api/webhooks/12345/topsecret0123',
    };
    for (const { kind, fields } of channelForms()) {
      const filled = fields.map(({ name, isFlag }) => [name, isFlag ? true : (own[kind] ?? values[name])]);
      const entry = { name: kind, kind, ...Object.fromEntries(filled), confirm: true };
      expect((await desk.ask('POST', '', entry)).text).toContain('"state":"ok"');
      const required = fields.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
      for (const name of required)
        expect(await desk.ask('POST', '', { ...entry, name: `${kind} 2`, [name]: undefined })).toMatchObject({
          status: 422,
        });
      const least = { name: `${kind} 3`, kind, confirm: true };
      const given = Object.fromEntries(filled.filter(([name]) => required.includes(String(name))));
      expect((await desk.ask('POST', '', { ...least, ...given })).text).toContain('"state":"ok"');
    }
  });
});
