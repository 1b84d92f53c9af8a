import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from '#db/migrate.ts';
import { MINUTE } from '#lib/domain/time.ts';
import {
  findBarriers,
  HAS_CHROMIUM,
  keepShot,
  launchChromium,
  openView,
  overhang,
} from '../helpers/browser.ts';
import { freePort } from '../helpers/port.ts';
import {
  besideStandIn,
  eventually as eventuallyOf,
  getJson,
  type Running,
  startScript,
} from '../helpers/running.ts';

/** The product's own command beside an AWS that gives it no quota, then refuses its credentials, then is well again. */

const SPEED = 30;
const CAPACITY = '/capacity?type=p5.48xlarge&count=8&duration=7d';

let standIn: Running;
let product: Running;
let browser: Browser;
let home: string;
let aws: string;
let desk: string;
let startedAt: number;

type Health = { status: string; findings: { kind: string; detail: string }[] };

const eventually = <T>(what: () => Promise<T | undefined>) => eventuallyOf(product, what);
const health = () => getJson<Health>(`${desk}/api/v1/health`);
const marketNow = async () => Date.parse((await getJson<{ now: string }>(`${aws}/_stand-in/clock`)).now);

async function switchTo(name: string): Promise<void> {
  const answer = await fetch(`${aws}/_stand-in/scenario`, { method: 'POST', body: JSON.stringify({ name }) });
  expect(answer.status).toBe(200);
}

/** A page as it is now, and that it holds together: it fits, is quiet, and nothing bars the way. */
async function look(path: string, shot: string): Promise<{ part(label: string): string; text: string }> {
  const { page, noise } = await openView({ browser, desk }, path, 390, 'dark');
  await keepShot(page, `${shot}-390-dark`);
  expect(await overhang(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  await keepShot(page, `${shot}-1440-light`);
  expect(await findBarriers(page)).toEqual([]);
  const plain = (text: string | null) => (text ?? '').replaceAll('\u00a0', ' ');
  const parts = await page
    .locator('section[aria-label]')
    .evaluateAll((all) => all.map((one) => [one.ariaLabel ?? '', one.textContent ?? ''] as const));
  const text = plain(await page.locator('main').textContent());
  expect(noise).toEqual([]);
  await page.close();
  return { part: (label) => plain(new Map(parts).get(label) ?? ''), text };
}

describe.skipIf(!HAS_CHROMIUM)(
  'an account in trouble, in a real browser (skipped where Chromium is not installed)',
  () => {
    beforeAll(async () => {
      home = mkdtempSync(join(tmpdir(), 'chipdesk-account-'));
      const at = Date.now();
      const clock = `${new Date(at).toISOString()}@${at}`;
      startedAt = at;
      const options = ['--market', '7', '--at', clock, '--speed', String(SPEED)];
      standIn = startScript(
        'tests/stand-in/main.ts',
        [...options, '--scenario', 'zero-quota-account'],
        home,
        {},
      );
      aws = await eventuallyOf(standIn, async () => /http:\/\/[\d.]+:\d+/.exec(standIn.said())?.[0]);
      const db = join(home, 'chipdesk.db');
      createDatabase(db);
      const port = await freePort();
      desk = `http://127.0.0.1:${port}`;
      product = startScript('jobs/start.ts', [], home, {
        ...besideStandIn(aws, db, { at: clock, speed: SPEED }),
        CHIPDESK_PORT: String(port),
      });
      await eventually(async () => ((await fetch(`${desk}/capacity`)).ok ? true : undefined));
      browser = await launchChromium();
    });

    afterAll(async () => {
      await browser?.close();
      await product?.stop();
      await standIn?.stop();
      rmSync(home, { recursive: true, force: true });
    });

    test('every page has something to say in the first minute', async () => {
      for (const name of ['capacity', 'quotas', 'health'])
        expect((await look(`/${name}`, `first-${name}`)).text.length).toBeGreaterThan(50);
    });

    test('Capacity names the quota that is likely 0 once AWS has answered nothing for half an hour', async () => {
      const { text } = await eventually(async () => {
        const body = await (await fetch(desk + CAPACITY)).text();
        return /quota likely 0<.*in \d+ regions/.test(body)
          ? look(CAPACITY, 'zero-quota-capacity')
          : undefined;
      });
      expect((await marketNow()) - startedAt).toBeGreaterThan(30 * MINUTE);
      expect(text).toMatch(/8 × p5\.48xlarge for 7 d: .*quota likely 0/);
      expect(text).toMatch(/Service Quotas says that the Capacity Block quota L-DA6814F2 .* is 0 there/);
      expect(text).not.toContain('$');
      const quotas = await look('/quotas', 'zero-quota-quotas');
      expect(quotas.part('What may be started of p5.48xlarge')).toMatch(
        /On-demand0 more.*Capacity Block0 more/,
      );
    });

    test('Health tells it in a line, however many regions say the same', async () => {
      const { part } = await eventually(async () => {
        const seen = await look('/health', 'zero-quota-health');
        return seen.part('Collectors in trouble').includes('in every region') ? seen : undefined;
      });
      expect(part('Collectors in trouble').match(/Capacity Blocks/g)).toHaveLength(1);
      expect(part('Collectors in trouble')).toContain('L-DA6814F2');
      expect(part('Findings')).toBe('');
    });

    test('credentials that expire are one finding, and nothing else is said to be denied', async () => {
      await switchTo('expired-credentials');
      const { findings, status } = await eventually(async () => {
        const now = await health();
        return now.findings.length > 0 ? now : undefined;
      });
      expect(findings.map((finding) => finding.kind)).toEqual(['credentials']);
      expect(status).toBe('failing');
      const { part, text } = await look('/health', 'expired-health');
      expect(text).toContain('Not to be trusted now');
      expect(part('Findings').match(/RequestExpired/g)).toHaveLength(1);
      expect(part('Collectors in trouble')).not.toMatch(/denied|Expired/);
      await look(CAPACITY, 'expired-capacity');
      await look('/quotas', 'expired-quotas');
    });

    test('all of it is over when AWS is well again, without a restart', async () => {
      await switchTo('calm');
      await eventually(async () => {
        const { status, findings } = await health();
        return status === 'ok' && findings.length === 0 ? true : undefined;
      });
      const capacity = await eventually(async () => {
        const body = await (await fetch(desk + CAPACITY)).text();
        return body.includes('earliest') ? look(CAPACITY, 'calm-again-capacity') : undefined;
      });
      expect(capacity.text).toMatch(/8 × p5\.48xlarge for 7 d: earliest .* \$[\d,.]+ up front/);
      expect((await look('/health', 'calm-again-health')).text).toContain(
        'Every collector has looked lately',
      );
      expect(product.child.exitCode).toBeNull();
      expect(product.said()).not.toContain('Warning');
    });
  },
);
