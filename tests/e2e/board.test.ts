import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HAS_CHROMIUM, keepShot, launchChromium, openView, overhang } from '../helpers/browser.ts';
import { freePort } from '../helpers/port.ts';
import { eventually, getJson, type Running, startScript } from '../helpers/running.ts';

/** Somebody works with the board of the demo: by keyboard, with columns of their own, and on a phone. */

let demo: Running;
let browser: Browser;
let home: string;
let desk: string;

/** A page that is alive: what is pressed before does nothing. */
async function open(path: string, width: number) {
  const view = await openView({ browser, desk }, path, width);
  await view.page.getByText('live', { exact: true }).waitFor({ state: 'attached' });
  return view;
}

const heads = (page: Page) => page.locator('main thead th:visible').allInnerTexts();
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('data-testid'));

describe.skipIf(!HAS_CHROMIUM)(
  'the board in a real browser (skipped where Chromium is not installed)',
  () => {
    beforeAll(async () => {
      home = mkdtempSync(join(tmpdir(), 'chipdesk-board-'));
      const port = await freePort();
      desk = `http://127.0.0.1:${port}`;
      demo = startScript('tests/demo/main.ts', [], home, { CHIPDESK_PORT: String(port) });
      await eventually(demo, async () => {
        const { rows } = await getJson<{
          rows: { headroom: number | null; nextBlockStartAt: string | null }[];
        }>(`${desk}/api/v1/board?cols=block,headroom`);
        const isThere = rows.some((row) => row.headroom !== null && row.nextBlockStartAt !== null);
        return isThere ? true : undefined;
      });
      browser = await launchChromium();
    });

    afterAll(async () => {
      await browser?.close();
      await demo?.stop();
      rmSync(home, { recursive: true, force: true });
    });

    test('from cold, with the keyboard alone: find trn2 and go to its page', async () => {
      const { page, noise } = await open('/health', 1440);
      await page.keyboard.press('/');
      await page.keyboard.type('trn2');
      await page.getByRole('option').filter({ hasText: 'trn2.48xlarge' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/types/trn2.48xlarge');
      await page.keyboard.press('/');
      await page.keyboard.press('Escape');
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(noise).toEqual([]);
      await page.close();
    });

    test('rows are walked and opened with keys, which leave a box that is typed in alone', async () => {
      const { page, noise } = await open('/?q=p5', 1440);
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      const second = await focused(page);
      await page.keyboard.press('k');
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe(second);
      await page.keyboard.press('Enter');
      await page.getByRole('table', { name: /^Spot pools of/ }).waitFor();
      await page.getByRole('searchbox').focus();
      await page.keyboard.press('End');
      await page.keyboard.type(' j/?');
      expect(await page.getByRole('searchbox').inputValue()).toBe('p5 j/?');
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(noise).toEqual([]);
      await page.close();
    });

    test('columns and groups are in the address, which shows the same again; CSV is what is shown', async () => {
      const { page, noise } = await open('/?vendor=AWS', 1440);
      await page.getByText('Columns', { exact: true }).click();
      await page.getByRole('checkbox', { name: 'Memory' }).check();
      await page.waitForURL(/memory/);
      await page.getByRole('checkbox', { name: 'Interrupted' }).uncheck();
      await page.waitForURL((url) => !url.search.includes('interruption'));
      await page.getByRole('combobox', { name: 'group' }).selectOption('accelerator');
      await page.waitForURL(/group=accelerator/);
      await page.getByRole('rowheader', { name: 'trn2.48xlarge', exact: false }).first().waitFor();
      const shown = await heads(page);
      expect(shown).toContain('Memory');
      expect(shown).not.toContain('Interrupted');
      await page.reload();
      await page.locator('[data-testid="row-trn2.48xlarge"]').waitFor();
      expect(await heads(page)).toEqual(shown);
      expect(await page.locator('main tbody').count()).toBeGreaterThan(1);
      const href = await page.getByRole('link', { name: 'CSV' }).getAttribute('href');
      const lines = (await (await fetch(desk + href)).text()).trim().split('\r\n');
      expect(lines[0]).toMatch(
        /^type,accelerator,accelerators \(count\),memoryGib \(GiB\),spotUsd \(USD\/h\),/,
      );
      const types = await page
        .locator('[data-testid^="row-"]')
        .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-testid')?.slice(4)));
      expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(types);
      await keepShot(page, 'board-grouped-1440');
      expect(noise).toEqual([]);
      await page.close();
    });

    test('a column that there is not is said, and the board opens', async () => {
      const { page } = await open('/?cols=price,luck', 1440);
      expect(await page.getByTestId('left-out').textContent()).toContain('There is no column luck');
      expect(await heads(page)).toHaveLength(2);
      await page.close();
    });

    test('a star marks a type for this browser, and the address of the watched ones is for everybody', async () => {
      const { page, noise } = await open('/', 1440);
      await page.getByRole('button', { name: 'Watch p5.48xlarge' }).click();
      await page.getByRole('button', { name: 'Watched 1' }).click();
      await page.waitForURL(/watched=p5\.48xlarge/);
      await page.waitForFunction(() => document.querySelectorAll('[data-testid^="row-"]').length === 1);
      await page.getByRole('button', { name: 'Watch p5.48xlarge' }).click();
      await page.getByRole('button', { name: 'star these' }).click();
      await page.getByText('not your stars').waitFor({ state: 'detached' });
      expect(noise).toEqual([]);
      await page.close();
    });

    test('on a phone a thumb sorts, filters, opens a row and reaches the page of its type', async () => {
      const { page, noise } = await open('/', 390);
      await page.getByRole('combobox', { name: 'sort by' }).selectOption('price');
      await page.waitForURL(/sort=price/);
      await page.getByRole('button', { name: 'Filters and columns' }).click();
      await page.getByRole('combobox', { name: 'vendor' }).selectOption('AWS');
      await page.waitForURL(/vendor=AWS/);
      await page.getByRole('button', { name: 'More of trn2.48xlarge' }).click();
      await page.getByText('Quota leaves').first().waitFor({ state: 'attached' });
      expect(await overhang(page)).toBeLessThanOrEqual(0);
      await keepShot(page, 'board-open-390');
      await page.getByRole('link', { name: 'Open trn2.48xlarge' }).click();
      await page.waitForURL('**/types/trn2.48xlarge');
      expect(noise).toEqual([]);
      await page.close();
    });
  },
);
