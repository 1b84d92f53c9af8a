import { describe, expect, test } from 'vitest';
import { usd } from '#app/_ui/format.ts';
import {
  findBarriers,
  keepShot,
  openView,
  overhang,
  readTable,
  type Scheme,
  type Seat,
  tabThrough,
} from '../../helpers/browser.ts';
import { getJson } from '../../helpers/running.ts';

const QUESTION = '/capacity?type=p5.48xlarge&count=8&duration=7d';
const ASKED = '/api/v1/capacity-blocks?type=p5.48xlarge&count=8&duration=7d';
const ANSWER =
  /^8 × p5\.48xlarge for 7 d: earliest (now|.* UTC) in [a-z0-9-]+ \([a-z0-9-]+\), \$[\d,.]+ up front, \$\d+\.\d\d per accelerator-hour; (last )?seen /;

type Blocks = {
  rows: { region: string; outcome: string; feeUsd: string | null; perAcceleratorHourUsd: string | null }[];
};

const answerIn = async (page: Awaited<ReturnType<typeof openView>>['page']) =>
  ((await page.getByTestId('answer').textContent()) ?? '').replaceAll('\u00a0', ' ');

/** The Capacity page of a desk that has looked once. */
export function walkCapacity(seat: () => Seat): void {
  describe('Capacity', () => {
    test.each<[number, Scheme]>([
      [1440, 'light'],
      [1440, 'dark'],
      [390, 'light'],
      [390, 'dark'],
    ])(
      'says when, where and for how much at %i pixels, %s, with the command to copy',
      async (width, scheme) => {
        const { page, noise } = await openView(seat(), QUESTION, width, scheme);
        expect(await answerIn(page)).toMatch(ANSWER);
        const prices = page.locator('section[aria-label="Every type and region"] td', { hasText: '$' });
        expect(await prices.count()).toBeGreaterThan(20);
        const offers = page.locator('section[aria-label="Offers"]');
        await offers.locator('summary').first().click();
        const command = await offers.locator('pre').first().textContent();
        expect(command).toMatch(/^aws ec2 describe-capacity-block-offerings /);
        expect(await overhang(page)).toBeLessThanOrEqual(0);
        await offers.locator('summary').first().click();
        await keepShot(page, `capacity-${width}-${scheme}`);
        expect(await findBarriers(page)).toEqual([]);
        expect(noise).toEqual([]);
        await page.close();
      },
    );

    test('shows in each region what the HTTP interface answers', async () => {
      const { cells, rows } = await steady(seat());
      expect(rows.filter((row) => row.outcome === 'value').length).toBeGreaterThan(3);
      for (const region of new Set(rows.map((row) => row.region))) {
        const prices = rows
          .filter((row) => row.region === region)
          .flatMap((row) => row.perAcceleratorHourUsd ?? []);
        const shown = cells.get(region)?.get('p5.48xlarge');
        if (prices.length > 0) expect(shown).toContain(usd(Math.min(...prices.map(Number)) * 1_000_000));
        else expect(shown ?? '').not.toContain('$');
      }
    });

    test('another question has an address of its own, which opens the same view', async () => {
      const { page } = await openView(seat(), QUESTION, 1440);
      await page.getByLabel('How many').selectOption('1');
      await page.getByLabel('For how long').selectOption('1d');
      await page.getByLabel('Where').selectOption('us-east-1');
      await page.getByRole('button', { name: 'Show' }).click();
      await page.waitForURL(/count=1&.*duration=1d&region=us-east-1/);
      await page.getByTestId('answer').getByText('1 × p5.48xlarge for 1 d').waitFor();
      const address = page.url().slice(seat().desk.length);
      await page.getByRole('link', { name: 'cheapest first' }).click();
      await page.waitForURL(/sort=price/);
      await page.close();
      const again = await openView(seat(), address, 1440);
      expect(await answerIn(again.page)).toMatch(/^1 × p5\.48xlarge for 1 d: /);
      expect(await again.page.getByLabel('Where').inputValue()).toBe('us-east-1');
      expect(await again.page.getByLabel('How many').inputValue()).toBe('1');
      expect(again.noise).toEqual([]);
      await again.page.close();
    });

    test('is worked with the keyboard alone: the question, and the command onto the clipboard', async () => {
      const { page, noise } = await openView(seat(), QUESTION, 1440);
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const isCopy = (name: string | undefined) => /^Copy, the command/.test(name ?? '');
      const reached = await tabThrough(page, (names) => isCopy(names.at(-1)));
      expect(
        reached.filter((name) => ['count', 'type', 'duration', 'region', 'Show'].includes(name)),
      ).toEqual(['count', 'type', 'duration', 'region', 'Show']);
      expect(isCopy(reached.at(-1))).toBe(true);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
        /^aws ec2 describe-capacity-block-offerings .*p5\.48xlarge/s,
      );
      expect(noise).toEqual([]);
      await page.close();
    });
  });
}

/** The matrix and the answer of the HTTP interface, of one moment: nothing has changed while the page was read. */
async function steady(
  seat: Seat,
): Promise<{ cells: Awaited<ReturnType<typeof readTable>>; rows: Blocks['rows'] }> {
  for (;;) {
    const before = await getJson<Blocks>(seat.desk + ASKED);
    const { page } = await openView(seat, QUESTION, 1440);
    const cells = await readTable(page, 'Every type and region');
    await page.close();
    const after = await getJson<Blocks>(seat.desk + ASKED);
    if (JSON.stringify(before.rows) === JSON.stringify(after.rows)) return { cells, rows: after.rows };
  }
}
