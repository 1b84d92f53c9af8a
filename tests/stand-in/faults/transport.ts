import type { ServerResponse } from 'node:http';
import type { FaultKind } from './fault.ts';

function cutHalfway(response: ServerResponse, body: Buffer): void {
  response.write(body.subarray(0, Math.max(1, body.length >> 1)), () => {
    // RST rather than FIN, once the half has left.
    response.socket?.resetAndDestroy();
  });
}

function drip(response: ServerResponse, body: Buffer, signal: AbortSignal): void {
  let sent = 0;
  response.flushHeaders();
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + 1));
    sent += 1;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, 1000);
  const stop = (): void => clearInterval(timer);
  response.on('close', stop);
  signal.addEventListener('abort', stop, { once: true });
}

export interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function send(
  response: ServerResponse,
  outgoing: Outgoing,
  kind: FaultKind | undefined,
  signal: AbortSignal,
): void {
  if (response.destroyed || response.socket?.destroyed) return;
  const body = Buffer.from(outgoing.body, 'utf8');
  response.writeHead(outgoing.status, { ...outgoing.headers, 'content-length': body.length });
  if (kind === 'cut') cutHalfway(response, body);
  else if (kind === 'drip') drip(response, body, signal);
  else response.end(body);
}
