import { describe, expect, it } from 'vitest';
import { listChannels } from '#db/queries/channels.ts';
import { MINUTE, SECOND } from '#lib/domain/time.ts';
import { type DeskSetup, firedDesk } from '../helpers/alert-desk.ts';
import { PASSWORD, startSmtpSink } from '../helpers/smtp-sink.ts';

type Sink = Awaited<ReturnType<typeof startSmtpSink>>;

/** Its certificate is its own. */
const TRUSTING = { tls: { rejectUnauthorized: false } };
const ADA = 'ada@example.com';

const firedMailDesk = (sink: Sink, to: unknown = ADA, smtp = {}, more: DeskSetup = {}) =>
  firedDesk({ smtp: sink.settings(smtp), channels: [{ name: 'desk', kind: 'email', to }], ...more });
const header = (raw: string | undefined, name: string) =>
  new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'im').exec(raw ?? '')?.[1]?.replace(/\r\n[ \t]+/g, ' ');
const statesOf = ({ db }: Awaited<ReturnType<typeof firedDesk>>) =>
  Object.fromEntries(listChannels(db).map(({ name, state }) => [name, state]));

describe('a mail', () => {
  it('goes through the outbox to one recipient, in two forms, and says that a machine wrote it', async () => {
    const sink = await startSmtpSink();
    const desk = await firedMailDesk(sink);
    expect(await desk.deliver()).toMatchObject({ delivered: 1 });
    expect(sink.received).toMatchObject([{ from: 'desk@example.com', to: [ADA], isSecure: false }]);
    const raw = sink.received[0]?.raw;
    expect(header(raw, 'Subject')).toMatch(/^p5\.48xlarge in us-east-1 .* rose 20\.0 %/);
    expect(header(raw, 'From')).toBe('chipdesk <desk@example.com>');
    expect(header(raw, 'To')).toBe(ADA);
    expect(header(raw, 'Auto-Submitted')).toBe('auto-generated');
    expect(header(raw, 'List-Unsubscribe')).toBe('<mailto:desk@example.com?subject=unsubscribe>');
    expect(header(raw, 'Message-ID')).toMatch(/^<[0-9a-f]{32}\.[0-9a-f]{16}@example\.com>$/);
    expect(raw).toMatch(/^Content-Type: text\/plain/im);
    expect(raw).toMatch(/^Content-Type: text\/html/im);
    expect(desk.outbox()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    await desk.deliverFor(60 * MINUTE);
    expect(sink.received).toHaveLength(1);
  });

  it('signs in and goes out encrypted after STARTTLS, which is what happens when nothing is said', async () => {
    const sink = await startSmtpSink();
    const desk = await firedMailDesk(sink, ADA, { ...sink.login, security: undefined }, { mailer: TRUSTING });
    await desk.deliver();
    expect(sink.received).toMatchObject([{ to: [ADA], isSecure: true, user: 'desk' }]);
    expect(sink.inClear()).toContain('STARTTLS');
    expect(sink.inClear()).not.toMatch(/MAIL FROM|AUTH/);
  });

  it('is encrypted from the first byte where the server wants that', async () => {
    const sink = await startSmtpSink({ secure: true });
    const desk = await firedMailDesk(sink, ADA, { ...sink.login, security: 'tls' }, { mailer: TRUSTING });
    await desk.deliver();
    expect(sink.received).toMatchObject([{ to: [ADA], isSecure: true, user: 'desk' }]);
    expect(sink.inClear()).not.toMatch(/EHLO|MAIL FROM/);
  });
});

it.each([
  ['commands in one go', {}],
  ['one command at a time', { hidePIPELINING: true }],
])(
  'F57 a greylisting server (450, then yes; %s) is given a mail once, a minute later at the soonest',
  async (_, options) => {
    const sink = await startSmtpSink(options);
    sink.refuse({ at: 'rcpt', code: 450, text: '4.2.0 greylisted, come back' });
    const desk = await firedMailDesk(sink);
    expect(await desk.deliver()).toMatchObject({ retried: 1 });
    await desk.deliverFor(MINUTE - 1);
    expect(sink.tries).toHaveLength(1);
    await desk.deliverFor(SECOND);
    expect(sink.tries).toHaveLength(2);
    expect(sink.received).toHaveLength(1);
    expect(sink.received[0]?.raw).not.toContain('may repeat an earlier message');
    expect(desk.outbox()).toMatchObject([{ state: 'delivered', attempts: 2 }]);
    expect(desk.outbox()[0]?.log.map(({ outcome, detail }) => [outcome, detail])).toContainEqual([
      'retry',
      '450 4.2.0 for the recipient',
    ]);
  },
);

it('F57 a server that is down is tried ever less often, half an hour apart at most, and the mail says how late it is', async () => {
  const sink = await startSmtpSink();
  sink.refuse(...Array.from({ length: 8 }, () => ({ at: 'connect' as const, code: 421 })));
  const desk = await firedMailDesk(sink);
  const begun = desk.now();
  await desk.deliverFor(4 * 60 * MINUTE);
  const minutes = (desk.outbox()[0]?.log ?? []).map(({ at }) => Math.round((at - begun) / MINUTE));
  expect(minutes.sort((a, b) => a - b)).toEqual([0, 1, 3, 7, 15, 31, 61, 91, 121]);
  expect(sink.received).toHaveLength(1);
  expect(sink.received[0]?.raw).toMatch(/delayed 2 h.*, the mail server was unreachable/);
});

it('F58 one of three recipients is unknown (550): the others are told once, only that one is broken', async () => {
  const sink = await startSmtpSink();
  const gone = 'bob@example.com';
  sink.refuse({ at: 'rcpt', code: 550, text: '5.1.1 no such user', to: gone });
  const desk = await firedMailDesk(sink, [ADA, gone, 'cy@example.com']);
  await desk.deliverFor(10 * MINUTE);
  expect(sink.received.map(({ to }) => to).sort()).toEqual([[ADA], ['cy@example.com']]);
  expect(sink.tries).toHaveLength(3);
  expect(statesOf(desk)).toEqual({
    'desk: ada@example.com': 'ok',
    'desk: bob@example.com': 'broken',
    'desk: cy@example.com': 'ok',
  });
  expect(listChannels(desk.db).map(({ stateReason }) => stateReason)).toContain(
    '550 5.1.1 for the recipient',
  );
  expect(
    desk
      .outbox()
      .map(({ state }) => state)
      .sort(),
  ).toEqual(['delivered', 'delivered', 'parked']);
});

it('F59 the connection is cut after the mail was sent: the repeat has the same Message-ID and says so', async () => {
  const sink = await startSmtpSink();
  sink.cut();
  const desk = await firedMailDesk(sink);
  expect(await desk.deliver()).toMatchObject({ retried: 1 });
  expect(desk.outbox()).toMatchObject([{ state: 'queued', ambiguous: true }]);
  await desk.deliverFor(2 * MINUTE);
  expect(sink.received).toHaveLength(2);
  const [first, repeat] = sink.received.map(({ raw }) => raw);
  expect(header(first, 'Message-ID')).toMatch(/^<.+@example\.com>$/);
  expect(header(repeat, 'Message-ID')).toBe(header(first, 'Message-ID'));
  expect(first).not.toContain('may repeat an earlier message');
  expect(repeat).toContain('may repeat an earlier message');
  expect(desk.outbox()).toMatchObject([{ state: 'delivered', attempts: 2 }]);
});

it('F59 a repeat that tells more than the first try is another mail: no mailbox may drop it as a repeat', async () => {
  const sink = await startSmtpSink();
  sink.cut();
  const desk = await firedMailDesk(sink, ADA, {}, { rule: { keepFiring: '0s', resolveEvals: 1 } });
  await desk.deliver();
  desk.price(desk.poolId, 30);
  desk.look();
  await desk.deliverFor(10 * MINUTE);
  expect(desk.outbox().map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  const [first, repeat] = sink.received.map(({ raw }) => raw);
  expect(header(repeat, 'Subject')).toMatch(/^Already over/);
  expect(header(repeat, 'Message-ID')).not.toBe(header(first, 'Message-ID'));
});

describe('F60', () => {
  it.each([
    ['hides STARTTLS', { hideSTARTTLS: true, disabledCommands: ['STARTTLS' as const] }],
    ['refuses STARTTLS', { disabledCommands: ['STARTTLS' as const] }],
  ])(
    'a server that %s gets neither password nor mail; the channel is broken and says why',
    async (_, options) => {
      const sink = await startSmtpSink({ ...options, allowInsecureAuth: true });
      const desk = await firedMailDesk(sink, ADA, { ...sink.login, security: 'starttls' });
      expect(await desk.deliver()).toMatchObject({ parked: 1 });
      expect(listChannels(desk.db)).toMatchObject([
        { state: 'broken', stateReason: expect.stringMatching(/^50\d .*on starting TLS$/) },
      ]);
      expect(sink.received).toHaveLength(0);
      expect(sink.inClear()).not.toMatch(/AUTH|MAIL FROM|RCPT|p5\.48xlarge/);
    },
  );

  it('a wrong password breaks the channel at once, and stands nowhere', async () => {
    const sink = await startSmtpSink();
    const login = { user: 'desk', password: 'hunter2-canary' };
    const desk = await firedMailDesk(sink, ADA, { ...login, security: 'starttls' }, { mailer: TRUSTING });
    expect(await desk.deliver()).toMatchObject({ parked: 1 });
    expect(listChannels(desk.db)).toMatchObject([
      { state: 'broken', stateReason: expect.stringMatching(/^535 .*on signing in$/) },
    ]);
    expect(sink.received).toHaveLength(0);
    expect(sink.inClear()).not.toContain(Buffer.from('hunter2-canary').toString('base64').slice(0, 12));
    const stored = desk.db.sqlite.serialize().toString('latin1');
    expect(stored).not.toContain('hunter2-canary');
    expect(JSON.stringify([desk.outbox(), listChannels(desk.db)])).not.toContain('hunter2-canary');
  });

  it('a server that offers no way to sign in is given no mail without a sender’s name', async () => {
    const sink = await startSmtpSink({ disabledCommands: ['AUTH'] });
    const desk = await firedMailDesk(sink, ADA, sink.login);
    expect(await desk.deliver()).toMatchObject({ parked: 1 });
    expect(listChannels(desk.db)).toMatchObject([
      { state: 'broken', stateReason: expect.stringMatching(/on signing in$/) },
    ]);
    expect(sink.received).toHaveLength(0);
  });

  it('a certificate that nobody vouches for is tried three times, then breaks the channel', async () => {
    const sink = await startSmtpSink();
    const desk = await firedMailDesk(sink, ADA, { ...sink.login, security: 'starttls' });
    await desk.deliverFor(20 * MINUTE);
    expect(desk.outbox()).toMatchObject([{ state: 'parked', attempts: 3 }]);
    expect(statesOf(desk)).toEqual({ desk: 'broken' });
    expect(sink.received).toHaveLength(0);
    expect(sink.inClear()).not.toContain(PASSWORD);
  });

  it.each([
    ['the sender', 'from', 550, /^550 .*for the sender$/],
    ['the message', 'data', 554, /^554 .*for the message$/],
  ] as const)(
    'a refusal of %s for good breaks the channel with the reason and keeps the message',
    async (_, at, code, reason) => {
      const sink = await startSmtpSink();
      sink.refuse({ at, code });
      const desk = await firedMailDesk(sink);
      expect(await desk.deliver()).toMatchObject({ parked: 1 });
      expect(listChannels(desk.db)).toMatchObject([
        { state: 'broken', stateReason: expect.stringMatching(reason) },
      ]);
      await desk.deliverFor(31 * MINUTE);
      expect(desk.outbox()).toMatchObject([{ state: 'delivered' }]);
      expect(statesOf(desk)).toEqual({ desk: 'ok' });
    },
  );
});

it('a server that never answers is left after a while, and nothing is claimed to have arrived', async () => {
  const sink = await startSmtpSink({ onMailFrom: () => {} });
  const desk = await firedMailDesk(sink, ADA, {}, { mailer: { wholeCallMs: 300 } });
  expect(await desk.deliver()).toMatchObject({ retried: 1 });
  expect(desk.outbox()).toMatchObject([{ state: 'queued', ambiguous: false }]);
  expect(desk.outbox()[0]?.log).toMatchObject([{ outcome: 'retry', detail: 'ETIMEDOUT for the sender' }]);
});
