import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/domain/errors.ts';
import { openFields, parsePageChannel, type TakenNames, withStored } from './page-channel.ts';

const HOST = 'https://hooks.slack.com';
const SLACK = `${HOST}/services/T0A/B0B/canary0123456789`;
const SECRET = 'canary-battery-staple-0123456789abcdef';
const slack = (webhookUrl: unknown) => ({ name: 'ops', kind: 'slack', webhookUrl });
const hook = (url: unknown) => ({ name: 'ops', kind: 'webhook', url, secret: SECRET });
const mail = (to: unknown) => ({ name: 'ops', kind: 'email', to });

const read = (entry: Record<string, unknown>, taken?: TakenNames, hasSmtp = true, allowLoopback = false) =>
  parsePageChannel(entry, { allowLoopback, hasSmtp }, taken);

/** What is wrong, as "CODE field". */
function refusals(entry: Record<string, unknown>, taken?: TakenNames, hasSmtp?: boolean): string[] {
  try {
    read(entry, taken, hasSmtp);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(JSON.stringify([error.message, error.received, error.problems])).not.toMatch(/canary/);
    return error.problems.map(({ code, field }) => `${code} ${field}`);
  }
  return [];
}

describe('a channel made on a page', () => {
  it('is read as one of the file is', () => {
    const channel = read(slack(SLACK));
    expect(channel).toMatchObject({ name: 'ops', kind: 'slack' });
    expect(channel.address.reveal()).toBe(SLACK);
    expect(read({ ...hook('https://10.1.2.3/x'), allowPrivate: true }).reach).toEqual({
      private: true,
      loopback: true,
    });
  });

  it.each([
    '',
    undefined,
    7,
    SLACK.replace('https:', 'http:'),
    'https://canary.example.com/services/T0A/B0B/x',
    'https://hooks.slack.com@canary.example.com/services/T0A/B0B/x',
    'https://hooks.slack.com.canary.example.com/services/T0A/B0B/x',
    SLACK.replace('.com/', '.com:8443/'),
    `${HOST}/services/T0A/canary`,
    `${SLACK} `,
    'http://127.0.0.1:9/services/T0A/B0B/canary',
  ])('B29: has no Slack address %j', (url) => {
    expect(refusals(slack(url))).toEqual(['SLACK_URL webhookUrl']);
  });

  it.each([
    'https://127.0.0.1/canary',
    'https://2130706433/canary',
    'https://0x7f.1/canary',
    'https://0177.0.0.1/canary',
    'https://[::ffff:7f00:1]/canary',
    'https://localhost./canary',
    'https://169.254.169.254/canary',
    'https://metadata.google.internal/canary',
    'https://canary',
    '',
  ])('B30: has no address inside such as %j', (url) => {
    expect(refusals(hook(url))).toEqual(['WEBHOOK_ADDRESS_BLOCKED url']);
    expect(refusals({ name: 'ops', kind: 'alertmanager', url })).toEqual(['WEBHOOK_ADDRESS_BLOCKED url']);
  });

  it.each(['teams', 'discord'])('B30: has no foreign address of %s', (kind) => {
    expect(refusals({ ...slack('https://canary.example.com/x'), kind })).toEqual([
      'WEBHOOK_ADDRESS_BLOCKED webhookUrl',
    ]);
  });

  it.each([
    'ada@example.com\r\nBcc: eve@example.com',
    'ada@example.com,eve@example.com',
    '"a@b"@example.com',
    'Ada <ada@example.com>',
    `${'a'.repeat(64)}@${'b.'.repeat(100)}example.com`,
    'ada@localhost',
    ['ada@example.com'],
    undefined,
  ])('B32: has no mail address %j', (to) => {
    expect(refusals(mail(to))).toEqual(['EMAIL_INVALID to']);
  });

  it('reads no file of the machine, whatever the field', () => {
    const files = { webhookUrlFile: '/run/canary', urlFile: '/run/canary', secretFile: '/run/canary' };
    expect(refusals({ ...slack(SLACK), ...files })).toEqual([
      'UNKNOWN_FIELD webhookUrlFile',
      'UNKNOWN_FIELD urlFile',
      'UNKNOWN_FIELD secretFile',
    ]);
    expect(refusals({ name: 'ops', kind: 'slack', webhookUrlFile: '/run/canary' })).toEqual([
      'UNKNOWN_FIELD webhookUrlFile',
      'SLACK_URL webhookUrl',
    ]);
  });

  it('takes no prototype for a field', () => {
    const entry = JSON.parse(`{"name":"ops","kind":"slack","webhookUrl":"${SLACK}","__proto__":{"x":1}}`);
    expect(refusals(entry)).toEqual(['UNKNOWN_FIELD __proto__']);
  });

  it('is told every mistake at once', () => {
    expect(refusals({ name: ' ops', kind: 'webhook', url: 'canary', secret: 'canary', colour: 1 })).toEqual([
      'NAME_INVALID name',
      'UNKNOWN_FIELD colour',
      'CHANNEL_INVALID secret',
      'WEBHOOK_ADDRESS_BLOCKED url',
    ]);
    expect(refusals({ name: 'ops', kind: 'slak' })).toEqual(['KIND_UNKNOWN kind']);
    expect(refusals({})).toEqual(['NAME_INVALID name', 'CHANNEL_INVALID kind']);
  });

  it('has a name of its own and, for mail, a server', () => {
    expect(refusals(slack(SLACK), new Map([['ops', 'file']]))).toEqual(['NAME_TAKEN name']);
    expect(refusals(slack(SLACK), new Map([['ops', 'page']]))).toEqual(['NAME_TAKEN name']);
    expect(refusals(mail('ada@example.com'), undefined, false)).toEqual(['SMTP_MISSING kind']);
    expect(refusals(mail('ada@example.com'))).toEqual([]);
  });
});

describe('a changed channel', () => {
  const stored = hook('https://hooks.example.com/x');

  it('keeps the secrets that are left out or empty, and all else that is left out', () => {
    expect(withStored({ secret: '', url: '' }, { ...stored, allowPrivate: true })).toEqual({
      ...stored,
      allowPrivate: true,
    });
    expect(withStored({ url: 'https://new.example.com/' }, stored)).toMatchObject({
      url: 'https://new.example.com/',
      secret: SECRET,
    });
  });

  it('keeps nothing of another kind', () => {
    expect(withStored({ kind: 'alertmanager', url: '' }, stored)).toEqual({
      name: 'ops',
      kind: 'alertmanager',
      url: '',
    });
  });

  it('shows what is no secret', () => {
    expect(openFields({ ...stored, allowPrivate: false })).toEqual({ allowPrivate: false });
    expect(openFields(mail('ada@example.com'))).toEqual({ to: 'ada@example.com' });
  });
});
