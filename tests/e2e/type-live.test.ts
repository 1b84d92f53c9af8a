import { describe, expect, test } from 'vitest';
import { HAS_CHROMIUM } from '../helpers/browser.ts';
import { HAS_RECORDED } from '../helpers/recorded.ts';
import { recordedPages, SHOWN } from '../helpers/recorded-pages.ts';
import { open, PAGE, pricesWithin, readout, type Series, seriesOf } from '../helpers/type-reader.ts';

/** Somebody reads the chart of a type while news arrives, with the mouse, the keys or a thumb. */

describe.skipIf(!HAS_CHROMIUM || !HAS_RECORDED)(
  'the chart of a type while prices change (skipped without Chromium or the recorded data)',
  () => {
    test('news that changes nothing leaves the chart and its cursor as they are', async () => {
      const seat = await recordedPages();
      const { page, noise } = await open(seat, `${PAGE}?region=us-east-1`);
      const chart = page.getByTestId('chart');
      await chart.focus();
      for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
      const said = await chart.getAttribute('aria-valuetext');
      await chart.locator('canvas').evaluate((canvas) => canvas.setAttribute('data-drawn', 'before'));
      const answers = page.waitForResponse((response) => response.url().includes('/prices/history'));
      seat.news();
      await (await answers).finished();
      await page.waitForFunction(() => document.querySelector('[data-testid=chart] canvas') !== null);
      expect(await chart.locator('canvas').getAttribute('data-drawn')).toBe('before');
      expect(await chart.getAttribute('aria-valuetext')).toBe(said);
      expect(noise).toEqual([]);
    });

    test('prices that change leave the cursor at its instant, and a stretch in the hand that draws it', async () => {
      const seat = await recordedPages();
      const { page, noise } = await open(seat, `${PAGE}?region=us-east-1`);
      const chart = page.getByTestId('chart');
      const drawnAnew = async () => {
        await chart.locator('canvas').evaluate((canvas) => canvas.setAttribute('data-drawn', 'before'));
        return () =>
          page.waitForFunction(() => document.querySelector('[data-testid=chart] canvas:not([data-drawn])'));
      };
      await chart.focus();
      for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
      const said = await chart.getAttribute('aria-valuetext');
      const isNew = await drawnAnew();
      seat.news(true);
      await isNew();
      expect(await chart.getAttribute('aria-valuetext')).toBe(said);
      await page.keyboard.press('ArrowRight');
      expect((await readout(page)).at).toBeGreaterThan(Date.parse(`${said?.split(' UTC')[0]} UTC`));

      const box = await chart.boundingBox();
      if (box === null) throw new Error('there is no chart');
      const [y, left, right] = [box.y + 100, box.x + box.width * 0.3, box.x + box.width * 0.6];
      await page.mouse.move(left, y);
      await page.mouse.down();
      await page.mouse.move((left + right) / 2, y, { steps: 4 });
      await drawnAnew();
      const figures = page.getByRole('table', { name: 'Zones of the chart' });
      const before = await figures.textContent();
      seat.news(true);
      await expect.poll(() => figures.textContent(), { timeout: 15_000 }).not.toBe(before);
      expect(await chart.locator('canvas').getAttribute('data-drawn')).toBe('before');
      await page.mouse.move(right, y, { steps: 4 });
      await page.mouse.up();
      await page.waitForURL(/[?&]from=/);
      expect(noise).toEqual([]);
    });

    test('news after a change of the view leaves the page where it was scrolled to', async () => {
      const seat = await recordedPages();
      const { page, noise } = await open(seat, `${PAGE}?region=us-east-1`, 390);
      const figures = page.getByRole('table', { name: 'Zones of the chart' });
      await figures.getByRole('checkbox').first().uncheck();
      await page.waitForURL(/[?&]hide=/);
      for (let round = 0; round < 2; round++) {
        await page.evaluate(() => window.scrollTo(0, 350));
        const before = await figures.textContent();
        seat.news(true);
        await expect.poll(() => figures.textContent(), { timeout: 15_000 }).not.toBe(before);
        await page.waitForLoadState('networkidle');
        expect(await page.evaluate(() => window.scrollY)).toBe(350);
        expect(new URL(page.url()).searchParams.has('hide')).toBe(true);
      }
      expect(noise).toEqual([]);
    });

    test('a thumb slides along the chart and reads each price it passes', async () => {
      const seat = await recordedPages();
      const { page, noise } = await open(seat, `${PAGE}?region=us-east-1`, 390);
      const chart = page.getByTestId('chart');
      await chart.scrollIntoViewIfNeeded();
      const box = await chart.boundingBox();
      if (box === null) throw new Error('there is no chart');
      const thumb = await page.context().newCDPSession(page);
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', share = 0) =>
        thumb.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + box.width * share, y: box.y + 60 }],
        });
      const read: number[] = [];
      await touch('touchStart', 0.3);
      for (const share of [0.4, 0.5, 0.6, 0.7]) {
        await touch('touchMove', share);
        await expect.poll(async () => (await readout(page)).at).toBeGreaterThan(read.at(-1) ?? SHOWN.from);
        read.push((await readout(page)).at);
      }
      await touch('touchEnd');
      const series = await seriesOf(seat);
      const { at, prices } = await readout(page);
      expect(at).toBe(read.at(-1));
      expect(prices.size).toBeGreaterThan(1);
      for (const [zone, price] of prices)
        expect(pricesWithin(series.get(zone) as Series, at)).toContain(price);
      expect(noise).toEqual([]);
    });
  },
);
