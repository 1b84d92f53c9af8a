import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createDatabase } from '#db/migrate.ts';

/**
 * `npm run demo`: a simulated AWS, the worker and the pages on a throw-away database, with no credentials and no
 * network. The product is started by its own command and knows nothing of the demo but an endpoint.
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SEED = '7';
/** Market minutes per real minute: a poll every ten seconds, a day in three quarters of an hour. */
const SPEED = '30';
const FIRST_PORT = 3000;

const folder = mkdtempSync(join(tmpdir(), 'chipdesk-demo-'));
const children: ChildProcess[] = [];
let stopping = false;

process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));

const anchor = `${new Date().toISOString()}@${Date.now()}`;
const standIn = start(
  'tests/stand-in/main.ts',
  ['--port', '0', '--market', SEED, '--at', anchor, '--speed', SPEED],
  {},
  'pipe',
);
const endpoint = await addressOf(standIn);
const port = process.env.CHIPDESK_PORT ?? String(await freePort(FIRST_PORT));
const database = join(folder, 'chipdesk.db');
const config = join(folder, 'chipdesk.yaml');
createDatabase(database);
writeFileSync(config, demoConfig(endpoint));
process.stdout.write(`simulated market at ${endpoint}; what Slack receives: ${endpoint}/slack\n`);
const product = start('jobs/start.ts', [], {
  AWS_ENDPOINT_URL: endpoint,
  // An account that may ask everything, so that every collector has something to show.
  AWS_ACCESS_KEY_ID: 'AKIAUNIFIEDDEMODEMO0',
  AWS_SECRET_ACCESS_KEY: 'simulated',
  AWS_REGION: 'us-east-1',
  CHIPDESK_DB: database,
  CHIPDESK_CONFIG: config,
  CHIPDESK_PORT: port,
  CHIPDESK_NOW: anchor,
  CHIPDESK_SPEED: SPEED,
});
product.on('exit', (code) => void stop(code ?? 1));
standIn.on('exit', (code) => void stop(code ?? 1));

function start(
  script: string,
  args: readonly string[],
  env: Record<string, string>,
  stdout: 'inherit' | 'pipe' = 'inherit',
): ChildProcess {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('CHIPDESK_') && !name.startsWith('AWS_'),
  );
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, script), ...args], {
    cwd: ROOT,
    env: { NODE_ENV: 'production', ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', stdout, 'inherit'],
  });
  children.push(child);
  return child;
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the stand-in has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /http:\/\/[\d.]+:\d+/.exec(line)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error('the stand-in ended before it was listening');
}

/** The usual port, or the next free one: a demo never fails because something else is running. */
async function freePort(first: number): Promise<number> {
  for (let candidate = first; candidate < first + 50; candidate++) {
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(candidate, '127.0.0.1', () => resolve(true));
    });
    if (free) {
      server.close();
      await once(server, 'close');
      return candidate;
    }
  }
  throw new Error(`no free port from ${first} on`);
}

function demoConfig(address: string): string {
  return `optional: [training-plan, supportability]
channels:
  - name: ml-capacity
    kind: slack
    webhookUrl: ${address}/services/TDEMO0000/BDEMO0000/demodemodemodemodemodemo
digests:
  - { name: weekly, channels: [ml-capacity], day: monday, at: "08:00", zone: Europe/Berlin }
rules:
  - name: Training chips move 5 % in a day
    kind: spot-price-move
    severity: critical
    channels: [ml-capacity]
    when:
      types: ["p5*", "p6*", "trn*"]
      moves: { percent: 5, within: 24h, direction: either }
  - name: Eight H100 nodes for a week
    kind: block-offer
    severity: critical
    channels: [ml-capacity]
    when:
      { type: p5.48xlarge, count: 8, duration: 7d, regions: [us-east-1, us-east-2, us-west-2], usdPerAcceleratorHour: "8.00" }
  - name: An H100 node crosses 20 dollars an hour
    kind: spot-price-move
    severity: normal
    channels: [ml-capacity]
    when:
      types: [p5.48xlarge]
      crosses: { usdPerHour: "20.00", within: 6h, direction: either }
`;
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  const gone = running.map((child) => once(child, 'exit'));
  for (const child of running) child.kill('SIGTERM');
  await Promise.all(gone);
  process.exit(code);
}
