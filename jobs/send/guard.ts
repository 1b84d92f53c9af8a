import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { literalOf, type Reach, whyBlocked } from '#lib/channels/public-address.ts';

/** Every address of a name, asked once for each connection. */
export type Resolve = (
  hostname: string,
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const bySystem: Resolve = (hostname, answer) => systemLookup(hostname, { all: true }, answer);

/** Says why, never which address: that is a secret. */
export class BlockedError extends Error {}

/**
 * What keeps a call to an address that somebody chose away from this machine and its networks. A name is judged by the
 * very addresses the socket is then given, so that a second answer cannot differ from the one that was judged; an IP
 * literal is never looked up and is judged here.
 * @throws BlockedError when the host is an address that is not allowed
 */
export function guardOf(url: URL, reach: Reach, resolve: Resolve = bySystem): LookupFunction {
  const isEncrypted = url.protocol === 'https:';
  const refuse = (address: string) => {
    const why = whyBlocked(address, reach, isEncrypted);
    if (why !== undefined) throw new BlockedError(why);
  };
  const literal = literalOf(url.hostname);
  if (literal !== undefined) refuse(literal);
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      try {
        if (error !== null) throw error;
        // One bad answer spoils all: node tries the next address when the first one fails.
        for (const { address } of addresses) refuse(address);
        const [first] = addresses;
        if (first === undefined) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
        if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      } catch (refusal) {
        callback(refusal as NodeJS.ErrnoException, '');
      }
    });
  };
}
