import { describe, expect, test } from 'vitest';
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

type Quotas = {
  rows: { region: string; scope: string; instancesLeft: number | null; limit: number | null }[];
};

const ASKED = '/api/v1/quotas?type=p5.48xlarge';

/** The Quotas page of a desk that has looked once. */
export function walkQuotas(seat: () => Seat): void {
  describe('Quotas', () => {
    test.each<[number, Scheme]>([
      [1440, 'light'],
      [1440, 'dark'],
      [390, 'light'],
      [390, 'dark'],
    ])(
      'says how many more may be started at %i pixels, %s, and what was asked for',
      async (width, scheme) => {
        const { page, noise } = await openView(seat(), '/quotas', width, scheme);
        const answer = page.locator('section[aria-label="What may be started of p5.48xlarge"]');
        expect(await answer.textContent()).toMatch(/[1-9]\d* more\s*in /);
        const requests = page.locator('section[aria-label="Requests for more"] tbody tr');
        expect(await requests.count()).toBeGreaterThan(3);
        expect(await requests.first().locator('ol:visible').textContent()).toMatch(/requested \d+ \w+/);
        expect(await overhang(page)).toBeLessThanOrEqual(0);
        await keepShot(page, `quotas-${width}-${scheme}`);
        expect(await findBarriers(page)).toEqual([]);
        expect(noise).toEqual([]);
        await page.close();
      },
    );

    test('shows in each region what the HTTP interface answers', async () => {
      const { cells, rows } = await steady(seat());
      const left = rows.filter((row) => row.scope === 'on-demand' && (row.instancesLeft ?? 0) > 0);
      expect(left.length).toBeGreaterThan(0);
      for (const { region, instancesLeft, limit } of left) {
        const shown = cells.get(region)?.get('On-demand');
        expect(shown).toContain(`${instancesLeft} more`);
        expect(shown).toContain(`of ${limit?.toLocaleString('en-US')} vCPU`);
      }
    });

    test('another type has an address of its own, which opens the same view', async () => {
      const { page } = await openView(seat(), '/quotas', 1440);
      await page.waitForSelector('[data-live="live"]');
      await page.getByLabel('Type', { exact: true }).selectOption('trn2.48xlarge');
      await page.waitForURL(/type=trn2\.48xlarge/);
      await page.getByRole('heading', { name: 'What may I start of trn2.48xlarge?' }).waitFor();
      const address = page.url().slice(seat().desk.length);
      await page.close();
      const again = await openView(seat(), address, 1440);
      await again.page.getByRole('heading', { name: 'What may I start of trn2.48xlarge?' }).waitFor();
      expect(await again.page.getByLabel('Type', { exact: true }).inputValue()).toBe('trn2.48xlarge');
      const reached = await tabThrough(again.page, (names) => names.at(-1) === 'p5.48xlarge');
      expect(reached).toContain('type');
      await again.page.keyboard.press('Enter');
      await again.page.getByRole('heading', { name: 'What may I start of p5.48xlarge?' }).waitFor();
      expect(again.noise).toEqual([]);
      await again.page.close();
    });
  });
}

/** The table and the answer of the HTTP interface, of one moment: nothing has changed while the page was read. */
async function steady(
  seat: Seat,
): Promise<{ cells: Awaited<ReturnType<typeof readTable>>; rows: Quotas['rows'] }> {
  for (;;) {
    const before = await getJson<Quotas>(seat.desk + ASKED);
    const { page } = await openView(seat, '/quotas', 1440);
    const cells = await readTable(page, 'What may be started of p5.48xlarge');
    await page.close();
    const after = await getJson<Quotas>(seat.desk + ASKED);
    if (JSON.stringify(before.rows) === JSON.stringify(after.rows)) return { cells, rows: after.rows };
  }
}
