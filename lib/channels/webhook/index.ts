import { z } from 'zod';
import { classifyFailure, classifyStatus, pauseOf } from '../answer.ts';
import type { ChannelKind, Classification, SendResult } from '../types.ts';
import { ALLOW_PRIVATE, hostHint, userAddress } from '../user-address.ts';
import { render } from './render.ts';

const SECRET =
  'must have 32 to 256 characters, none of them blank: for instance what `openssl rand -hex 32` prints';

export const webhook = {
  kind: 'webhook',
  label: 'Webhook',
  addressField: 'url',
  addressSchema: (options) => userAddress({ isBase: false }, options),
  isUserChosen: true,
  secretOptions: { secret: z.string(SECRET).regex(/^[\x21-\x7e]{32,256}$/, SECRET) },
  fields: [
    { name: 'url', label: 'Address', hint: 'https, on a public host', secret: true },
    { name: 'secret', label: 'Secret', hint: 'signs every call, known to the receiver too', secret: true },
    ALLOW_PRIVATE,
  ],
  paceMs: 1100,
  hint: hostHint,
  render,
  classify,
} satisfies ChannelKind;

/** Any 2xx is success; nothing that the receiver writes is kept. */
function classify(result: SendResult): Classification {
  if ('failure' in result) return classifyFailure(result);
  return classifyStatus(result.status, pauseOf(result.retryAfter));
}
