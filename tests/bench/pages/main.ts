import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildIfNeeded } from '#jobs/build.ts';
import { DAY } from '#lib/domain/time.ts';
import { freePort } from '../../helpers/port.ts';
import { cleanEnvironment, startChild, stopChild } from '../child.ts';
import { say } from '../report.ts';
import { measureInteractive } from './interactive.ts';
import { fillStore, POOLS, REGIONS } from './store.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const NOW = Date.UTC(2026, 10, 22, 12);
const ROUNDS = 15;
const LISTENERS = 200;

/** `npm run bench -- pages`: pages and routes over a large store, beside a bare server that sends the same bytes. */
export async function runPages(path: string, folder: string): Promise<void> {
  say('filling the store …');
  const began = performance.now();
  const points = fillStore(path, NOW);
  say(
    `${POOLS} pools, ${points / 1e6} million points in ${((performance.now() - began) / 1000).toFixed(0)} s`,
  );
  await buildIfNeeded(ROOT, AbortSignal.timeout(300_000));
  const port = await freePort();
  const web = startChild(
    new URL('../../../node_modules/next/dist/bin/next', import.meta.url),
    ['start', '-H', '127.0.0.1', '-p', String(port)],
    {
      output: 'ignore',
      execArgv: [],
      env: {
        ...cleanEnvironment(folder),
        NODE_ENV: 'production',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
        CHIPDESK_DB: path,
        CHIPDESK_NOW: `${new Date(NOW).toISOString()}@${Date.now()}`,
      },
    },
  );
  const desk = `http://127.0.0.1:${port}`;
  try {
    await untilItAnswers(`${desk}/api/v1/openapi.json`);
    for (const page of ['/', '/types/p5.48xlarge', '/compare', '/alerts']) await measurePage(desk, page);
    const week = `from=${new Date(NOW - 30 * DAY).toISOString()}&to=${new Date(NOW).toISOString()}`;
    for (const route of ['/api/v1/prices/latest', `/api/v1/prices/history?type=p5.48xlarge&${week}`])
      await measure(desk, route);
    const four = REGIONS.slice(0, 4).join(',');
    const lines = `/api/v1/prices/history?type=p5.48xlarge&region=${four}&product=Linux%2FUNIX&${week}`;
    await measureInteractive(desk, lines, `/types/p5.48xlarge?region=${four}`);
    await measureListeners(desk, web.process.pid ?? 0);
  } finally {
    await stopChild(web.process);
  }
}

async function untilItAnswers(url: string): Promise<void> {
  const until = performance.now() + 60_000;
  while (performance.now() < until) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the pages did not answer');
}

type Timed = { firstMs: number; wholeMs: number; bytes: number };

async function timed(url: string): Promise<Timed> {
  const began = performance.now();
  const answer = await fetch(url, { headers: { 'accept-encoding': 'gzip', 'cache-control': 'no-cache' } });
  const firstMs = performance.now() - began;
  const bytes = (await answer.arrayBuffer()).byteLength;
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return { firstMs, wholeMs: performance.now() - began, bytes };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Warm, one after the other, in turns with a bare server that sends the same text, compressed as it goes. */
async function measure(desk: string, path: string): Promise<string> {
  const body = Buffer.from(await (await fetch(desk + path)).arrayBuffer());
  const bare = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' });
    answer.end(gzipSync(body, { level: 1 }));
  });
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const peer = `http://127.0.0.1:${(bare.address() as AddressInfo).port}/`;
  const ours: Timed[] = [];
  const theirs: Timed[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await timed(desk + path));
    theirs.push(await timed(peer));
  }
  bare.close();
  const [first, whole, limit] = [
    median(ours.map(({ firstMs }) => firstMs)),
    median(ours.map(({ wholeMs }) => wholeMs)),
    median(theirs.map(({ wholeMs }) => wholeMs)),
  ];
  say(
    `${path.split('?')[0]}: first byte ${first.toFixed(0)} ms, whole ${whole.toFixed(0)} ms, ${(body.length / 1000).toFixed(0)} kB (${(gzipSync(body).length / 1000).toFixed(0)} kB gzip); bare server ${limit.toFixed(0)} ms, ours ${(whole / limit).toFixed(1)} times that`,
  );
  return body.toString('utf8');
}

/** The same, and how much JavaScript the page asks for. */
async function measurePage(desk: string, path: string): Promise<void> {
  const html = await measure(desk, path);
  const scripts = [
    // What is marked so is for browsers that know no modules, and no other fetches it.
    ...new Set(
      [...html.matchAll(/src="(\/_next\/static\/[^"]+\.js)"(?! noModule)/g)].map(([, src]) => src ?? ''),
    ),
  ];
  let gzip = 0;
  for (const src of scripts) {
    const text = Buffer.from(await (await fetch(desk + src)).arrayBuffer());
    gzip += gzipSync(text).length;
  }
  say(`  ${scripts.length} scripts, ${(gzip / 1000).toFixed(0)} kB of JavaScript gzip`);
}

async function measureListeners(desk: string, pid: number): Promise<void> {
  const idle = memoryOf(pid);
  const abort = new AbortController();
  const open = Array.from({ length: LISTENERS }, () =>
    fetch(`${desk}/api/v1/events`, { signal: abort.signal }),
  );
  const answers = await Promise.all(open);
  const taken = answers.filter(({ ok }) => ok).length;
  const light = await Promise.all(
    Array.from({ length: 20 }, () => timed(`${desk}/api/v1/health`).catch(() => undefined)),
  );
  const slow = Math.max(0, ...light.map((one) => one?.wholeMs ?? 0));
  say(
    `${taken} of ${LISTENERS} live connections; web process ${idle} before, ${memoryOf(pid)} with them; slowest of 20 other requests at once ${slow.toFixed(0)} ms`,
  );
  abort.abort();
  await Promise.allSettled(answers.map((answer) => answer.body?.cancel()));
}

/**
 * Memory of another process in words: its own, and the pages of the database file that it has mapped, which the system
 * takes back when it needs them.
 */
function memoryOf(pid: number): string {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 'memory not told by this system';
  const text = readFileSync(file, 'utf8');
  const mb = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]) / 1024;
  return `${mb('RssAnon').toFixed(0)} MB of its own and ${mb('RssFile').toFixed(0)} MB mapped`;
}
