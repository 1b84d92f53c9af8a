import { describe, expect, it, vi } from 'vitest';
import { openTestDatabase } from '#tests/helpers/database.ts';

vi.mock('server-only', () => ({}));

import { Redactor } from '#lib/domain/redactor.ts';
import {
  type ChannelSurroundings,
  changeHandler,
  createHandler,
  removeHandler,
  testHandler,
} from './channel-routes.ts';

type Handler = (request: Request) => Promise<Response>;
type WriteRoute = { method: string; path: string; make: (around: ChannelSurroundings) => Handler };

/** Every route that changes something. */
const ROUTES: WriteRoute[] = [
  { method: 'POST', path: 'channels', make: createHandler },
  { method: 'PUT', path: 'channels/1', make: changeHandler },
  { method: 'DELETE', path: 'channels/1', make: removeHandler },
  { method: 'POST', path: 'channels/1/test', make: testHandler },
];

const HOST = 'localhost:3000';
const OWN = `http://${HOST}`;
const JSON_TYPE = { 'content-type': 'application/json' };

/** A desk with one channel of the file, counting what asks for its database. */
function desk() {
  const db = openTestDatabase();
  db.sqlite.exec(
    `INSERT INTO channel (name, kind, hint, state, enabled, updated_at) VALUES ('ops', 'slack', '', 'ok', 1, 0)`,
  );
  let asked = 0;
  const around: ChannelSurroundings = {
    db: () => {
      asked++;
      return db;
    },
    clock: () => ({ now: () => 0, speed: 1 }),
    log: () => ({ error: () => {} }),
    env: () => ({ endpoint: undefined, keyFile: undefined }),
    redactor: () => new Redactor(),
  };
  return { around, asked: () => asked };
}

async function send(route: WriteRoute, headers: Record<string, string>, body: BodyInit = '{}') {
  const { around, asked } = desk();
  const url = `${OWN}/api/v1/${route.path}`;
  const init = { method: route.method, headers: { host: HOST, ...headers }, body, duplex: 'half' };
  const response = await route.make(around)(new Request(url, init));
  const text = await response.text();
  return {
    status: response.status,
    code: JSON.parse(text).error?.code,
    text,
    headers: response.headers,
    asked: asked(),
  };
}

describe.each(ROUTES)('$method /$path', (route) => {
  it.each([
    ['no header that says where it comes from', {}],
    ['a foreign Origin', { origin: 'https://evil.example' }],
    [
      'a foreign Origin that claims to be ours',
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    ],
    ['an Origin that hides itself', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://localhost:8080' }],
    ['another scheme', { origin: `https://${HOST}` }],
    ['another name of this machine', { origin: 'http://127.0.0.1:3000' }],
    ['a name that begins like ours', { origin: `${OWN}.evil.example` }],
    ['our Origin from elsewhere', { origin: OWN, 'sec-fetch-site': 'cross-site' }],
    ['a neighbour of ours', { 'sec-fetch-site': 'same-site' }],
    ['an address typed in by hand', { 'sec-fetch-site': 'none' }],
    [
      'a Host that a proxy is said to have had',
      { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
    ],
  ])('refuses %s', async (_, headers) => {
    const refused = await send(route, { ...JSON_TYPE, ...headers });
    expect(refused).toMatchObject({ status: 403, code: 'ORIGIN_REFUSED', asked: 0 });
    expect(refused.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    { origin: OWN },
    { origin: OWN.toUpperCase() },
    { origin: OWN, 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'same-origin' },
  ])('takes what a page of ours sends: %j', async (headers) => {
    const answer = await send(route, { ...JSON_TYPE, ...headers });
    expect(answer.code).not.toBe('ORIGIN_REFUSED');
    expect(answer.asked).toBeGreaterThan(0);
  });

  it.each([
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
    'text/json',
  ])('refuses a body of type %j', async (type) => {
    const refused = await send(route, { origin: OWN, 'content-type': type });
    expect(refused).toMatchObject({ status: 415, code: 'BODY_TYPE', asked: 0 });
  });

  it('takes 64 KiB and not a byte more, whatever length it claims', async () => {
    const filled = (size: number) => `{"a":"${'x'.repeat(size - 8)}"}`;
    expect((await send(route, { ...JSON_TYPE, origin: OWN }, filled(64 * 1024))).status).not.toBe(413);
    for (const size of [64 * 1024 + 1, 65 * 1024])
      expect(await send(route, { ...JSON_TYPE, origin: OWN }, filled(size))).toMatchObject({
        status: 413,
        code: 'BODY_TOO_LARGE',
        asked: 0,
      });
  });

  it('reads no more of an endless body than it takes', async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(16 * 1024).fill(32));
      },
    });
    expect((await send(route, { ...JSON_TYPE, origin: OWN }, endless)).status).toBe(413);
    expect(pulled).toBeLessThan(10);
  });

  it.each(['', '{', 'null', '[]', '"x"', '1', '{"a":1}x', '{"webhookUrl":"topsecret"'])(
    'refuses the body %j, and does not repeat it',
    async (body) => {
      const refused = await send(route, { ...JSON_TYPE, origin: OWN }, body);
      expect(refused).toMatchObject({ status: 400, code: 'BODY_NOT_JSON', asked: 0 });
      expect(refused.text).not.toContain('topsecret');
    },
  );
});

describe('a key that is a prototype', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'toString'])(
    'such as %s is an unknown field',
    async (key) => {
      const body = `{"name":"new","kind":"slack","webhookUrl":"https://hooks.slack.com/services/T1/B1/x","${key}":{"confirm":true}}`;
      const [create] = ROUTES;
      if (create === undefined) throw new Error('there is no route');
      const refused = await send(create, { ...JSON_TYPE, origin: OWN }, body);
      expect(refused).toMatchObject({ status: 422, code: 'UNKNOWN_FIELD' });
      expect(({} as Record<string, unknown>).confirm).toBeUndefined();
    },
  );
});
