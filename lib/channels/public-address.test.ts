import { describe, expect, it } from 'vitest';
import { placeOf, whyBlocked } from './public-address.ts';
import type { AddressOptions } from './types.ts';
import { userAddress } from './user-address.ts';

const NOWHERE = { allowLoopback: false, allowPrivate: false };
const accepts = (url: unknown, options: Partial<AddressOptions> = {}, isBase = false) =>
  userAddress({ isBase }, { ...NOWHERE, ...options }).safeParse(url).success;
const complaint = (url: unknown, options: Partial<AddressOptions> = {}) =>
  userAddress({ isBase: false }, { ...NOWHERE, ...options }).safeParse(url).error?.issues[0]?.message;

/** Addresses that lead to this machine, its networks or its cloud, in every spelling that we know of (spec B30). */
const INWARD = [
  'https://127.0.0.1/x',
  'https://127.1/x',
  'https://2130706433/x',
  'https://0x7f000001/x',
  'https://0x7f.0.0.1/x',
  'https://017700000001/x',
  'https://0177.0.0.1/x',
  'https://127.0.0.1./x',
  'https://%31%32%37.0.0.1/x',
  'https://１２７.0.0.1/x',
  'https://0.0.0.0/x',
  'https://0/x',
  'https://10.0.0.1/x',
  'https://167772161/x',
  'https://100.64.0.1/x',
  'https://172.16.0.1/x',
  'https://172.31.255.255/x',
  'https://192.168.1.1/x',
  'https://169.254.169.254/latest/meta-data/',
  'https://0xa9fea9fe/x',
  'https://169.254.170.2/v2/credentials',
  'https://169.254.170.23/v1/credentials',
  'https://100.100.100.200/x',
  'https://224.0.0.1/x',
  'https://255.255.255.255/x',
  'https://198.18.0.1/x',
  'https://[::]/x',
  'https://[::1]/x',
  'https://[0:0:0:0:0:0:0:1]/x',
  'https://[::ffff:127.0.0.1]/x',
  'https://[::ffff:7f00:1]/x',
  'https://[::ffff:8.8.8.8]/x',
  'https://[::7f00:1]/x',
  'https://[64:ff9b::7f00:1]/x',
  'https://[64:ff9b:1::a00:1]/x',
  'https://[2002:7f00:1::]/x',
  'https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/x',
  'https://[fd00:ec2::254]/x',
  'https://[fd12:3456:789a::1]/x',
  'https://[fe80::1]/x',
  'https://[fec0::1]/x',
  'https://[ff02::1]/x',
  'https://localhost/x',
  'https://LOCALHOST/x',
  'https://localhost./x',
  'https://desk.localhost/x',
  'https://localhost.localdomain/x',
  'https://metadata.google.internal/x',
  'https://metadata/x',
  'https://instance-data.ec2.internal/x',
  'https://alertmanager/x',
];

/** Addresses whose text is not what it seems, or not what we call. */
const MISSHAPEN = [
  '',
  'hooks.example.com/x',
  'ftp://hooks.example.com/x',
  'file:///etc/passwd',
  'http://hooks.example.com/x',
  'https://hooks.example.com:8443/x',
  'https://hooks.example.com:443/x',
  'https://user@hooks.example.com/x',
  'https://user:pass@127.0.0.1/x',
  'https://hooks.example.com@127.0.0.1/x',
  'https://hooks.example.com/x#y',
  'https://hooks.example.com/x#',
  ' https://hooks.example.com/x',
  'https://hooks.example.com/x\n',
  'https://hooks.exa\tmple.com/x',
  'https:\\\\hooks.example.com/x',
  'https:///hooks.example.com/x',
  'https://hooks.example.com/a/../x',
  'https://hooks.example.com./x',
  'https://hooks.example.com/a b',
  42,
];

describe('an address that a person chose', () => {
  it.each([
    'https://hooks.example.com',
    'https://hooks.example.com/',
    'https://hooks.example.com/a/b?token=x&y=1',
    'https://8.8.8.8/x',
    'https://[2606:4700::1111]/x',
  ])('may be %s', (url) => {
    expect(accepts(url)).toBe(true);
  });

  it.each(INWARD)('is not %s', (url) => {
    expect(accepts(url)).toBe(false);
  });

  it.each(MISSHAPEN)('is not %j', (url) => {
    expect(accepts(url)).toBe(false);
  });

  it('is refused with what is accepted, and never with its path', () => {
    expect(complaint('https://10.0.0.1/topsecret')).toMatch(
      /^WEBHOOK_ADDRESS_BLOCKED: blocked \(private network\): must be an https address of a public host on port 443/,
    );
    expect(complaint('https://hooks.example.com:8443/topsecret')).toMatch(
      /^WEBHOOK_ADDRESS_BLOCKED: must be an https address/,
    );
    for (const url of INWARD) expect(complaint(url)).not.toContain('/x');
  });

  it('may be on this machine beside a simulated market, and nowhere else inside', () => {
    const demo = { allowLoopback: true };
    for (const url of ['http://127.0.0.1:4566/x', 'http://[::1]:8080/x', 'http://localhost/x'])
      expect(accepts(url, demo)).toBe(true);
    for (const url of [
      'http://10.0.0.1/x',
      'http://169.254.169.254/x',
      'http://hooks.example.com/x',
      'http://127.0.0.1.nip.io/x',
      'https://hooks.example.com:8443/x',
      'https://alertmanager/x',
    ])
      expect(accepts(url, demo)).toBe(false);
  });

  it('may be on a private network where the channel says so, but never the metadata of a cloud', () => {
    const inside = { allowPrivate: true };
    for (const url of [
      'http://alertmanager:9093/x',
      'http://10.0.0.7:9093/x',
      'https://192.168.1.1/x',
      'http://[fd12:3456::1]:9093/x',
      'http://localhost:9093/x',
      'http://127.0.0.1:9093/x',
      'https://alertmanager.corp.example.com:9093/x',
    ])
      expect(accepts(url, inside)).toBe(true);
    for (const url of [
      'https://169.254.169.254/x',
      'http://169.254.170.2/x',
      'https://[fd00:ec2::254]/x',
      'https://169.254.1.1/x',
      'https://[fe80::1]/x',
      'https://[::ffff:10.0.0.1]/x',
      'https://224.0.0.1/x',
      'https://0.0.0.0/x',
      'https://metadata.google.internal/x',
      'http://8.8.8.8/x',
      'http://user@10.0.0.1/x',
    ])
      expect(accepts(url, inside)).toBe(false);
  });

  it('has no query where a path is put behind it', () => {
    expect(accepts('https://am.example.com/prefix/', {}, true)).toBe(true);
    expect(accepts('https://am.example.com/?x=1', {}, true)).toBe(false);
    expect(accepts('https://am.example.com/?', {}, true)).toBe(false);
  });
});

describe('the address that a name leads to', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['172.15.255.255', 'public'],
    ['172.32.0.0', 'public'],
    ['100.63.255.255', 'public'],
    ['100.128.0.0', 'public'],
    ['2606:4700::1111', 'public'],
    ['2600:1f18::1', 'public'],
    ['10.255.255.255', 'private network'],
    ['100.127.255.255', 'private network'],
    ['fdff::1', 'private network'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['169.254.0.1', 'link-local'],
    ['febf::1', 'link-local'],
    ['169.254.169.254', 'cloud metadata'],
    ['fd00:ec2::254', 'cloud metadata'],
    ['239.1.2.3', 'multicast'],
    ['::ffff:10.0.0.1', 'disguised IPv4'],
    ['64:ff9b::808:808', 'disguised IPv4'],
    ['2002:808:808::1', 'disguised IPv4'],
    ['0.1.2.3', 'reserved'],
    ['2001:db8::1', 'reserved'],
    ['4000::1', 'reserved'],
  ])('%s is %s', (address, place) => {
    expect(placeOf(address)).toBe(place);
  });

  it.each(['', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', 'fe80::1%eth0', '1:2', '::1::2', ':::', 'x'])(
    '%j is none, and is not called',
    (text) => {
      expect(placeOf(text)).toBeUndefined();
      expect(whyBlocked(text, { private: true, loopback: true }, true)).toBe('not an address');
    },
  );

  it('is public only where the call is encrypted', () => {
    expect(whyBlocked('8.8.8.8', { private: true, loopback: true }, false)).toMatch(/without https/);
    expect(whyBlocked('8.8.8.8', { private: false, loopback: false }, true)).toBeUndefined();
  });
});
