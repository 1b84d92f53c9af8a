import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { get, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESCRIBED } from '#lib/catalogue/described.ts';
import { HAS_CHROMIUM, launchChromium, openView, overhang } from '../helpers/browser.ts';
import { freePort } from '../helpers/port.ts';
import { eventually as eventuallyOf, getJson, type Running, startScript } from '../helpers/running.ts';
import { walkCapacity } from './walks/capacity.ts';
import { walkHealth } from './walks/health.ts';
import { walkQuotas } from './walks/quotas.ts';

/** The demo as a newcomer runs it: the command, then a real browser. */

let demo: Running;
let browser: Browser;
let home: string;
let desk: string;
let slack: string;

const eventually = <T>(what: () => Promise<T | undefined>) => eventuallyOf(demo, what);

type Health = { collectors: { name: string; region: string; outcome: string }[] };
type Latest = {
  rows: { type: string; priceUsd: string | null; outcome: string; change30d: number | null }[];
};

/** What crosses the wire, before anything decodes it. */
function raw(url: string): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(chunks) }));
    }).on('error', reject);
  });
}

const json = <T>(path: string) => getJson<T>(desk + path);

describe.skipIf(!HAS_CHROMIUM)(
  'npm run demo, in a real browser (skipped where Chromium is not installed)',
  () => {
    beforeAll(async () => {
      home = mkdtempSync(join(tmpdir(), 'chipdesk-e2e-'));
      const port = await freePort();
      desk = `http://127.0.0.1:${port}`;
      demo = startScript('tests/demo/main.ts', [], home, { CHIPDESK_PORT: String(port) });
      slack = await eventually(async () => /what Slack receives: (\S+)/.exec(demo.said())?.[1]);
      await eventually(async () =>
        (await json<Latest>('/api/v1/prices/latest')).rows.length > 1000 ? true : undefined,
      );
      browser = await launchChromium();
    });

    afterAll(async () => {
      await browser?.close();
      await demo?.stop();
      rmSync(home, { recursive: true, force: true });
    });

    const open = (path: string, width: number, scheme: 'light' | 'dark' = 'light') =>
      openView({ browser, desk }, path, width, scheme);

    test('the board has a row for every accelerator type and says that the market is simulated', async () => {
      const { page, noise } = await open('/', 1440);
      await page.waitForSelector('[data-testid="simulated"]');
      await page.waitForSelector('[data-testid="row-p5.48xlarge"]');
      const rows = await page
        .locator('[data-testid^="row-"]')
        .evaluateAll((all) => all.map((row) => row.getAttribute('data-testid')?.slice(4)));
      const missing = [...DESCRIBED.keys()].filter((type) => !rows.includes(type));
      expect(missing).toEqual([]);
      expect(await page.locator('[data-testid="price-p5.48xlarge"]').textContent()).toMatch(/\$\d+\.\d\d/);
      expect(noise).toEqual([]);
      await page.close();
    });

    test('the 90 days behind the present come in by themselves', async () => {
      await eventually(async () => {
        const { rows } = await json<Latest>('/api/v1/prices/latest');
        const behind = rows.filter((row) => row.outcome === 'value' && row.change30d === null);
        // A zone that began to sell a type this month has no price of 30 days ago.
        return behind.length < rows.length / 50 ? true : undefined;
      });
    });

    test('answers leave compressed exactly once', async () => {
      const { headers, body } = await raw(`${desk}/api/v1/prices/latest?type=p5.48xlarge`);
      expect(headers['content-encoding']).toBe('gzip');
      expect((JSON.parse(gunzipSync(body).toString()) as Latest).rows.length).toBeGreaterThan(0);
    });

    test('an open row shows its pools', async () => {
      const { page, noise } = await open('/', 1440);
      await page.locator('[data-testid="row-p5.48xlarge"] button').first().click();
      await page.waitForFunction(() => document.body.textContent?.includes('use1-az'));
      expect(noise).toEqual([]);
      await page.close();
    });

    test('prices change on an open board without anybody asking', async () => {
      const { page } = await open('/', 1440);
      await page.waitForSelector('[data-testid="row-p5.48xlarge"]');
      const prices = () => page.locator('[data-testid^="price-"]').allInnerTexts();
      const before = (await prices()).join('|');
      await eventually(async () => ((await prices()).join('|') === before ? undefined : true));
      await page.close();
    });

    test('the type page draws the chart of every zone', async () => {
      const { page, noise } = await open('/types/p5.48xlarge', 1440);
      await page.waitForSelector('[data-testid="chart"] canvas');
      expect(await page.locator('body').textContent()).toContain('H100');
      expect(noise).toEqual([]);
      await page.close();
    });

    test.each([
      ['/', 390],
      ['/types/p5.48xlarge', 390],
      ['/health', 390],
      ['/alerts', 390],
      ['/', 1440],
      ['/health', 1440],
      ['/alerts', 1440],
    ])(
      '%s fits a screen %i pixels wide, says simulated, and is quiet in the console',
      async (path, width) => {
        const { page, noise } = await open(path, width, 'dark');
        await page.waitForSelector('[data-testid="simulated"]');
        expect(await overhang(page)).toBeLessThanOrEqual(0);
        expect(noise).toEqual([]);
        await page.close();
      },
    );

    test('every collector has looked everywhere it may', async () => {
      const { collectors } = await eventually(async () => {
        const health = await json<Health>('/api/v1/health');
        return health.collectors.some((row) => row.outcome === 'never') ? undefined : health;
      });
      const bad = collectors.filter(
        (row) => !['value', 'none', 'not_sold', 'region_disabled'].includes(row.outcome),
      );
      expect(bad).toEqual([]);
    });

    walkCapacity(() => ({ browser, desk }));
    walkQuotas(() => ({ browser, desk }));
    walkHealth(
      () => ({ browser, desk }),
      () => new URL(slack).origin,
    );

    test('an alert reaches the Slack view and the alerts page', async () => {
      const text = await eventually(async () => {
        const page = await fetch(`${slack}/messages.json`);
        const body = await page.text();
        return body.includes('Training chips move 5 % in a day') ? body : undefined;
      });
      expect(text).toContain('imulated market');
      const { page } = await open('/alerts', 1440);
      expect(await page.locator('body').textContent()).toContain('Training chips move 5 % in a day');
      await page.close();
    });

    test('it stops when asked and leaves nothing behind', async () => {
      const gone = once(demo.child, 'exit');
      demo.child.kill('SIGTERM');
      expect(await gone).toEqual([0, null]);
      expect(readdirSync(home).filter((name) => name.startsWith('chipdesk-demo'))).toEqual([]);
    });
  },
);
