import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  HAS_CHROMIUM,
  keepShot,
  launchChromium,
  openView,
  overhang,
  tabThrough,
} from '../helpers/browser.ts';
import { freePort } from '../helpers/port.ts';
import { eventually as eventuallyOf, getJson, type Running, startScript } from '../helpers/running.ts';

/** Somebody sets up alerting on the pages of the demo, with nothing but a browser. */

let demo: Running;
let browser: Browser;
let home: string;
let desk: string;

const eventually = <T>(what: () => Promise<T | undefined>) => eventuallyOf(demo, what);

type Rules = { rows: { id: number; name: string; origin: string; enabled: boolean; firing: number }[] };
type Silences = { rows: { id: number; active: boolean; match: Record<string, string>; by: string }[] };

const rules = async () => (await getJson<Rules>(`${desk}/api/v1/rules`)).rows;
const open = (path: string, width: number) => openView({ browser, desk }, path, width);

describe.skipIf(!HAS_CHROMIUM)(
  'alerting set up in a real browser (skipped where Chromium is not installed)',
  () => {
    beforeAll(async () => {
      home = mkdtempSync(join(tmpdir(), 'chipdesk-alerting-'));
      const port = await freePort();
      desk = `http://127.0.0.1:${port}`;
      demo = startScript('tests/demo/main.ts', [], home, { CHIPDESK_PORT: String(port) });
      await eventually(async () => {
        const { rows } = await getJson<{ rows: { change7d: number | null }[] }>(
          `${desk}/api/v1/prices/latest?type=p5*`,
        );
        return rows.some((row) => row.change7d !== null) ? true : undefined;
      });
      browser = await launchChromium();
    });

    afterAll(async () => {
      await browser?.close();
      await demo?.stop();
      rmSync(home, { recursive: true, force: true });
    });

    test('a rule is written, tried on the market and on the past, corrected, and made', async () => {
      const { page, noise } = await open('/rules/new?kind=spot-price-level&types=p5*', 1440);
      await page.getByLabel('$ per accelerator-hour').first().fill('0,5');
      const now = page.getByRole('region', { name: 'What it would say now' });
      await now.getByText('not a price').waitFor();
      await page.getByLabel('$ per accelerator-hour').first().fill('0.5');
      await now.getByText(/\d+ match(es)? of \d+ watched/).waitFor();
      await page.getByRole('button', { name: 'Back-test' }).click();
      const past = page.getByRole('region', { name: 'What it would have said' });
      await past.getByText(/It would have sent/).waitFor();
      await past.getByRole('img').waitFor();
      await page.getByRole('button', { name: 'Make the rule' }).click();
      await page.getByText('must have 1 to 80 printable characters').waitFor();
      await page.getByLabel('Name').fill('P5 above half a dollar');
      await keepShot(page, 'rule-form-1440');
      await page.getByRole('button', { name: 'Make the rule' }).click();
      await page.getByText('Saved: in force from the next look on.').waitFor();
      // A refused form is an answer of 422, which the browser writes down.
      expect(noise.filter((line) => !line.includes('422'))).toEqual([]);
      await page.close();
      await eventually(async () =>
        (await rules()).some(({ name, firing }) => name === 'P5 above half a dollar' && firing > 0)
          ? true
          : undefined,
      );
    });

    test('an alert is silenced with a thumb from the list of what fires', async () => {
      const { page, noise } = await open('/alerts', 390);
      await page
        .getByRole('row', { name: /P5 above half a dollar/ })
        .first()
        .getByRole('link', { name: /^Silence/ })
        .click();
      await page.getByText(/Matches \d+ alerts? that (is|are) open now/).waitFor();
      expect(await overhang(page)).toBeLessThanOrEqual(0);
      await page.getByLabel('Who asks').fill('ada');
      await page.getByLabel('Why').fill('known');
      await keepShot(page, 'silence-form-390');
      await page.getByRole('button', { name: 'Silence' }).click();
      await page.getByText(/^Silenced for 4h/).waitFor();
      const { rows } = await getJson<Silences>(`${desk}/api/v1/silences`);
      expect(rows).toMatchObject([
        {
          active: true,
          by: 'ada',
          match: { rule: 'P5 above half a dollar', type: expect.stringMatching(/^p5/) },
        },
      ]);
      await page.getByRole('button', { name: 'End now' }).click();
      await page.getByText('Nothing is silenced').waitFor();
      expect(noise).toEqual([]);
      await page.close();
    });

    test('a rule is paused and removed, each with a word about what it ends', async () => {
      const { page, noise } = await open('/rules', 1440);
      const row = page.getByRole('row', { name: /P5 above half a dollar/ });
      await row.getByRole('button', { name: /^Pause/ }).click();
      await row.getByText('paused').waitFor();
      await row.getByRole('button', { name: /^Remove/ }).click();
      await row.getByRole('button', { name: 'Remove for good' }).click();
      await row.waitFor({ state: 'detached' });
      expect((await rules()).map(({ name }) => name)).not.toContain('P5 above half a dollar');
      expect(noise).toEqual([]);
      await page.close();
    });

    test('the form of a rule is worked with the keyboard alone', async () => {
      const { page } = await open('/rules/new?kind=spot-price-move', 1440);
      const reached = await tabThrough(page, (names) => names.at(-1) === 'Back-test');
      expect(reached).toContain('Make the rule');
      expect(reached.at(-1)).toBe('Back-test');
      await page.close();
    });
  },
);
