import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HAS_CHROMIUM, keepShot, launchChromium, overhang, seriousViolations } from '../helpers/browser.ts';
import { mailedIssue } from '../helpers/digest-desk.ts';

/** The page of a mail as a mail program opens it, which has its pictures at hand. */
async function mailPage(): Promise<string> {
  const { first } = await mailedIssue();
  return first.images.reduce((html, { headers, body }) => {
    const cid = headers.get('content-id')?.slice(1, -1) ?? '';
    return html.replace(`cid:${cid}`, `data:image/png;base64,${body.toString('base64')}`);
  }, first.html);
}

let browser: Browser;

describe.skipIf(!HAS_CHROMIUM)(
  'the mail of a digest, opened (skipped where Chromium is not installed)',
  () => {
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser.close());

    test.each([
      [600, 'light', 2],
      [600, 'dark', 2],
      [375, 'light', 1],
      [375, 'dark', 1],
    ] as const)('fits %i pixels, %s: sharp pictures, %i in a row', async (width, colorScheme, across) => {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      await page.setContent(await mailPage());
      await keepShot(page, `digest-mail-${width}-${colorScheme}`);
      expect(await overhang(page)).toBeLessThanOrEqual(0);
      const images = await page.locator('img').evaluateAll((all) =>
        all.map((one) => {
          const image = one as HTMLImageElement;
          const { top, width: shown } = image.getBoundingClientRect();
          return { top, sharpness: image.naturalWidth / shown };
        }),
      );
      expect(images.map(({ sharpness }) => sharpness)).toEqual(new Array(6).fill(2));
      expect(images.filter(({ top }) => top === images[0]?.top)).toHaveLength(across);
      expect(await seriousViolations(page)).toEqual([]);
      await page.close();
    });
  },
);
