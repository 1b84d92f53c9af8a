import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../helpers/browser.ts';
import { say } from '../report.ts';

const ROUNDS = 7;
const WIDTH = 1440;

/** Until a page answers a reader: it listens for news only once it is alive. */
const ALIVE = 'header .bg-cheap';
const DRAWN = '[data-testid=chart] canvas';
const BARE_DRAWN = 'canvas.drawn';

/**
 * Pages in a real browser: the time until each is alive beside that of a page with nothing on it, and until the chart of
 * all zones of four regions is drawn beside a bare canvas that fetches and draws the very same numbers.
 */
export async function measureInteractive(desk: string, history: string, chart: string): Promise<void> {
  const bare = await bareCanvas(await (await fetch(desk + history)).text());
  const browser = await launchChromium();
  try {
    const empty = await median(() => until(browser, `${desk}/nothing-here`, ALIVE));
    say(`empty page: alive after ${empty.toFixed(0)} ms`);
    for (const path of ['/', '/types/p5.48xlarge', '/compare', '/capacity']) {
      const ms = await median(() => until(browser, desk + path, ALIVE));
      say(`${path}: alive after ${ms.toFixed(0)} ms, ${(ms / empty).toFixed(2)} times the empty page`);
    }
    const own = await median(() => until(browser, desk + chart, DRAWN));
    const canvas = await median(() => until(browser, bare.url, BARE_DRAWN));
    say(
      `chart of ${bare.lines} lines: drawn after ${own.toFixed(0)} ms, a bare canvas of the same numbers after ${canvas.toFixed(0)} ms: ${(own / canvas).toFixed(2)} times`,
    );
  } finally {
    await browser.close();
    bare.close();
  }
}

/** Milliseconds from the start of the navigation to the first animation frame at which an element is there. */
async function until(browser: Browser, url: string, selector: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 } });
  try {
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction((wanted) => document.querySelector(wanted) !== null, selector, {
      polling: 'raf',
      timeout: 60_000,
    });
    return await page.evaluate(() => performance.now());
  } finally {
    await page.close();
  }
}

async function median(measure: () => Promise<number>): Promise<number> {
  await measure();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await measure());
  return times.sort((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
}

const DRAW = `<!doctype html><canvas width="1400" height="360"></canvas><script>
fetch('/history').then((answer) => answer.json()).then(({ series }) => {
  const context = document.querySelector('canvas').getContext('2d');
  const lines = series.map(({ points }) => points.map(({ at, priceUsd }) => [Date.parse(at), Number(priceUsd)]));
  const all = lines.flat();
  const [from, to] = [Math.min(...lines.map((line) => line[0][0])), Date.now()];
  let high = 0;
  for (const [, price] of all) if (price > high) high = price;
  for (const line of lines) {
    context.beginPath();
    for (const [at, price] of line) context.lineTo(((at - from) / (to - from)) * 1400, 360 - (price / high) * 350);
    context.stroke();
  }
  requestAnimationFrame(() => { document.querySelector('canvas').className = 'drawn'; });
});
</script>`;

async function bareCanvas(json: string): Promise<{ url: string; lines: number; close(): void }> {
  const server = createServer((request, answer) => {
    const isData = request.url === '/history';
    answer.writeHead(200, {
      'content-type': isData ? 'application/json' : 'text/html',
      'content-encoding': 'gzip',
    });
    answer.end(gzipSync(isData ? json : DRAW, { level: 1 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  const { series } = JSON.parse(json) as { series: { points: unknown[] }[] };
  return {
    url: `http://127.0.0.1:${port}/`,
    lines: series.filter(({ points }) => points.length > 0).length,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
