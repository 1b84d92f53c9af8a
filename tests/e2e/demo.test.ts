import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { get, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESCRIBED } from '#lib/catalogue/described.ts';
import { COLLECTORS } from '#lib/domain/collectors.ts';
import {
  findBarriers,
  HAS_CHROMIUM,
  keepShot,
  launchChromium,
  layoutShift,
  openView,
  overhang,
  seriousViolations,
  tabThrough,
} from '../helpers/browser.ts';
import { freePort } from '../helpers/port.ts';
import { eventually as eventuallyOf, getJson, type Running, startScript } from '../helpers/running.ts';

/** The demo as a newcomer runs it: the command, then a real browser. */

let demo: Running;
let browser: Browser;
let home: string;
let desk: string;
let slack: string;

const eventually = <T>(what: () => Promise<T | undefined>) => eventuallyOf(demo, what);

type Blocks = {
  rows: { region: string; outcome: string; startAt: string | null; perAcceleratorHourUsd: string | null }[];
};
type Quotas = { rows: { region: string; scope: string; instancesLeft: number | null }[] };
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

    test('Capacity answers its question with the numbers of the API, under an address that opens the same view', async () => {
      const question = 'type=p5.48xlarge&count=1&duration=24h';
      const { page, noise } = await open(`/capacity?${question}`, 1440);
      await eventually(async () => {
        // An offer may go between the two: both are asked anew until they tell of the same look.
        const { rows } = await json<Blocks>(`/api/v1/capacity-blocks?${question}`);
        const offered = rows.filter((row) => row.outcome === 'value' && row.startAt !== null);
        const [first] = offered.sort((a, b) => (a.startAt ?? '').localeCompare(b.startAt ?? ''));
        if (first === undefined) return undefined;
        await page.goto(`${desk}/capacity?${question}`, { waitUntil: 'domcontentloaded' });
        const answer = (await page.locator('[data-testid="answer"]').textContent()) ?? '';
        const dollars = Number(first.perAcceleratorHourUsd).toFixed(2);
        return answer.includes(first.region) && answer.includes(`$${dollars}`) ? true : undefined;
      });
      const answer = await page.locator('[data-testid="answer"]').textContent();
      expect(answer).toMatch(
        /1\s×\sp5\.48xlarge\sfor\s1\sd: earliest(\snow|.+UTC)\s+in.+up\sfront,.+per\saccelerator-hour; seen/,
      );
      expect(await page.locator('body').textContent()).toContain('aws ec2 describe-capacity-block-offerings');
      await page.selectOption('select[name="count"]', '8');
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await page.waitForURL(/count=8/);
      const again = await open(new URL(page.url()).pathname + new URL(page.url()).search, 1440);
      const shown = (one: Page) => one.locator('[data-testid="answer"]').textContent();
      expect((await shown(again.page))?.slice(0, 24)).toBe((await shown(page))?.slice(0, 24));
      expect([...noise, ...again.noise]).toEqual([]);
      await again.page.close();
      await page.close();
    });

    test('Quotas says what may be started, as the API does', async () => {
      const { page, noise } = await open('/quotas?type=p5.48xlarge', 1440);
      await page.waitForSelector('[aria-label="Requests for more"]');
      const text = (await page.locator('main').textContent()) ?? '';
      expect(text).toContain('What may I start of p5.48xlarge?');
      const { rows } = await json<Quotas>('/api/v1/quotas?type=p5.48xlarge');
      const more = rows.filter((row) => row.scope === 'on-demand' && (row.instancesLeft ?? 0) > 0);
      expect(more.length).toBeGreaterThan(0);
      expect(text).toContain(`in ${more.length} regions`);
      expect(noise).toEqual([]);
      await page.close();
    });

    test('Health names every source with its budget, and AWS has refused nothing', async () => {
      const { page } = await open('/health', 1440);
      const budgets = page.locator('[aria-label="API budgets"]');
      await budgets.waitFor();
      expect(await budgets.textContent()).toContain('DescribeCapacityBlockOfferings');
      const names = new Set((await json<Health>('/api/v1/health')).collectors.map((row) => row.name));
      expect([...names].sort()).toEqual([...COLLECTORS].sort());
      const rejections = await (await fetch(`${new URL(slack).origin}/_stand-in/rejections`)).json();
      expect(rejections).toEqual({ rejections: {} });
      await page.close();
    });

    test('Capacity is worked with the keyboard alone: the question, and the command onto the clipboard', async () => {
      const { page, noise } = await open('/capacity?type=p5.48xlarge&count=1&duration=24h', 1440);
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const isCopy = (name: string | undefined) => /^Copy, the command/.test(name ?? '');
      const reached = await tabThrough(page, (names) => isCopy(names.at(-1)));
      const asked = ['count', 'type', 'duration', 'region', 'Show'];
      expect(reached.filter((name) => asked.includes(name))).toEqual(asked);
      expect(isCopy(reached.at(-1))).toBe(true);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(copied).toMatch(/^aws ec2 describe-capacity-block-offerings .*p5\.48xlarge/s);
      expect(noise).toEqual([]);
      await page.close();
    });

    const PAGES = [
      ...[
        '/',
        '/?group=accelerator&cols=price,block,score,headroom,luck',
        '/types/p5.48xlarge',
        '/capacity',
        '/quotas',
        '/health',
        '/alerts',
        '/alerts/history',
      ],
      ...['/rules', '/rules/new?kind=block-offer', '/silences', '/channels', '/deliveries'],
      ...['/digests', '/digests/weekly/next', '/compare', '/settings', '/?wall=1'],
    ];
    const SCREENS = PAGES.flatMap((path) => [
      [path, 390, 'dark'] as const,
      [path, 390, 'light'] as const,
      [path, 1440, 'dark'] as const,
    ]);
    test.each(SCREENS)(
      '%s fits a screen %i pixels wide (%s), says simulated, asks no other origin, is quiet and bars nobody',
      async (path, width, scheme) => {
        const { page, noise } = await open(path, width, scheme);
        await page.waitForSelector('[data-testid="simulated"]');
        await keepShot(page, `${path.replaceAll(/[/?=&,]/g, '-').slice(1) || 'board'}-${width}-${scheme}`);
        expect(await overhang(page)).toBeLessThanOrEqual(0);
        expect(await findBarriers(page)).toEqual([]);
        expect(await seriousViolations(page)).toEqual([]);
        expect(await layoutShift(page)).toBeLessThan(0.05);
        for (const other of scheme === 'light' ? [360, 768] : []) {
          await page.setViewportSize({ width: other, height: 900 });
          expect(await overhang(page), `${other} pixels`).toBeLessThanOrEqual(0);
        }
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
      await demo.stop();
      expect([demo.child.exitCode, demo.child.signalCode]).toEqual([0, null]);
      expect(readdirSync(home).filter((name) => name.startsWith('chipdesk-demo'))).toEqual([]);
    });
  },
);
