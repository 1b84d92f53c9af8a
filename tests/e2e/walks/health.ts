import { describe, expect, test } from 'vitest';
import { COLLECTORS } from '#lib/domain/collectors.ts';
import { collectorNames } from '#lib/health/collector-names.ts';
import { findBarriers, keepShot, openView, overhang, type Scheme, type Seat } from '../../helpers/browser.ts';
import { getJson } from '../../helpers/running.ts';

const BLOCKS = 'ec2:DescribeCapacityBlockOfferings';

/** The Health page of a desk all of whose collectors have looked. `standIn`: the address of the simulated AWS. */
export function walkHealth(seat: () => Seat, standIn: () => string): void {
  describe('Health', () => {
    test.each<[number, Scheme]>([
      [1440, 'light'],
      [1440, 'dark'],
      [390, 'light'],
      [390, 'dark'],
    ])('says that all can be trusted at %i pixels, %s', async (width, scheme) => {
      const { page, noise } = await openView(seat(), '/health', width, scheme);
      await page.getByText('Every collector has looked lately').waitFor();
      expect(await page.locator('section[aria-label="Findings"]').count()).toBe(0);
      expect(await page.locator('section[aria-label="Run ledger"] tbody tr').count()).toBe(50);
      expect(await overhang(page)).toBeLessThanOrEqual(0);
      await keepShot(page, `health-${width}-${scheme}`);
      expect(await findBarriers(page)).toEqual([]);
      expect(noise).toEqual([]);
      await page.close();
    });

    test('has every collector, in the matrix or as one figure', async () => {
      const { page } = await openView(seat(), '/health', 1440);
      const columns = await page
        .locator('section[aria-label="Collectors by region"] th abbr')
        .evaluateAll((all) => all.map((head) => head.getAttribute('title')));
      const figures = await page.locator('main dt').allTextContents();
      const missing = COLLECTORS.map((name) => collectorNames(name).full).filter(
        (name) => !columns.includes(name) && !figures.includes(name),
      );
      expect(missing).toEqual([]);
      await page.close();
    });

    test('tells how many Capacity Block calls were used of those allowed, and none was rejected', async () => {
      const { page } = await openView(seat(), '/health', 1440);
      const row = page.locator('section[aria-label="API budgets"] tr', { hasText: BLOCKS });
      const [, , last = '', present = '', allowed, ours, , throttled] = await row
        .locator('td')
        .allTextContents();
      expect(Number(last) + Number(present)).toBeGreaterThan(0);
      expect(Math.max(Number(last), Number(present))).toBeLessThanOrEqual(Number(ours));
      expect([allowed, throttled]).toEqual(['540', '0']);
      const { rejections } = await getJson<{ rejections: unknown }>(`${standIn()}/_stand-in/rejections`);
      expect(JSON.stringify(rejections)).not.toContain('DescribeCapacityBlockOfferings');
      await page.close();
    });
  });
}
