import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export const HAS_CHROMIUM = existsSync(CHROMIUM);

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, ...QUIET] });
}

export type Scheme = 'light' | 'dark';
/** A desk and a browser that looks at it. */
export type Seat = { browser: Browser; desk: string };
/** An open page, and what it said or asked for that it should not have. */
export type View = { page: Page; noise: string[] };

function countShifts(): void {
  const scope = globalThis as unknown as { shifted: number };
  scope.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[])
      if (!entry.hadRecentInput) scope.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Opens a page of the desk. Every console message, error and request to another origin is noise. */
export async function openView(
  { browser, desk }: Seat,
  path: string,
  width: number,
  scheme: Scheme = 'light',
): Promise<View> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  await page.addInitScript(countShifts);
  const noise: string[] = [];
  page.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== desk) noise.push(`asked for ${request.url()}`);
  });
  await page.goto(desk + path, { waitUntil: 'domcontentloaded' });
  return { page, noise };
}

/** How many pixels the page is wider than the window: 0 or less is a page that fits. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** What axe finds that is serious or worse, each with the first element that has it. */
export async function seriousViolations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 160)}`);
  });
}

/** How far what was already there has moved since the page began: 0 where nothing jumps. */
export function layoutShift(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as { shifted: number }).shifted);
}

/** Keeps a picture of the whole page in the folder that E2E_SHOTS names; without it, none. */
export async function keepShot(page: Page, name: string): Promise<void> {
  const folder = process.env.E2E_SHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/**
 * What would stop somebody who cannot see the page or has no mouse: controls without a name, tables without heads or
 * caption, headings that skip a level, pictures that are neither described nor hidden.
 */
export function findBarriers(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = (selector: string) => [...document.querySelectorAll(selector)];
    const show = (element: Element) => element.outerHTML.slice(0, 120);
    const labelOf = (element: Element) =>
      [...((element as HTMLSelectElement).labels ?? [])]
        .map((label) => label.textContent?.replace(element.textContent ?? '', '') ?? '')
        .join('');
    const nameOf = (element: Element) => {
      const own = element.matches('select, input') ? labelOf(element) : element.textContent;
      return (element.getAttribute('aria-label') ?? own ?? '').trim();
    };
    const levels = all('h1, h2, h3, h4').map((heading) => Number(heading.tagName[1]));
    const ids = all('[id]').map((element) => element.id);
    const where = (bad: string, elements: Element[]) => elements.map((one) => `${bad}: ${show(one)}`);
    return [
      ...(document.documentElement.lang === '' ? ['the page has no language'] : []),
      ...(document.title === '' ? ['the page has no title'] : []),
      ...(all('main').length === 1 ? [] : [`${all('main').length} main parts`]),
      ...(levels.filter((level) => level === 1).length === 1 ? [] : ['not one h1']),
      ...levels.flatMap((level, at) =>
        at > 0 && level > (levels[at - 1] ?? 0) + 1 ? [`an h${level} follows an h${levels[at - 1]}`] : [],
      ),
      ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `two elements have the id ${id}`),
      ...where(
        'no name',
        all('a[href], button, summary, select, input:not([type=hidden])').filter((one) => nameOf(one) === ''),
      ),
      ...where(
        'a nav or section without a name',
        all('nav, section').filter((one) => !one.ariaLabel && !one.hasAttribute('aria-labelledby')),
      ),
      ...where(
        'a head of nothing',
        all('th').filter((one) => !one.hasAttribute('scope')),
      ),
      ...where(
        'a table without heads',
        all('table').filter((one) => one.querySelector('th') === null),
      ),
      ...where(
        'a table without a caption',
        all('table').filter((one) => one.querySelector('caption') === null),
      ),
      ...where(
        'a picture neither described nor hidden',
        all('svg, img').filter(
          (one) => !one.ariaHidden && !one.ariaLabel && one.closest('[aria-hidden]') === null,
        ),
      ),
      ...where(
        'a tab order of its own',
        all('[tabindex]').filter((one) => Number(one.getAttribute('tabindex')) > 0),
      ),
    ];
  });
}

/** What the keyboard reaches, in order: the names of form fields, and of all else the words. */
export async function tabThrough(
  page: Page,
  isEnough: (reached: readonly string[]) => boolean,
): Promise<string[]> {
  const reached: string[] = [];
  for (let press = 0; press < 400 && !isEnough(reached); press++) {
    await page.keyboard.press('Tab');
    reached.push(
      await page.evaluate(() => {
        const active = document.activeElement;
        return active?.getAttribute('name') ?? (active?.textContent ?? '').trim();
      }),
    );
  }
  return reached;
}
