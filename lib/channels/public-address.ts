/** What kind of place an IP address is. Only `public` is open to everybody's configuration. */
export type Place =
  | 'public'
  | 'private network'
  | 'loopback'
  | 'link-local'
  | 'cloud metadata'
  | 'multicast'
  | 'reserved'
  | 'disguised IPv4';

/** Which addresses a call may go to; what is not named here is never called. */
export type Reach = { private: boolean; loopback: boolean };

type Block = readonly [cidr: string, place: Place];

/** The narrower block stands before the wider one. Everything not listed is public. */
const IPV4: readonly Block[] = [
  // Tasks' and pods' credentials on AWS are link-local too; the others are of Alibaba, Azure and Oracle.
  ['169.254.169.254/32', 'cloud metadata'],
  ['169.254.170.0/24', 'cloud metadata'],
  ['100.100.100.200/32', 'cloud metadata'],
  ['168.63.129.16/32', 'cloud metadata'],
  ['192.0.0.192/32', 'cloud metadata'],
  ['0.0.0.0/8', 'reserved'],
  ['10.0.0.0/8', 'private network'],
  ['100.64.0.0/10', 'private network'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private network'],
  ['192.0.0.0/24', 'reserved'],
  ['192.0.2.0/24', 'reserved'],
  ['192.88.99.0/24', 'reserved'],
  ['192.168.0.0/16', 'private network'],
  ['198.18.0.0/15', 'reserved'],
  ['198.51.100.0/24', 'reserved'],
  ['203.0.113.0/24', 'reserved'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
];

/** Of IPv6 only global unicast is public, and of that not what stands for an IPv4 address or for a special purpose. */
const IPV6: readonly Block[] = [
  ['fd00:ec2::/32', 'cloud metadata'],
  ['fd20:ce::/32', 'cloud metadata'],
  ['::1/128', 'loopback'],
  ['::ffff:0:0/96', 'disguised IPv4'],
  ['::ffff:0:0:0/96', 'disguised IPv4'],
  ['64:ff9b::/32', 'disguised IPv4'],
  ['2002::/16', 'disguised IPv4'],
  ['2001::/32', 'disguised IPv4'],
  ['2001::/23', 'reserved'],
  ['2001:db8::/32', 'reserved'],
  ['3fff::/20', 'reserved'],
  ['fc00::/7', 'private network'],
  ['fe80::/10', 'link-local'],
  ['ff00::/8', 'multicast'],
  ['2000::/3', 'public'],
  ['::/0', 'reserved'],
];

/** The place of an address in the form a resolver or a URL parser gives it; undefined for what is none. */
export function placeOf(address: string): Place | undefined {
  const four = bytesOfIpv4(address);
  if (four !== undefined) return find(IPV4, bytesOfIpv4, four) ?? 'public';
  const six = bytesOfIpv6(address);
  return six === undefined ? undefined : find(IPV6, bytesOfIpv6, six);
}

/** Why an address must not be called; undefined when it may be. `isEncrypted`: plain HTTP never leaves private networks. */
export function whyBlocked(address: string, reach: Reach, isEncrypted: boolean): string | undefined {
  const place = placeOf(address);
  if (place === 'public') return isEncrypted ? undefined : 'public address without https';
  if (place === 'private network' && reach.private) return undefined;
  if (place === 'loopback' && reach.loopback) return undefined;
  return place ?? 'not an address';
}

/** A name that means this machine or a cloud's metadata, whatever it resolves to. */
export function placeOfName(host: string): Place | undefined {
  const name = host.toLowerCase().replace(/\.+$/, '');
  if (/(^|\.)(localhost|localdomain)$/.test(name) || /^ip6-(localhost|loopback)$/.test(name))
    return 'loopback';
  return /^(metadata|instance-data)(\.|$)|(^|\.)metadata\.google\.internal$/.test(name)
    ? 'cloud metadata'
    : undefined;
}

/** The IP literal that a URL names as its host, without brackets; undefined for a name. */
export function literalOf(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return placeOf(bare) === undefined ? undefined : bare;
}

function find(
  blocks: readonly Block[],
  read: (text: string) => number[] | undefined,
  bytes: readonly number[],
): Place | undefined {
  return blocks.find(([cidr]) => {
    const [network = '', length] = cidr.split('/');
    return isWithin(bytes, read(network) ?? [], Number(length));
  })?.[1];
}

function isWithin(bytes: readonly number[], network: readonly number[], length: number): boolean {
  return bytes.every((byte, index) => {
    const bits = Math.min(Math.max(length - index * 8, 0), 8);
    const mask = (0xff << (8 - bits)) & 0xff;
    return (byte & mask) === ((network[index] ?? 0) & mask);
  });
}

function bytesOfIpv4(text: string): number[] | undefined {
  if (!/^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text)) return undefined;
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

function bytesOfIpv6(text: string): number[] | undefined {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const left = groupsOf(head);
  const right = tail === undefined ? [] : groupsOf(tail);
  if (left === undefined || right === undefined) return undefined;
  const missing = 16 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  return [...left, ...Array<number>(missing).fill(0), ...right];
}

/** The bytes of groups between colons; the last group may be written as an IPv4 address. */
function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    const four = index === groups.length - 1 ? bytesOfIpv4(group) : undefined;
    if (four !== undefined) bytes.push(...four);
    else if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
    } else return undefined;
  }
  return bytes;
}
