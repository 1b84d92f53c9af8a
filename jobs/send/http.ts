import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { OutgoingRequest, SendFailure, SendResult } from '#lib/channels/types.ts';
import { BlockedError, guardOf, type Resolve } from './guard.ts';
import { headersOf } from './sign.ts';

/** How long a whole call may take, answer included. */
export const CALL_TIMEOUT_MS = 10_000;
const MAX_REPLY_BYTES = 64 * 1024;

const DNS = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA']);
/** What the system calls a failure to encrypt. */
export const TLS_FAILURE =
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO)/;

/**
 * The one way out to receivers. A connection per call, so that a stale one is never met; node's own client follows
 * no redirect and reads no proxy setting. Nothing that comes back names the address: it is a secret.
 */
export const send = (outgoing: OutgoingRequest): Promise<SendResult> => post(outgoing, CALL_TIMEOUT_MS);

/** As `send`, with another time limit, and where asked for with another way to resolve names. */
export async function post(
  outgoing: OutgoingRequest,
  timeoutMs: number,
  resolveName?: Resolve,
): Promise<SendResult> {
  const url = new URL(outgoing.url.reveal());
  try {
    const guard = outgoing.reach === undefined ? {} : { lookup: guardOf(url, outgoing.reach, resolveName) };
    return await perform(url, outgoing, timeoutMs, guard);
  } catch (error) {
    if (error instanceof BlockedError) return failureOf(error, false, false);
    throw error;
  }
}

function perform(
  url: URL,
  outgoing: OutgoingRequest,
  timeoutMs: number,
  guard: { lookup?: LookupFunction },
): Promise<SendResult> {
  const call = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    // Until the connection stands nothing can have arrived; after it, silence proves nothing.
    let reached = false;
    const signal = AbortSignal.timeout(timeoutMs);
    const fail = (error: unknown) => resolve(failureOf(error, signal.aborted, reached));
    const length = Buffer.byteLength(outgoing.body);
    const headers = { ...headersOf(outgoing, Date.now()), 'content-length': length };
    const options = { method: outgoing.method, headers, agent: false, signal, ...guard };
    const request = call(url, options, (response) => {
      readReply(response).then((body) => resolve(answerOf(response, body)), fail);
    });
    request.on('error', fail);
    request.on('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        reached = true;
      });
    });
    request.end(outgoing.body);
  });
}

function answerOf(response: IncomingMessage, body: string): SendResult {
  return { status: response.statusCode ?? 0, body, retryAfter: response.headers['retry-after'] };
}

/** The start of the reply; whatever is longer than an answer has a reason to be is not read. */
async function readReply(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MAX_REPLY_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_REPLY_BYTES).toString('utf8');
}

function failureOf(error: unknown, timedOut: boolean, reached: boolean): SendResult {
  if (error instanceof BlockedError) return { failure: 'blocked', detail: error.message, reached: false };
  const code = String((error as { code?: unknown }).code ?? '');
  if (timedOut) return { failure: 'timeout', detail: '', reached };
  const detail = /^[A-Z0-9_]{1,40}$/.test(code) ? code : '';
  return { failure: kindOf(code), detail, reached };
}

function kindOf(code: string): SendFailure {
  if (DNS.has(code)) return 'dns';
  return TLS_FAILURE.test(code) ? 'tls' : 'network';
}
