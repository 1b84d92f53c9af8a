import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

type Received = { path: string; text: string; body: Record<string, unknown> };
export type Answer = {
  status?: number;
  body?: string;
  headers?: Record<string, string>;
  /** Take the message and hang up, or never answer. */
  cut?: boolean;
  hang?: boolean;
};

/** A Slack endpoint on this machine: answers as scripted, then `ok`; keeps what it was sent. */
export async function startSlackSink() {
  const received: Received[] = [];
  const answers: Answer[] = [];
  let hanging: ServerResponse[] = [];
  const server = createServer((request, response) => {
    let raw = '';
    request.on('data', (chunk) => {
      raw += chunk;
    });
    request.on('end', () => {
      const body = JSON.parse(raw) as Record<string, unknown>;
      received.push({ path: request.url ?? '', text: String(body.text), body });
      const answer = answers.shift() ?? {};
      if (answer.hang) hanging.push(response);
      give(response, answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const address = (path = 'T1/B1/abcd1234') => `http://127.0.0.1:${port}/services/${path}`;
  return {
    received,
    address,
    answer: (...next: Answer[]) => answers.push(...next),
    /** Answers whoever has been kept waiting. */
    release: () => {
      for (const response of hanging) give(response, {});
      hanging = [];
    },
    /** What was to go wrong goes wrong no more. */
    wellAgain: () => {
      answers.length = 0;
    },
  };
}

function give(
  response: ServerResponse,
  { status = 200, body = 'ok', headers = {}, cut, hang }: Answer,
): void {
  if (cut) response.socket?.destroy();
  else if (!hang) response.writeHead(status, headers).end(body);
}
