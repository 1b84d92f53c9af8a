import type { DigestDocument, DigestPicture } from '#lib/digest/document.ts';
import { aboutDigest, sectionText } from '#lib/digest/text.ts';
import { escapeMarkup } from '#lib/domain/markup.ts';
import type { Message } from '../message.ts';
import { BODY, lines, linked, pageOf, row, SMALL, TITLE } from './html.ts';
import { picturesHtml } from './pictures.ts';
import { sectionHtml } from './table.ts';

const STOP = 'Unsubscribe from this digest';

/** What leads out of a digest: to its page, to the end of it, and to the pictures that travel with it, by their ids. */
export type DigestLinks = {
  link: string | undefined;
  unsubscribe: string | undefined;
  cidOf?: (picture: DigestPicture) => string;
};

/** A digest in full, as text alone. */
export function digestText(
  document: DigestDocument,
  { footer }: Message,
  { link, unsubscribe }: DigestLinks,
): string {
  const parts = [
    document.headline,
    ...(document.incomplete.length > 0 ? [`NOT KNOWN IN FULL\n${document.incomplete.join('\n')}`] : []),
    ...document.sections.map(sectionText),
    ...(link === undefined ? [] : [`This issue in chipdesk: ${link}`]),
    `-- \n${[aboutDigest(document), ...footer.slice(-1), ...(unsubscribe === undefined ? [] : [`${STOP}: ${unsubscribe}`])].join('\n')}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/**
 * The same as a page: tables and styles in place, as every mail program shows them. With pictures where `cidOf` says
 * under which id one travels.
 */
export function digestHtml(
  document: DigestDocument,
  { titles: [title = ''], footer }: Message,
  { link, unsubscribe, cidOf }: DigestLinks,
): string {
  const base = link === undefined ? undefined : new URL(link).origin;
  return pageOf(title, [
    row(TITLE, escapeMarkup(document.headline)),
    ...(document.incomplete.length === 0
      ? []
      : [row(BODY, `<b>Not known in full</b><br>${lines(document.incomplete)}`)]),
    ...fitting(
      document.sections.map((section) => ({
        part: section.title,
        html: row(BODY, sectionHtml(section, base) + picturesHtml(section.pictures, base, cidOf)),
      })),
    ),
    ...(link === undefined ? [] : [row(BODY, `<a href="${escapeMarkup(link)}">This issue in chipdesk</a>`)]),
    row(SMALL, lines(footer) + (unsubscribe === undefined ? '' : `<br>${linked(STOP, unsubscribe)}`)),
  ]);
}

/** Gmail hides what comes after 102 kB, the way out of the list with it: the head and the foot need the rest. */
const MOST_BYTES = 92_000;

/** The parts there is room for, and the names of those that stand in the text and in the archive only. */
function fitting(parts: readonly { part: string; html: string }[]): string[] {
  const fits: string[] = [];
  let bytes = 0;
  for (const [index, { html }] of parts.entries()) {
    bytes += new TextEncoder().encode(html).length;
    if (bytes > MOST_BYTES) {
      const names = parts.slice(index).map(({ part }) => part);
      const more = `Too long for one page: ${names.join(', ')}. All of it is in the text of this mail and in chipdesk.`;
      return [...fits, row(BODY, escapeMarkup(more))];
    }
    fits.push(html);
  }
  return fits;
}
