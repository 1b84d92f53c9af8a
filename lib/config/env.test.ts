import { describe, expect, test } from 'vitest';
import { AppError } from '#lib/domain/errors.ts';
import { parseEnv } from './env.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const LOCAL = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
const read = (env: Record<string, string>) => parseEnv(env, NOW);

function refusalOf(env: Record<string, string>): AppError {
  try {
    read(env);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('what the environment says', () => {
  test('nothing: this machine, the usual port, the real AWS, the real clock', () => {
    expect(read({ PATH: '/bin', AWS_REGION: 'us-east-1' })).toEqual({
      db: 'data/chipdesk.db',
      keyFile: undefined,
      host: '127.0.0.1',
      port: 3000,
      configFile: undefined,
      regions: undefined,
      types: undefined,
      clock: undefined,
      endpoint: undefined,
    });
  });

  test('the key of the desk may lie elsewhere', () => {
    expect(read({ CHIPDESK_KEY_FILE: '/run/keys/desk' }).keyFile).toBe('/run/keys/desk');
    expect(refusalOf({ CHIPDESK_KEY_FILE: '' })).toMatchObject({ field: 'CHIPDESK_KEY_FILE' });
    expect(refusalOf({ CHIPDESK_KEYFILE: '/run/keys/desk' }).message).toContain('CHIPDESK_KEY_FILE');
  });

  test('lists are split at commas, blanks dropped, twins joined', () => {
    expect(read({ CHIPDESK_REGIONS: 'us-east-1, us-west-2,us-east-1', CHIPDESK_TYPES: 'p5*' })).toMatchObject(
      { regions: ['us-east-1', 'us-west-2'], types: ['p5*'] },
    );
  });

  test.each(['127.0.0.1', '::1', 'localhost'])('%s is this machine', (host) => {
    expect(read({ CHIPDESK_HOST: host }).host).toBe(host);
  });

  test('a clock starts at its instant, runs at its speed, and may be tied to a real moment', () => {
    expect(read({ ...LOCAL, CHIPDESK_NOW: '2021-04-15T00:00:00Z', CHIPDESK_SPEED: '2.5' }).clock).toEqual({
      at: Date.UTC(2021, 3, 15),
      real: NOW,
      speed: 2.5,
    });
    expect(read({ ...LOCAL, CHIPDESK_NOW: '2021-04-15@1700000000000' }).clock).toEqual({
      at: Date.UTC(2021, 3, 15),
      real: 1_700_000_000_000,
      speed: 1,
    });
    expect(read({ ...LOCAL, CHIPDESK_SPEED: '30' }).clock).toEqual({ at: NOW, real: NOW, speed: 30 });
  });
});

describe('names that are not ours', () => {
  test.each([
    ['CHIPDESK_REGION', 'CHIPDESK_REGIONS'],
    ['CHIPDESK_DATABASE', undefined],
    ['CHIPDESK_PROT', 'CHIPDESK_PORT'],
    ['CHIPDESK_db', 'CHIPDESK_DB'],
  ])('%s is refused, and the near one suggested', (name, meant) => {
    const error = refusalOf({ [name]: 'x' });
    expect(error.code).toBe('CONFIG_UNKNOWN');
    expect(error.message).toContain(name);
    if (meant !== undefined) expect(error.message).toContain(`did you mean ${meant}?`);
    expect(error.received).toBeUndefined();
  });
});

describe('values that cannot be meant', () => {
  test.each([
    ['CHIPDESK_DB', '', 'CONFIG_INVALID'],
    ['CHIPDESK_DB', ' data.db', 'CONFIG_WHITESPACE'],
    ['CHIPDESK_DB', 'data.db\n', 'CONFIG_WHITESPACE'],
    ['CHIPDESK_DB', '"data.db"', 'CONFIG_WHITESPACE'],
    ['CHIPDESK_REGIONS', "'us-east-1'", 'CONFIG_WHITESPACE'],
    ['CHIPDESK_REGIONS', 'us-east-1,', 'CONFIG_INVALID'],
    ['CHIPDESK_TYPES', ',', 'CONFIG_INVALID'],
    ['CHIPDESK_PORT', '0', 'CONFIG_INVALID'],
    ['CHIPDESK_PORT', '70000', 'CONFIG_INVALID'],
    ['CHIPDESK_PORT', '3000.5', 'CONFIG_INVALID'],
    ['CHIPDESK_PORT', '-1', 'CONFIG_INVALID'],
    ['CHIPDESK_PORT', 'http', 'CONFIG_INVALID'],
    ['CHIPDESK_PORT', '0x50', 'CONFIG_INVALID'],
    ['CHIPDESK_HOST', '0.0.0.0', 'UNSAFE_BIND'],
    ['CHIPDESK_HOST', '192.168.1.4', 'UNSAFE_BIND'],
    ['CHIPDESK_HOST', '::', 'UNSAFE_BIND'],
    ['CHIPDESK_HOST', 'localhost.', 'UNSAFE_BIND'],
    ['CHIPDESK_HOST', 'desk.example.com', 'UNSAFE_BIND'],
  ])('%s=%j is refused as such', (name, value, code) => {
    const error = refusalOf({ [name]: value });
    expect(error.code).toBe(code);
    expect(error.field).toBe(name);
  });

  test('a value with blanks around it is named and not shown', () => {
    const error = refusalOf({ CHIPDESK_DB: ' s3cret ' });
    expect(error.message).not.toContain('s3cret');
    expect(error.received).toBeUndefined();
  });
});

describe('the clock', () => {
  test.each(['CHIPDESK_NOW', 'CHIPDESK_SPEED'])('%s against the real AWS is refused', (name) => {
    const value = name === 'CHIPDESK_NOW' ? '2021-04-15T00:00:00Z' : '10';
    expect(refusalOf({ [name]: value })).toMatchObject({ code: 'CONFIG_INVALID', field: name });
    const real = { AWS_ENDPOINT_URL: 'https://ec2.us-east-1.amazonaws.com', [name]: value };
    expect(refusalOf(real)).toMatchObject({ code: 'CONFIG_INVALID', field: name });
  });

  test.each([
    'now',
    '2021-04-15T00:00:00',
    '2021-02-30',
    '1700000000000',
    '2021-04-15@',
    '2021-04-15@x',
    '2021-04-15@1e3',
    '2021-04-15@1@2',
    '@5',
  ])('CHIPDESK_NOW=%s is no instant', (value) => {
    expect(refusalOf({ ...LOCAL, CHIPDESK_NOW: value })).toMatchObject({
      code: 'CONFIG_INVALID',
      received: value,
    });
  });

  test.each(['0', '-1', 'fast', '1e3', '100001', 'Infinity', 'NaN', '.5', '0.0'])(
    'CHIPDESK_SPEED=%s is no speed',
    (value) => {
      expect(refusalOf({ ...LOCAL, CHIPDESK_SPEED: value })).toMatchObject({
        code: 'CONFIG_INVALID',
        field: 'CHIPDESK_SPEED',
      });
    },
  );
});

describe('the AWS endpoint', () => {
  test.each(['http://127.0.0.1:4566', 'http://localhost:1', 'http://[::1]:4566/', 'https://127.0.0.1'])(
    '%s on this machine is an overridden one',
    (url) => {
      expect(read({ AWS_ENDPOINT_URL: url }).endpoint).toBe(url);
    },
  );

  test.each(['https://ec2.eu-west-1.amazonaws.com', 'https://vpce-1-2.ec2.us-east-1.vpce.amazonaws.com'])(
    '%s is AWS itself: nothing is simulated',
    (url) => {
      expect(read({ AWS_ENDPOINT_URL: url }).endpoint).toBeUndefined();
    },
  );

  test('an empty one is none', () => {
    expect(read({ AWS_ENDPOINT_URL: '' }).endpoint).toBeUndefined();
  });

  test.each([
    'http://10.0.0.5:4566',
    'http://169.254.169.254/',
    'http://evilamazonaws.com',
    'http://amazonaws.com.evil.test',
    'http://127.0.0.1.evil.test',
    'http://127.0.0.1@evil.test',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    '127.0.0.1:4566',
    'nonsense',
  ])('%s is refused', (url) => {
    expect(refusalOf({ AWS_ENDPOINT_URL: url })).toMatchObject({
      code: 'CONFIG_INVALID',
      field: 'AWS_ENDPOINT_URL',
    });
  });

  test.each([
    ['AWS_ENDPOINT_URL_EC2', 'http://127.0.0.1:4566'],
    ['AWS_ENDPOINT_URL_PRICING', 'http://10.0.0.5'],
    ['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'true'],
  ])('%s, which the SDK would let win, is refused', (name, value) => {
    expect(refusalOf({ [name]: value })).toMatchObject({ code: 'CONFIG_INVALID', field: name });
    expect(refusalOf({ ...LOCAL, [name]: value })).toMatchObject({ code: 'CONFIG_INVALID', field: name });
  });
});
