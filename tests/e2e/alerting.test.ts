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
let slack: string;

const eventually = <T>(what: () => Promise<T | undefined>) => eventuallyOf(demo, what);

type Rules = { rows: { id: number; name: string; origin: string; enabled: boolean; firing: number }[] };
type Silences = { rows: { id: number; active: boolean; match: Record<string, string>; by: string }[] };

const rules = async () => (await getJson<Rules>(`${desk}/api/v1/rules`)).rows;

/** A page that is alive: what is clicked before does nothing. */
async function open(path: string, width: number) {
  const view = await openView({ browser, desk }, path, width);
  await view.page.getByText('live', { exact: true }).waitFor({ state: 'attached' });
  return view;
}

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
      slack = /what Slack receives: (http:\/\/[\d.:]+)/.exec(demo.said())?.[1] ?? '';
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

    test('a channel is made, its mistake is named, and a test arrives by the way of all messages', async () => {
      const { page, noise } = await open('/channels', 1440);
      const form = page.getByRole('form', { name: 'New channel' });
      await form.getByLabel('Name').fill('by page');
      await form.getByLabel('Webhook URL').fill('https://hooks.slack.com.evil.example/services/T1/B1/x');
      await form.getByRole('button', { name: 'Make the channel' }).click();
      await form.getByText('host exactly hooks.slack.com').waitFor();
      await form.getByLabel('Webhook URL').fill(`${slack}/services/T0001/B0002/pagechannel1234`);
      await form.getByRole('button', { name: 'Make the channel' }).click();
      await form.getByText('Saved. Send a test to see that it arrives.').waitFor();
      const row = page.getByRole('row', { name: /by page/ });
      await row.getByRole('button', { name: /^Test/ }).click();
      await row.getByRole('cell', { name: /^test delivered \(200\)/ }).waitFor();
      await keepShot(page, 'channels-1440');
      const messages = await (await fetch(`${slack}/slack/messages.json`)).text();
      expect(messages).toContain('Test message: this channel works');
      expect(await page.content()).not.toContain('pagechannel1234');
      expect(noise.filter((line) => !line.includes('422'))).toEqual([]);
      await page.close();
    });

    test('the link in a message silences what it is about, with one tap', async () => {
      const link = await eventually(async () => {
        const text = await (await fetch(`${slack}/slack/messages.json`)).text();
        return /http:[^|"]*\/snooze\/[\w.-]+/.exec(text)?.[0];
      });
      const { page, noise } = await open(new URL(link).pathname, 390);
      expect(await overhang(page)).toBeLessThanOrEqual(0);
      await keepShot(page, 'snooze-390');
      await page.getByRole('button', { name: 'For 4 h' }).click();
      await page.getByText(/^Silenced until/).waitFor();
      const { rows } = await getJson<Silences>(`${desk}/api/v1/silences`);
      expect(rows[0]).toMatchObject({ active: true, by: 'a reader of the message' });
      await page.getByRole('link', { name: 'See or end it' }).click();
      await page.getByRole('button', { name: 'End now' }).click();
      await page.getByText('Nothing is silenced').waitFor();
      expect(noise).toEqual([]);
      await page.close();
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
      expect(rows.slice(0, 1)).toMatchObject([
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
