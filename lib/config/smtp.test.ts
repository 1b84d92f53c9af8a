import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/domain/errors.ts';
import { parseAlerting } from './alerting.ts';

const OPTIONS = {
  allowLoopback: false,
  readSecretFile: (path: string) => {
    if (path === '/run/smtp') return 'topsecret\n';
    if (path === '/run/empty') return '\n';
    throw new Error(`ENOENT: ${path}`);
  },
};
const smtp = { host: 'mail.example.com', from: 'desk@example.com' };
const buyers = { name: 'buyers', kind: 'email', to: 'ada@example.com' };
const rule = { name: 'p5', kind: 'spot-price-move', when: { moves: { percent: 10 } } };
const read = (input: unknown) => parseAlerting(input, OPTIONS);

function refusal(input: unknown): AppError {
  try {
    read(input);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('the mail server', () => {
  it('is asked for STARTTLS on port 587 when nothing else is said', () => {
    expect(read({ smtp }).smtp).toEqual({
      ...smtp,
      port: 587,
      security: 'starttls',
      user: undefined,
      password: undefined,
    });
  });

  it('has its password from the file itself or from one of its own, wrapped', () => {
    for (const more of [{ password: 'topsecret' }, { passwordFile: '/run/smtp' }]) {
      const settings = read({ smtp: { ...smtp, user: 'desk', ...more } }).smtp;
      expect(settings?.password?.reveal()).toBe('topsecret');
      expect(JSON.stringify(settings)).not.toContain('topsecret');
    }
  });

  it.each(['localhost', '127.0.0.1', '::1'])('may be spoken to in clear on this machine: %s', (host) => {
    expect(read({ smtp: { ...smtp, host, security: 'none' } }).smtp?.security).toBe('none');
  });

  it('is spoken to in clear elsewhere only when that is written down', () => {
    const plain = { ...smtp, security: 'none' };
    expect(refusal({ smtp: plain })).toMatchObject({ code: 'SMTP_SECURITY', field: 'smtp.security' });
    expect(refusal({ smtp: { ...plain, host: '127.0.0.1.example.com' } }).code).toBe('SMTP_SECURITY');
    expect(read({ smtp: { ...plain, allowPlain: true } }).smtp?.security).toBe('none');
  });

  it.each([
    ['SMTP_PORT', 'port', { port: 0 }],
    ['SMTP_PORT', 'port', { port: 70_000 }],
    ['SMTP_PORT', 'port', { port: 587.5 }],
    ['SMTP_PORT', 'port', { port: '587' }],
    ['SMTP_HOST', 'host', { host: 'smtp://mail.example.com' }],
    ['SMTP_HOST', 'host', { host: 'mail.example.com/path' }],
    ['SMTP_HOST', 'host', { host: 'mail.example.com:587' }],
    ['SMTP_HOST', 'host', { host: 'user@mail.example.com' }],
    ['SMTP_HOST', 'host', { host: 'mail.example.com\r\nx' }],
    ['SMTP_HOST', 'host', { host: '' }],
    ['SMTP_HOST', 'host', { host: undefined }],
    ['SMTP_LOGIN', 'password', { user: 'desk' }],
    ['SMTP_LOGIN', 'user', { password: 'topsecret' }],
    ['SMTP_LOGIN', 'user', { passwordFile: '/run/smtp' }],
    ['SMTP_LOGIN', 'password', { user: 'desk', password: 'topsecret', passwordFile: '/run/smtp' }],
    ['SMTP_LOGIN', 'password', { user: 'desk', password: 12345 }],
    ['SMTP_LOGIN', 'passwordFile', { user: 'desk', passwordFile: '/run/none' }],
    ['SMTP_LOGIN', 'passwordFile', { user: 'desk', passwordFile: '/run/empty' }],
    ['SMTP_LOGIN', 'user', { user: 'a\r\nb', password: 'topsecret' }],
    ['SMTP_SECURITY', 'security', { security: 'ssl' }],
    ['EMAIL_INVALID', 'from', { from: 'Desk <desk@example.com>' }],
    ['EMAIL_INVALID', 'from', { from: undefined }],
  ])('%s: smtp.%s is refused in %j, and no secret is shown', (code, field, change) => {
    const error = refusal({ smtp: { ...smtp, ...change } });
    expect(error).toMatchObject({ code, field: `smtp.${field}` });
    expect(JSON.stringify({ ...error, message: error.message })).not.toMatch(/topsecret|12345|\/run\//);
  });

  it('knows its own fields', () => {
    expect(refusal({ smtp: { ...smtp, pasword: 'topsecret' } }).message).toMatch(
      /^smtp\.pasword: there is no such field: did you mean password\?$/,
    );
    expect(refusal({ smtp: 'mail.example.com' }).code).toBe('CONFIG_INVALID');
  });

  it('is needed by a channel of mail', () => {
    const error = refusal({ channels: [buyers] });
    expect(error).toMatchObject({ code: 'SMTP_MISSING', field: 'channels[0].kind' });
    expect(error.message).toContain('needs the section smtp');
  });
});

describe('recipients', () => {
  it('one is the channel; of several each is a channel of its own, and rules tell all of them', () => {
    const one = read({ smtp, channels: [buyers], rules: [{ ...rule, channels: ['buyers'] }] });
    expect(one.channels.map(({ name, address }) => [name, address.reveal()])).toEqual([
      ['buyers', 'ada@example.com'],
    ]);
    const to = ['ada@example.com', 'bob@example.com'];
    const two = read({
      smtp,
      channels: [
        { ...buyers, to },
        { ...buyers, name: 'cy', to: ['cy@example.com'] },
      ],
      rules: [{ ...rule, channels: ['buyers', 'cy', 'buyers'] }],
    });
    expect(two.channels.map(({ address }) => address.reveal())).toEqual([...to, 'cy@example.com']);
    const names = ['buyers: ada@example.com', 'buyers: bob@example.com', 'cy'];
    expect(two.channels.map(({ name }) => name)).toEqual(names);
    expect(two.rules[0]?.channels).toEqual(names);
  });

  it.each([
    'ada@example.com\r\nBcc: eve@evil.example',
    'ada@example.com,bob@example.com',
    'ada@example.com, bob@example.com',
    'ada@example.com;bob@example.com',
    '"ada@evil.example"@example.com',
    '"ada"@example.com',
    'Ada <ada@example.com>',
    '<ada@example.com>',
    `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(20)}`,
    `${'a'.repeat(65)}@example.com`,
    'ada@localhost',
    'ada@[127.0.0.1]',
    'ada@127.0.0.1',
    'ada@example..com',
    'ada@-example.com',
    '.ada@example.com',
    'ada..b@example.com',
    'ada@bob@example.com',
    'ada(x)@example.com',
    'ada @example.com',
    ' ada@example.com',
    'ada@example.com\n',
    'ada\u0000@example.com',
    'ädä@example.com',
    'example.com',
    '',
    7,
    null,
  ])('EMAIL_INVALID: %j is not one plain address', (to) => {
    const error = refusal({ smtp, channels: [{ ...buyers, to }] });
    expect(error).toMatchObject({ code: 'EMAIL_INVALID', field: 'channels[0].to' });
    expect(error.message).toContain('must be one plain e-mail address');
    const inList = refusal({ smtp, channels: [{ ...buyers, to: ['ada@example.com', to] }] });
    expect(inList).toMatchObject({ code: 'EMAIL_INVALID', field: 'channels[0].to[1]' });
  });

  it.each(["o'hara+desk_1@mail.example-site.co.uk", 'a@b.io', 'x@xn--bcher-kva.example'])('%s is', (to) => {
    expect(read({ smtp, channels: [{ ...buyers, to }] }).channels).toHaveLength(1);
  });

  it('shows what came, so that a slip is found', () => {
    expect(refusal({ smtp, channels: [{ ...buyers, to: 'ada@example' }] }).received).toBe('ada@example');
  });

  it.each<[string, unknown, RegExp]>([
    ['nobody', [], /channels\[0\]\.to: name 1 to 50 addresses/],
    ['the same one twice', ['a@b.io', 'a@b.io'], /channels\[0\]\.to\[1\]: is named twice/],
    ['too many', Array.from({ length: 51 }, (_, at) => `a${at}@b.io`), /name 1 to 50 addresses/],
    ['nothing', undefined, /give either to or toFile/],
  ])('%s is refused', (_, to, message) => {
    expect(refusal({ smtp, channels: [{ ...buyers, to }] }).message).toMatch(message);
  });

  it('a list makes names, which must be free', () => {
    const list = { ...buyers, to: ['ada@example.com', 'bob@example.com'] };
    const other = { ...buyers, name: 'buyers: bob@example.com', to: 'x@example.com' };
    expect(refusal({ smtp, channels: [list, other] }).message).toMatch(
      /^channels\[0\]\.name: makes a name that is taken/,
    );
  });

  it('warns of somebody who would get everything twice', () => {
    expect(read({ smtp, channels: [buyers, { ...buyers, name: 'desk' }] }).warnings).toHaveLength(1);
  });
});
