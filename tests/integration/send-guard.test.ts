import type { LookupAddress } from 'node:dns';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Resolve } from '#jobs/send/guard.ts';
import { post } from '#jobs/send/http.ts';
import type { Reach } from '#lib/channels/public-address.ts';
import { Secret } from '#lib/domain/secret.ts';

const NOTHING: Reach = { private: false, loopback: false };
/** Of a range that is public by its number and that nobody has. */
const PUBLIC: LookupAddress = { address: '3ffe::1', family: 6 };
const HERE: LookupAddress = { address: '127.0.0.1', family: 4 };

/** A service on this machine that is not meant to be reached: counts every connection. */
async function startBystander() {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.end('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

const call = (url: string, reach: Reach, resolveName?: Resolve) =>
  post(
    { method: 'POST', url: new Secret(url), headers: {}, body: '{}', reach },
    300,
    resolveName ?? ((_name, answer) => answer(null, [HERE])),
  );

describe('a name that somebody chose', () => {
  it('that is public when first asked and leads here when asked again makes no connection here', async () => {
    const bystander = await startBystander();
    const answers = [[PUBLIC], [HERE], [PUBLIC], [HERE]];
    let asked = 0;
    const rebinding: Resolve = (_name, answer) => answer(null, answers[asked++] ?? [HERE]);
    const url = `https://rebind.example.com:${bystander.port}/topsecret`;
    const results = [];
    for (let i = 0; i < 4; i++) results.push(await call(url, NOTHING, rebinding));
    // Judged and used is the same answer: there is no second question that could be answered otherwise.
    expect(asked).toBe(4);
    expect(results[1]).toEqual({ failure: 'blocked', detail: 'loopback', reached: false });
    expect(results[3]).toEqual(results[1]);
    expect(results[0]).not.toMatchObject({ failure: 'blocked' });
    expect(bystander.connections()).toBe(0);
    expect(JSON.stringify(results)).not.toMatch(/topsecret|rebind|127/);
  });

  it.each([[[PUBLIC, HERE]], [[HERE, PUBLIC]], [[{ address: '::ffff:127.0.0.1', family: 6 }]]])(
    'that leads here among other places is not called at all: %j',
    async (addresses) => {
      const bystander = await startBystander();
      const result = await call(`https://both.example.com:${bystander.port}/`, NOTHING, (_name, answer) =>
        answer(null, addresses),
      );
      expect(result).toMatchObject({ failure: 'blocked' });
      expect(bystander.connections()).toBe(0);
    },
  );

  it('that is not known is a failure of names, tried again later', async () => {
    const unknown = Object.assign(new Error('nope'), { code: 'ENOTFOUND' });
    const result = await call('https://gone.example.com/', NOTHING, (_name, answer) => answer(unknown, []));
    expect(result).toMatchObject({ failure: 'dns', reached: false });
    const empty = await call('https://gone.example.com/', NOTHING, (_name, answer) => answer(null, []));
    expect(empty).toMatchObject({ failure: 'dns' });
  });

  it('on a private network is called where the channel permits it', async () => {
    const bystander = await startBystander();
    const url = `http://alertmanager.example.com:${bystander.port}/`;
    expect(await call(url, { private: true, loopback: true })).toMatchObject({ status: 204 });
    expect(bystander.connections()).toBe(1);
    for (const address of ['169.254.169.254', '169.254.170.2', '169.254.1.1', 'fd00:ec2::254', 'fe80::1']) {
      const result = await call(url, { private: true, loopback: true }, (_name, answer) =>
        answer(null, [{ address, family: address.includes(':') ? 6 : 4 }]),
      );
      expect(result).toMatchObject({ failure: 'blocked' });
    }
  });

  it('is not called in the clear when it turns out to be public', async () => {
    const result = await call('http://am.example.com/', { private: true, loopback: true }, (_name, answer) =>
      answer(null, [PUBLIC]),
    );
    expect(result).toMatchObject({ failure: 'blocked', detail: 'public address without https' });
  });
});

describe('an address in figures, which nothing looks up', () => {
  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '017700000001',
    '[::1]',
    '[::ffff:7f00:1]',
    '[::ffff:127.0.0.1]',
  ])('%s makes no connection here', async (host) => {
    const bystander = await startBystander();
    for (const scheme of ['http', 'https']) {
      const result = await call(`${scheme}://${host}:${bystander.port}/`, NOTHING);
      expect(result).toMatchObject({ failure: 'blocked', reached: false });
    }
    expect(bystander.connections()).toBe(0);
  });

  it('is called beside a simulated market', async () => {
    const bystander = await startBystander();
    const result = await call(`http://127.0.0.1:${bystander.port}/`, { private: false, loopback: true });
    expect(result).toMatchObject({ status: 204 });
  });
});
