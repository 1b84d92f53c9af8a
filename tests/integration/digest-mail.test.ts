import { describe, expect, it } from 'vitest';
import { readIssue } from '#db/queries/digest/issues.ts';
import { digestHtml, digestText } from '#lib/channels/email/digest.ts';
import { digestSchema } from '#lib/digest/document.ts';
import { type Leaf, mailedIssue } from '../helpers/digest-desk.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Every <img> of a page: what it names, how large it is shown, and what it says to whoever does not see it. */
const imagesOf = (html: string) =>
  [...html.matchAll(/<img src="([^"]*)" width="(\d+)" height="(\d+)" alt="([^"]*)"/g)].map(
    ([, src = '', width, height, alt = '']) => ({ src, width: Number(width), height: Number(height), alt }),
  );

const sizeOf = (png: Leaf) => ({ width: png.body.readUInt32BE(16), height: png.body.readUInt32BE(20) });

describe('the mail of an issue', () => {
  it('has its pictures in itself: text beside a page, and with the page what it shows', async () => {
    const { mails } = await mailedIssue();
    expect(mails).toHaveLength(2);
    for (const mail of mails) {
      expect(mail.type).toBe('multipart/alternative');
      expect(mail.parts.map(({ type }) => type)).toEqual(['text/plain', 'multipart/related']);
      expect(mail.parts[1]?.parts.map(({ type }) => type)).toEqual([
        'text/html',
        ...new Array(6).fill('image/png'),
      ]);
    }
  });

  it('names each picture once, shows it at half its pixels, and tells its figures to whoever does not see it', async () => {
    const { first } = await mailedIssue();
    const shown = imagesOf(first.html);
    expect(shown.map(({ src }) => src)).toEqual(first.images.map(({ headers }) => cidOf(headers)));
    expect(new Set(shown.map(({ src }) => src)).size).toBe(6);
    for (const [index, image] of first.images.entries()) {
      expect(image.body.subarray(0, 8)).toEqual(PNG);
      const { width, height } = sizeOf(image);
      expect([width, height]).toEqual([(shown[index]?.width ?? 0) * 2, (shown[index]?.height ?? 0) * 2]);
      expect(image.body.length).toBeLessThan(12_000);
      expect(image.headers.get('content-disposition')).toMatch(/^inline/);
    }
    // Nothing of the lowest price of each day is only in the picture; the last is what it is now, 12 % above its base.
    expect(shown[0]?.alt).toBe(
      'inf2.48xlarge, lowest spot price of each UTC day, 26 Aug to 23 Nov: $15.70/h on 26 Aug at first, $16.80/h on 23 Nov at last, lowest $15.00/h on 27 Aug, highest $16.80/h on 23 Nov; 83 of 90 days known',
    );
  });

  it('shows the six types that moved most, says so, and leaves out the one that did not', async () => {
    const { first } = await mailedIssue();
    const types = imagesOf(first.html).map(({ alt }) => alt.split(',')[0]);
    expect(types).toEqual([
      ...['inf2.48xlarge', 'trn1.32xlarge', 'g5.48xlarge', 'g6.48xlarge', 'p5en.48xlarge', 'p4d.24xlarge'],
    ]);
    expect(first.html).toContain('Pictures: the 6 of 7 types that moved most');
  });

  it('says all of it in its text: every row of every part, and what the pictures show', async () => {
    const { desk, first } = await mailedIssue();
    const issue = readIssue(desk.db, 'weekly', '2026-W48');
    expect(issue?.sections.length).toBeGreaterThan(2);
    for (const { rows, pictures } of issue?.sections ?? []) {
      for (const cell of rows.flatMap(({ cells }) => cells)) expect(first.text).toContain(cell);
      for (const { alt } of pictures?.shown ?? []) expect(first.text).toContain(alt);
    }
  });

  it('has a page that no mail program cuts, fetches nothing, and lays out with tables alone', async () => {
    const { first } = await mailedIssue();
    expect(Buffer.byteLength(first.html)).toBeLessThan(102_000);
    expect(first.html).not.toMatch(/src="(?!cid:)|<link|<style|<script|url\(|flex|grid|position:/i);
    expect(first.images.reduce((sum, { body }) => sum + body.length, 0)).toBeLessThan(60_000);
  });

  it('names the parts that would make it too long for Gmail, keeps the way out, and has them in its text', async () => {
    const { desk } = await mailedIssue();
    const issue = readIssue(desk.db, 'weekly', '2026-W48');
    if (issue === undefined) throw new Error('there is no issue');
    const [part] = issue.sections.slice(-1);
    if (part === undefined) throw new Error('the issue says nothing');
    const rows = Array.from({ length: 400 }, (_, index) => ({ cells: part.heads.map(() => `row ${index}`) }));
    const long = { ...issue, sections: [...issue.sections, { ...part, title: 'A long part', rows }] };
    const links = { link: undefined, unsubscribe: 'https://desk.example.com/unsubscribe/x' };
    const message = { titles: ['x'], members: [], footer: ['foot'], link: undefined, snooze: undefined };
    const html = digestHtml(long, message, links);
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
    expect(html).toContain('Too long for one page: A long part.');
    expect(html).toContain('Unsubscribe from this digest');
    expect(digestText(long, message, links)).toContain('row 399');
  });

  it('leaves without pictures where they cannot be drawn, and the log says so', async () => {
    const warned: unknown[] = [];
    const { first } = await mailedIssue({
      draw: () => Promise.reject(new Error('no build of resvg for this machine')),
      log: { warn: (...said: unknown[]) => warned.push(said) } as never,
    });
    expect(first.images).toEqual([]);
    expect(first.html).not.toMatch(/<img|Pictures:/);
    expect(first.html).toContain('inf2.48xlarge');
    expect(JSON.stringify(warned)).toContain('no build of resvg for this machine');
  });
});

describe('the pictures of an issue', () => {
  it('are kept in the archive as data, with the week that nobody knows', async () => {
    const { desk } = await mailedIssue();
    const shown = readIssue(desk.db, 'weekly', '2026-W48')?.sections.flatMap((part) => part.pictures?.shown);
    expect(shown?.[0]?.title ?? shown?.find(Boolean)?.title).toBe('inf2.48xlarge');
    const [picture] = shown?.filter((one) => one !== undefined) ?? [];
    const gap = picture?.gaps[0];
    expect(picture?.gaps).toHaveLength(1);
    expect(((gap?.to ?? 0) - (gap?.from ?? 0)) / 86_400_000).toBe(7);
  });

  it('are none in an issue from before there were any', () => {
    const old = {
      ...{ name: 'weekly', period: '2026-W40', schedule: 'Mondays', from: 0, to: 1, headline: 'x' },
      ...{ incomplete: [], simulated: false },
      sections: [{ title: 't', note: '', heads: [], numbers: [], narrow: [], rows: [], hidden: 0 }],
    };
    expect(digestSchema.parse(old).sections[0]?.pictures).toBeUndefined();
  });
});

function cidOf(headers: Map<string, string>): string {
  return `cid:${headers.get('content-id')?.slice(1, -1)}`;
}
