import { createHmac } from 'node:crypto';
import type { OutgoingRequest } from '#lib/channels/types.ts';
import { SECOND } from '#lib/domain/time.ts';

/** The headers of a call, with its signature where it asks for one. The receiver's clock is real, so is `realNow`. */
export function headersOf(outgoing: OutgoingRequest, realNow: number): Record<string, string> {
  const { headers, body, sign } = outgoing;
  if (sign === undefined) return headers;
  const timestamp = String(Math.floor(realNow / SECOND));
  const signature = createHmac('sha256', sign.secret.reveal()).update(`${timestamp}.${body}`).digest('hex');
  return { ...headers, 'chipdesk-timestamp': timestamp, 'chipdesk-signature': `v1=${signature}` };
}
