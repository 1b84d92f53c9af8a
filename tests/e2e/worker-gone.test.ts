import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from '#db/migrate.ts';
import { buildIfNeeded } from '#jobs/build.ts';
import {
  findBarriers,
  HAS_CHROMIUM,
  keepShot,
  launchChromium,
  openView,
  overhang,
} from '../helpers/browser.ts';
import { freePort } from '../helpers/port.ts';
import { besideStandIn, eventually, getJson, type Running, startScript } from '../helpers/running.ts';

/** Worker and pages as processes of their own, on a clock that runs fast enough to see a quarter of an hour go by. */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SPEED = 120;
const NEXT = 'node_modules/next/dist/bin/next';

let browser: Browser;
let home: string;
let desk: string;
let env: Record<string, string>;
let standIn: Running;
let web: Running;
let worker: Running;

const startWorker = () => startScript('jobs/main.ts', [], home, env);
const healthStatus = async () => (await fetch(`${desk}/api/v1/health`)).status;

async function kill({ child }: Running): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

describe.skipIf(!HAS_CHROMIUM)(
  'pages without a worker, in a real browser (skipped where Chromium is not installed)',
  () => {
    beforeAll(async () => {
      home = mkdtempSync(join(tmpdir(), 'chipdesk-gone-'));
      const at = Date.now();
      const clock = `${new Date(at).toISOString()}@${at}`;
      const market = ['--market', '7', '--at', clock, '--speed', String(SPEED)];
      standIn = startScript('tests/stand-in/main.ts', market, home, {});
      const aws = await eventually(standIn, async () => /http:\/\/[\d.]+:\d+/.exec(standIn.said())?.[0]);
      const db = join(home, 'chipdesk.db');
      createDatabase(db);
      const port = await freePort();
      desk = `http://127.0.0.1:${port}`;
      env = {
        ...besideStandIn(aws, db, { at: clock, speed: SPEED }),
        CHIPDESK_REGIONS: 'us-east-1,us-west-2',
        CHIPDESK_TYPES: 'p5.48xlarge,trn2.48xlarge',
      };
      await buildIfNeeded(ROOT, AbortSignal.timeout(240_000));
      worker = startWorker();
      web = startScript(NEXT, ['start', '-H', '127.0.0.1', '-p', String(port)], home, env);
      await eventually(web, async () => ((await fetch(desk)).ok ? true : undefined));
      browser = await launchChromium();
    });

    afterAll(async () => {
      await browser?.close();
      for (const running of [web, worker, standIn]) await running?.stop();
      rmSync(home, { recursive: true, force: true });
    });

    test('F63: an open page says by itself that the jobs are down and how old its prices are, until they run again', async () => {
      await eventually(worker, async () => {
        const { status, asOf } = await getJson<{ status: string; asOf: string | null }>(
          `${desk}/api/v1/health`,
        );
        return asOf !== null && status !== 'failing' ? true : undefined;
      });
      const { page, noise } = await openView({ browser, desk }, '/', 390, 'dark');
      const band = page.getByRole('status', { name: 'State of the desk' });
      await kill(worker);
      await page.waitForFunction(() => document.body.textContent?.includes('The jobs are down'));
      expect(await band.textContent()).toMatch(
        /^The jobs are down: none has begun for \d+ (min|h)\. Prices are \d+ (min|h) old\..*npm start/,
      );
      expect(await healthStatus()).toBe(503);
      expect(await overhang(page)).toBeLessThanOrEqual(0);
      expect(await findBarriers(page)).toEqual([]);
      await keepShot(page, 'jobs-down-390-dark');
      for (const path of ['/types/p5.48xlarge', '/capacity', '/quotas', '/alerts', '/channels']) {
        const other = await openView({ browser, desk }, path, 1440);
        expect(await other.page.getByText('The jobs are down').count(), path).toBe(1);
        if (path === '/capacity') await keepShot(other.page, 'jobs-down-1440-light');
        await other.page.close();
      }
      worker = startWorker();
      await page.waitForFunction(() => !document.body.textContent?.includes('The jobs are down'), undefined, {
        timeout: 60_000,
      });
      expect(noise).toEqual([]);
      await page.close();
    });
  },
);
