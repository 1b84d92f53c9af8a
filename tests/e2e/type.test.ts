import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { MINUTE } from '#lib/domain/time.ts';
import { HAS_CHROMIUM, keepShot, overhang, seriousViolations } from '../helpers/browser.ts';
import { HAS_RECORDED } from '../helpers/recorded.ts';
import { recordedPages, SHOWN, UNSEEN } from '../helpers/recorded-pages.ts';
import { inGap, open, PAGE, pricesWithin, readout, type Series, seriesOf } from '../helpers/type-reader.ts';

/** Somebody reads the page of a type over prices that AWS really had, and works with its chart. */

/** Walks along the chart with the keyboard, from its start to its end; returns how many prices it did not know. */
async function walk(page: Page, judge: (read: Awaited<ReturnType<typeof readout>>) => void): Promise<number> {
  const chart = page.getByTestId('chart');
  let unknown = 0;
  await chart.focus();
  await page.keyboard.press('Home');
  for (let last: string | null = null; ; ) {
    const index = await chart.getAttribute('aria-valuenow');
    if (index === last) return unknown;
    last = index;
    const read = await readout(page);
    judge(read);
    unknown += [...read.prices.values()].filter((price) => price === undefined).length;
    await page.keyboard.press('ArrowRight');
  }
}

/** A figure of the table beside the one worked out from the interface, each price for as long as it held. */
function spread(series: Series, span: { from: number; to: number }) {
  const cuts = series.gaps.flatMap(({ from, to }) => [Date.parse(from), Date.parse(to)]);
  const edges = [...series.points.map(({ at }) => Date.parse(at)), ...cuts, span.from, span.to]
    .filter((at) => at >= span.from && at <= span.to)
    .sort((a, b) => a - b);
  const parts = edges.slice(0, -1).flatMap((at, index) => {
    const price = series.points.findLast((point) => Date.parse(point.at) <= at)?.priceUsd;
    return inGap(series, at) || price === undefined
      ? []
      : [{ price: Number(price), ms: (edges[index + 1] ?? at) - at }];
  });
  const known = parts.reduce((sum, { ms }) => sum + ms, 0);
  return {
    low: Math.min(...parts.map(({ price }) => price)),
    mean: parts.reduce((sum, { price, ms }) => sum + price * ms, 0) / known,
    high: Math.max(...parts.map(({ price }) => price)),
  };
}

async function figures(page: Page, zoneId: string) {
  const table = page.getByRole('table', { name: 'Zones of the chart' });
  const heads = await table.locator('thead th').allInnerTexts();
  const row = table.locator('tr', { has: page.getByLabel(`Draw ${zoneId}`) });
  const cells = await row.locator('th, td').allInnerTexts();
  const of = (head: string) => Number.parseFloat((cells[heads.indexOf(head)] ?? '').replace('$', ''));
  return { low: of('Low'), mean: of('Mean'), high: of('High') };
}

describe.skipIf(!HAS_CHROMIUM || !HAS_RECORDED)(
  'the page of a type over recorded prices (skipped without Chromium or the recorded data)',
  () => {
    test('chart, table and interface tell the same numbers, and nothing where nobody looked', async () => {
      const seat = await recordedPages();
      const { page, noise } = await open(seat, `${PAGE}?region=us-east-1`);
      const series = await seriesOf(seat);
      const minutes = new Set<number>();
      const unknown = await walk(page, ({ at, prices }) => {
        minutes.add(at);
        expect(prices.size).toBe(series.size);
        for (const [zone, price] of prices)
          expect(pricesWithin(series.get(zone)!, at), `${zone} at ${new Date(at).toISOString()}`).toContain(
            price,
          );
      });
      // Every change that the interface tells of is a step of the chart.
      const changes = [...series.values()].flatMap((one) =>
        one.points.map(({ at }) => Date.parse(at)).filter((at) => at > SHOWN.from && !inGap(one, at)),
      );
      expect(changes.length).toBeGreaterThan(60);
      expect(changes.filter((at) => !minutes.has(at - (at % MINUTE)))).toEqual([]);
      expect(unknown).toBeGreaterThan(0);
      await expect(
        page.getByText(/Hatched: us-east-1 .*10 Apr 2021 00:00 to 1[12] Apr 2021/).count(),
      ).resolves.toBe(1);
      for (const [zone, one] of series) {
        const expected = spread(one, SHOWN);
        const shown = await figures(page, zone);
        for (const name of ['low', 'mean', 'high'] as const)
          expect(shown[name]).toBeCloseTo(expected[name], 3);
        expect(
          one.gaps.some(({ from }) => Date.parse(from) === UNSEEN.from),
          zone,
        ).toBe(true);
      }
      await keepShot(page, 'type-recorded-1440-light');
      expect(noise).toEqual([]);
    });

    test('a stretch is chosen with the mouse, shared by its address, and left with Escape', async () => {
      const seat = await recordedPages();
      const { page, noise } = await open(seat, `${PAGE}?region=us-east-1`);
      const served: string[] = [];
      page.on('request', (request) => served.push(request.url()));
      const area = (await page.locator('[data-testid="chart"] .u-over').boundingBox())!;
      await page.mouse.move(area.x + area.width * 0.25, area.y + 90);
      await page.mouse.down();
      await page.mouse.move(area.x + area.width * 0.5, area.y + 100, { steps: 4 });
      await page.mouse.up();
      await page.waitForFunction(() => location.search.includes('from='));
      const address = new URL(page.url());
      const chosen = ['from', 'to'].map((name) => Date.parse(address.searchParams.get(name) ?? ''));
      const length = SHOWN.to - SHOWN.from;
      expect((chosen[0]! - SHOWN.from) / length).toBeCloseTo(0.25, 1);
      expect((chosen[1]! - SHOWN.from) / length).toBeCloseTo(0.5, 1);

      const [zone, series] = [...(await seriesOf(seat))][0]!;
      // The address is to the minute: so are the figures of whoever opens it.
      const other = await open(seat, address.pathname + address.search);
      const expected = spread(series, { from: chosen[0]!, to: chosen[1]! });
      const shown = await figures(other.page, zone);
      for (const name of ['low', 'mean', 'high'] as const) expect(shown[name]).toBeCloseTo(expected[name], 3);

      await page.getByTestId('chart').focus();
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => !location.search.includes('from='));
      await page.getByRole('button', { name: 'Zoom in' }).click();
      await page.waitForFunction(() => location.search.includes('from='));
      await page.getByRole('slider', { name: 'Start of what the chart shows' }).focus();
      const before = page.url();
      await page.keyboard.press('ArrowLeft');
      await page.waitForFunction((url) => location.href !== url, before);
      // None of it asked the server for anything.
      expect(served).toEqual([]);
      expect([...noise, ...other.noise]).toEqual([]);
    });

    test('units, zones and a limit are changed at once and kept in the address', async () => {
      const seat = await recordedPages();
      const { page, noise } = await open(seat, `${PAGE}?region=us-east-1`);
      const served: string[] = [];
      page.on('request', (request) => served.push(request.url()));
      const [zone] = [...(await seriesOf(seat)).keys()];
      await page.getByRole('link', { name: '$/accelerator-h' }).click();
      await page.getByText('Figures in $/accelerator-h').waitFor();
      await page.getByLabel(`Draw ${zone}`).uncheck();
      await page.waitForFunction((hidden) => location.search.includes(`hide=${hidden}`), zone);
      expect((await readout(page)).prices.has(zone!)).toBe(false);
      await page.getByLabel('Time at or below').fill('two');
      await page.getByText('a number above 0, such as 3.50').waitFor();
      await page.getByLabel('Time at or below').fill('2.5');
      await page.waitForFunction(() => location.search.includes('under=2.5'));
      expect(await page.getByRole('link', { name: 'Be told when it falls below' }).getAttribute('href')).toBe(
        '/rules/new?kind=spot-price-level&types=g4dn.8xlarge&regions=us-east-1&below.usdPerAcceleratorHour=2.5',
      );
      expect(served).toEqual([]);
      const again = await open(seat, page.url().slice(seat.desk.length), 390, 'dark');
      await again.page.getByText('Figures in $/accelerator-h').waitFor();
      expect(await again.page.getByLabel(`Draw ${zone}`).isChecked()).toBe(false);
      expect(await again.page.getByRole('columnheader', { name: 'At or below' }).count()).toBe(1);
      expect(await overhang(again.page)).toBeLessThanOrEqual(0);
      expect(await seriousViolations(again.page)).toEqual([]);
      await keepShot(again.page, 'type-recorded-390-dark');
      expect([...noise, ...again.noise]).toEqual([]);
    });
  },
);
