import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

type Call = { path: string; headers: IncomingHttpHeaders; raw: string };
type PageEvent = {
  routing_key: string;
  event_action: 'trigger' | 'resolve';
  dedup_key: string;
  payload?: Record<string, unknown>;
};
type PostedAlert = {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
};
type ScriptedAnswer = { status: number; body?: string; headers?: Record<string, string> };

/** A webhook at /hook, PagerDuty at /v2/enqueue and an Alertmanager at /am, each with its own memory. */
export async function startReceivers() {
  const calls: Call[] = [];
  const answers: ScriptedAnswer[] = [];
  const incidents = new Map<string, 'open' | 'closed'>();
  const alerts = new Map<string, PostedAlert>();
  const take = ({ path, raw }: Call) => {
    if (path === '/v2/enqueue') page(incidents, JSON.parse(raw) as PageEvent);
    if (path !== '/am/api/v2/alerts') return;
    for (const alert of JSON.parse(raw) as PostedAlert[])
      alerts.set(JSON.stringify(Object.entries(alert.labels).sort()), alert);
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = {
        path: request.url ?? '',
        headers: request.headers,
        raw: Buffer.concat(chunks).toString('utf8'),
      };
      calls.push(call);
      const scripted = answers.shift();
      if (scripted === undefined) take(call);
      const { status, headers, body } = scripted ?? { status: call.path === '/v2/enqueue' ? 202 : 200 };
      response.writeHead(status, headers).end(body ?? '{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    base,
    calls,
    incidents,
    alerts: () => [...alerts.values()],
    answer: (...next: ScriptedAnswer[]) => answers.push(...next),
  };
}

/** As PagerDuty does: a key that nobody has opened is not closed. */
function page(incidents: Map<string, 'open' | 'closed'>, { event_action, dedup_key }: PageEvent): void {
  if (event_action === 'trigger') incidents.set(dedup_key, 'open');
  else if (incidents.has(dedup_key)) incidents.set(dedup_key, 'closed');
}
