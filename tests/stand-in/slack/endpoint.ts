import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Buckets } from '../aws/buckets.ts';
import type { Fault, Faults } from '../faults/fault.ts';
import { send } from '../faults/transport.ts';
import type { ReceivedSlackMessage, RecordedRequest } from '../stand-in.ts';
import { CHANNEL_PAGE } from './page.ts';
import { checkPayload } from './payload.ts';

export interface SlackOptions {
  readonly faults: Faults;
  readonly record: (request: RecordedRequest) => void;
  readonly signal: AbortSignal;
  readonly throttle: boolean;
  readonly keep: (message: ReceivedSlackMessage) => void;
  readonly messages: readonly ReceivedSlackMessage[];
}

interface SlackReply {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string | null;
}

const WEBHOOK = /^\/services\/T[A-Za-z0-9]+\/B[A-Za-z0-9]+\/[A-Za-z0-9]+$/;

// One message a second and webhook, with short bursts (docs.slack.dev, rate limits).
const RATE = { burst: 5, perSecond: 1 };
const RATE_LIMITED: SlackReply = { status: 429, body: 'rate_limited', retryAfter: '1' };

function replyOfFault(fault: Fault): SlackReply | undefined {
  const { status = 500, body, retryAfter } = fault;
  const wanted = retryAfter === undefined ? {} : { retryAfter };
  switch (fault.kind) {
    case 'throttle':
      return { ...RATE_LIMITED, ...wanted };
    case 'status':
      return { status, body: body ?? (status === 404 ? 'no_service' : 'error'), ...wanted };
    case 'status500':
      return { status: 500, body: 'rollup_error' };
    case 'status503':
      return { status: 503, body: 'service_unavailable' };
    case 'no-service':
      return { status: 200, body: 'no_service' };
    case 'html':
      return { status: 200, body: '<!DOCTYPE html><html><body>Hotel Wi-Fi</body></html>' };
    case 'empty':
      return { status: 200, body: '' };
    default:
      return undefined;
  }
}

/** Incoming webhooks as Slack answers them, and a page that shows what came. */
export function slackEndpoint(options: SlackOptions) {
  const buckets = new Buckets();

  /** The message counts as shown whenever Slack would have taken it, even if the answer is then lost. */
  function post(path: string, body: string): SlackReply {
    if (!WEBHOOK.test(path)) return { status: 404, body: 'no_service' };
    if (options.throttle && !buckets.bucket(path, RATE).take()) return RATE_LIMITED;
    const checked = checkPayload(body);
    if (checked.payload === undefined) return { status: checked.status, body: checked.error };
    options.keep({ at: Date.now(), path, payload: checked.payload });
    return { status: 200, body: 'ok' };
  }

  async function webhook(path: string, body: string, response: ServerResponse): Promise<void> {
    const target = { service: 'slack', action: 'PostWebhook', region: '' };
    const recorded: RecordedRequest = { at: Date.now(), ...target, params: { path, body }, status: 0 };
    options.record(recorded);
    const { delayMs, fault } = options.faults.choose(target);
    if (fault?.kind === 'reset') {
      response.socket?.resetAndDestroy();
      return;
    }
    const { status, body: text, retryAfter } = (fault && replyOfFault(fault)) ?? post(path, body);
    if (delayMs > 0) await wait(delayMs, undefined, { signal: options.signal });
    if (fault?.kind === 'hang') return;
    recorded.status = status;
    const after = retryAfter === undefined || retryAfter === null ? {} : { 'retry-after': retryAfter };
    const type = text.startsWith('<') ? 'text/html' : 'text/plain';
    send(
      response,
      { status, headers: { 'content-type': type, ...after }, body: text },
      fault?.kind,
      options.signal,
    );
  }

  return async (method: string, path: string, body: string, response: ServerResponse): Promise<void> => {
    const plain = (status: number, type: string, text: string): void => {
      response
        .writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' })
        .end(text);
    };
    if (method === 'POST') return webhook(path, body, response);
    if (path === '/slack') return plain(200, 'text/html', CHANNEL_PAGE);
    if (path === '/slack/messages.json')
      return plain(200, 'application/json', JSON.stringify({ messages: options.messages }));
    plain(404, 'text/plain', 'no_service');
  };
}
