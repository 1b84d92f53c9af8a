import { describe, expect, it, vi } from 'vitest';
import { subscriptionPost, toPage } from '#app/_server/subscription-routes.ts';
import { deskKey } from '#db/desk-key.ts';
import { listChanges } from '#db/queries/audit.ts';
import { listChannels } from '#db/queries/channels.ts';
import { listIssues, noteDigests, readIssue, sendByHand } from '#db/queries/digest/issues.ts';
import { endSubscription, leftOutOf } from '#db/queries/digest/subscriptions.ts';
import { queueTestNotice } from '#db/queries/test-notice.ts';
import { unsubscribeLinks } from '#jobs/send/unsubscribe.ts';
import { subscriptionOf } from '#lib/digest/subscription.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { bodiesOf, openDigestDesk, plan } from '../helpers/digest-desk.ts';
import { readMail } from '../helpers/mime.ts';
import { startSmtpSink } from '../helpers/smtp-sink.ts';

vi.mock('server-only', () => ({}));

const FORM = 'application/x-www-form-urlencoded';
const ASKED = 'List-Unsubscribe=One-Click';

/** A desk whose weekly digest goes to two people, with links as the jobs make them, and its web side. */
async function subscribedDesk({
  to = ['Ada@example.com', 'bob@example.com'],
  root = 'https://desk.example.com',
} = {}) {
  const sink = await startSmtpSink();
  const channels = [{ name: 'desk', kind: 'email', to }];
  const desk = await openDigestDesk([], { smtp: sink.settings({}), channels });
  const names = listChannels(desk.db).map(({ name }) => name);
  noteDigests(desk.db, [plan({ channels: names })], desk.now());
  const keyFile = `${desk.db.path}.key`;
  const key = () => deskKey(desk.db.path, keyFile).subkey('subscription');
  const deliverer = desk.deliverer({ unsubscribeUrl: unsubscribeLinks(root, key) });
  const deliver = async () => {
    for (let tries = 0; tries < 4; tries++) {
      await deliverer.deliverDue();
      desk.pass(2000);
    }
  };
  const around = {
    db: () => desk.db,
    clock: () => ({ now: desk.now, speed: 1 }),
    log: () => ({ error: (fields: unknown) => expect.fail(JSON.stringify(fields)) }),
  };
  const post = (token: string, body = ASKED, type = FORM) =>
    // As a mail provider sends it: from nowhere that we know, with no cookie.
    subscriptionPost(around, keyFile)(
      new Request(`http://127.0.0.1:3000/unsubscribe/${token}`, {
        method: 'POST',
        headers: { host: '127.0.0.1:3000', 'content-type': type },
        body,
      }),
      { params: Promise.resolve({ token }) },
    );
  return {
    ...{ desk, sink, names, deliver, post },
    received: () =>
      sink.received.map(({ to: [address = ''], raw }) => ({ address, ...bodiesOf(readMail(raw)) })),
    /** The next issue is due and sent. */
    nextIssue: async () => {
      const before = sink.received.length;
      desk.pass(7 * DAY);
      await desk.ask();
      await deliver();
      return sink.received.slice(before).map(({ to: [address] }) => address);
    },
  };
}

/** The first issue has come; the links that stand in each of its mails. */
async function toldDesk(setup: Parameters<typeof subscribedDesk>[0] = {}) {
  const made = await subscribedDesk(setup);
  made.desk.pass(21 * HOUR);
  await made.desk.ask();
  await made.deliver();
  const mails = made.received();
  const tokens = mails.map(
    ({ headers }) => /\/unsubscribe\/([\w.-]+)>$/.exec(headers.get('list-unsubscribe') ?? '')?.[1] ?? '',
  );
  return { ...made, mails, tokens, token: tokens[0] ?? '' };
}

describe('every mail of a digest', () => {
  it('names a link of its own for each recipient, by which one press ends it, in headers, text and page', async () => {
    const { mails, tokens } = await toldDesk();
    expect(mails.map(({ address }) => address)).toEqual(['Ada@example.com', 'bob@example.com']);
    expect(new Set(tokens).size).toBe(2);
    for (const [index, { headers, text, html }] of mails.entries()) {
      const url = `https://desk.example.com/unsubscribe/${tokens[index]}`;
      expect(headers.get('list-unsubscribe')).toBe(`<${url}>`);
      expect(headers.get('list-unsubscribe-post')).toBe(ASKED);
      expect(text).toContain(`Unsubscribe from this digest: ${url}`);
      expect(html).toContain(`<a href="${url}">Unsubscribe from this digest</a>`);
      expect(headers.get('auto-submitted')).toBe('auto-generated');
      expect(headers.get('list-id')).toBe('<weekly.digests.example.com>');
      expect(Date.parse(headers.get('date') ?? '')).toBeGreaterThan(0);
      expect(headers.get('message-id')).toMatch(/^<[0-9a-f.]+@example\.com>$/);
    }
  });

  it('promises no one-click over a connection that anybody can read, and has a person to write to without an address', async () => {
    const { mails } = await toldDesk({ root: 'http://desk.example.com' });
    expect(mails[0]?.headers.get('list-unsubscribe')).toMatch(/^<http:/);
    expect(mails[0]?.headers.has('list-unsubscribe-post')).toBe(false);
  });

  it('keeps its id when it has to be sent again', async () => {
    const made = await subscribedDesk({ to: ['ada@example.com'] });
    made.sink.cut();
    made.desk.pass(21 * HOUR);
    await made.desk.ask();
    await made.deliver();
    made.desk.pass(2 * MINUTE);
    await made.deliver();
    const ids = made.received().map(({ headers }) => headers.get('message-id'));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });
});

describe('one press in a mail program', () => {
  it('ends the subscription of that one person at once; the next issue goes to the others', async () => {
    const { desk, post, token, nextIssue, names } = await toldDesk();
    const answer = await post(token);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('ada@example.com gets the digest “weekly” no more.\n');
    expect(await nextIssue()).toEqual(['bob@example.com']);
    expect(listIssues(desk.db, 1)).toMatchObject([
      { period: '2026-W49', state: 'sent', channels: [names[1]], leftOut: [names[0]] },
    ]);
    expect(listChanges(desk.db, 1)).toMatchObject([
      {
        action: 'digest unsubscribed',
        subject: 'weekly',
        detail: expect.stringContaining('ada@example.com'),
      },
    ]);
  });

  it('may be a form of either kind, and is harmless when it comes twice', async () => {
    const { desk, post, token } = await toldDesk();
    const body = `--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n`;
    expect((await post(token, body, 'multipart/form-data; boundary=x')).status).toBe(200);
    expect((await post(token)).status).toBe(200);
    expect(listChanges(desk.db, 10).filter(({ action }) => action === 'digest unsubscribed')).toHaveLength(1);
  });

  it('is refused with a reason where the link was cut or changed, or nothing is asked for, and ends nothing', async () => {
    const { post, token, nextIssue } = await toldDesk();
    const [text = '', signature = ''] = token.split('.');
    const other = Buffer.from(JSON.stringify({ d: 'weekly', r: 'bob@example.com' })).toString('base64url');
    for (const forged of [`${other}.${signature}`, text, `${text}.`, `${token}.x`, 'x']) {
      const refused = await post(forged);
      expect(refused.status).toBe(422);
      expect(await refused.text()).toMatch(/not made by this desk, or was cut on its way/);
    }
    for (const [body, type] of [
      ['', FORM],
      ['List-Unsubscribe=No', FORM],
      [ASKED, 'text/plain'],
      ['{}', 'application/json'],
    ])
      expect((await post(token, body, type)).status).toBe(400);
    expect(await nextIssue()).toHaveLength(2);
  });

  it('takes back an issue that still waits to be sent', async () => {
    const { desk, sink, post, token, deliver } = await toldDesk();
    sink.refuse({ at: 'rcpt', code: 450, to: 'Ada@example.com' });
    desk.pass(7 * DAY);
    await desk.ask();
    await deliver();
    await post(token);
    sink.refuse();
    desk.pass(HOUR);
    const before = sink.tries.length;
    await deliver();
    expect(sink.tries).toHaveLength(before);
    expect(desk.outbox().map(({ state, lastErrorClass }) => [state, lastErrorClass])).toContainEqual([
      'superseded',
      'unsubscribed',
    ]);
  });

  it('keeps an issue from being tried again that was under way when it came', async () => {
    const { desk, sink, post, token, deliver } = await toldDesk({ to: ['ada@example.com'] });
    desk.pass(7 * DAY);
    await desk.ask();
    const before = sink.tries.length;
    const refused = { stage: 'rcpt', status: 450, detail: '', reached: false } as const;
    const pressedMeanwhile = desk.deliverer({
      send: async () => ((await post(token)).ok ? refused : expect.fail()),
    });
    await pressedMeanwhile.deliverDue();
    expect(desk.outbox().at(-1)).toMatchObject({ state: 'queued', attempts: 1 });
    desk.pass(HOUR);
    await deliver();
    expect(sink.tries).toHaveLength(before);
    expect(desk.outbox().at(-1)).toMatchObject({ state: 'superseded' });
  });

  it('of everybody leaves an issue on record that nobody gets, and no error', async () => {
    const { desk, post, tokens, nextIssue, names } = await toldDesk();
    for (const token of tokens) await post(token);
    expect(await nextIssue()).toEqual([]);
    expect(listIssues(desk.db, 1)).toMatchObject([{ state: 'sent', channels: [], leftOut: names }]);
    expect(readIssue(desk.db, 'weekly', '2026-W49')).toBeDefined();
    expect(desk.outbox().every(({ state }) => state === 'delivered')).toBe(true);
  });

  it('is about one digest: another one, and whatever else goes to the address, still come', async () => {
    const { desk, post, token, names, deliver, sink } = await toldDesk();
    await post(token);
    expect(leftOutOf(desk.db, 'daily', names)).toEqual([]);
    const before = sink.received.length;
    queueTestNotice(desk.db, { channel: names[0] ?? '', now: desk.now(), simulated: false, nonce: 'x' });
    await deliver();
    expect(sink.received.slice(before).map(({ to }) => to)).toEqual([['Ada@example.com']]);
  });
});

describe('the link at the foot of a mail', () => {
  it('opens a page and does nothing by being opened', async () => {
    const { token, nextIssue } = await toldDesk();
    const opened = await toPage(new Request('http://127.0.0.1:3000/'), {
      params: Promise.resolve({ token }),
    });
    expect(new URL(opened.headers.get('location') ?? '', `http://desk/unsubscribe/${token}`).pathname).toBe(
      `/subscription/${token}`,
    );
    expect(await nextIssue()).toHaveLength(2);
  });

  it('ends the subscription and takes it up again, both on record', async () => {
    const { desk, post, token, nextIssue } = await toldDesk();
    await post(token);
    expect(await nextIssue()).toEqual(['bob@example.com']);
    const again = await post(token, 'List-Subscribe=Again');
    expect(await again.text()).toBe('ada@example.com gets the digest “weekly”.\n');
    expect(await nextIssue()).toHaveLength(2);
    expect(listChanges(desk.db, 2).map(({ action }) => action)).toEqual([
      'digest subscribed again',
      'digest unsubscribed',
    ]);
  });

  it('keeps a digest that is sent by hand from coming, too', async () => {
    const { desk, names } = await toldDesk();
    const issue = readIssue(desk.db, 'weekly', '2026-W48');
    if (issue === undefined) throw new Error('there is no issue');
    endSubscription(desk.db, subscriptionOf('weekly', 'ADA@example.com'), desk.now());
    expect(names.map((name) => sendByHand(desk.db, name, issue, desk.now(), 'again'))).toEqual([
      'unsubscribed',
      'queued',
    ]);
  });
});
