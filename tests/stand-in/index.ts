import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Buckets } from './aws/buckets.ts';
import { awsEndpoint } from './aws-endpoint.ts';
import { controlEndpoint } from './control-endpoint.ts';
import { Faults } from './faults/fault.ts';
import { Scenario } from './faults/scenario.ts';
import { storyOf } from './faults/scenarios.ts';
import { slackEndpoint } from './slack/endpoint.ts';
import { marketSource } from './sources/market/market.ts';
import type { MarketSource } from './sources/market-source.ts';
import { replaySource } from './sources/replay/replay-source.ts';
import type {
  ReceivedSlackMessage,
  RecordedRequest,
  SourceOption,
  StandIn,
  StandInOptions,
} from './stand-in.ts';

export { SCENARIOS } from './faults/scenarios.ts';

export type { SourceOption, StandIn, StandInOptions } from './stand-in.ts';

const LARGEST_BODY = 1_000_000;

function openSource(option: SourceOption, scenario: string, beginsAt: number): MarketSource {
  if (option.kind === 'replay') return replaySource(option.dir);
  return marketSource({ seed: option.seed, story: storyOf(scenario), beginsAt });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function bounded<T>(list: T[], limit: number): (item: T) => void {
  return (item) => {
    list.push(item);
    if (list.length > limit) list.shift();
  };
}

export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const scenarioName = options.scenario ?? 'calm';
  let now = options.now ?? Date.now;
  const source = openSource(options.source, scenarioName, Math.floor(now() / 1000));
  const faults = new Faults();
  const scenario = new Scenario(scenarioName, source, faults);
  const requests: RecordedRequest[] = [];
  const slack: ReceivedSlackMessage[] = [];
  const record = bounded(requests, 10_000);
  const stopping = new AbortController();
  const common = { faults, record, signal: stopping.signal, throttle: options.throttle ?? true };
  const { pageSize = 1000, historyDays = 90 } = options;
  const buckets = new Buckets(options.bucketNow);
  const aws = awsEndpoint({
    ...common,
    source,
    now: () => now(),
    pageSize,
    historyDays,
    buckets,
    account: () => scenario.account,
  });
  const slackApp = slackEndpoint({ ...common, keep: bounded(slack, 1000), messages: slack });
  const control = controlEndpoint({ faults, scenario, requests, buckets, now: () => now() });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const body = await readBody(request);
    if (path.startsWith('/_stand-in/')) control(request.method ?? 'GET', path, body, response);
    else if (path.startsWith('/slack') || path.startsWith('/services')) {
      await slackApp(request.method ?? 'GET', path, body, response);
    } else await aws(request.headers, path, body, response);
  }

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (!stopping.signal.aborted && !response.destroyed)
        response.destroy(error instanceof Error ? error : undefined);
    });
  });
  // The SDK keeps sockets for later: closing them after Node's 5 s would look like a fault nobody asked for.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    faults,
    requests,
    rejections: () => buckets.rejections(),
    slack,
    setNow: (next) => {
      now = next;
    },
    close: () =>
      new Promise((resolve) => {
        stopping.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
