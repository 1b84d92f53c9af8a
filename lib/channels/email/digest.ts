import type { DigestDocument, DigestPicture, DigestSection } from '#lib/digest/document.ts';
import { aboutDigest, sectionText } from '#lib/digest/text.ts';
import { escapeMarkup } from '#lib/domain/markup.ts';
import type { Message } from '../message.ts';
import { BODY, coloured, lines, linked, NOTE, pageOf, row, SMALL, TITLE } from './html.ts';
import { picturesHtml } from './pictures.ts';

const HEAD =
  'font-size:12px;color:#767676;font-weight:400;border-bottom:1px solid #767676;padding:4px 5px;word-break:normal';
// A figure is never broken in two; a phone is 375 pixels wide.
const CELL =
  'font-size:13px;line-height:1.4;padding:4px 5px;border-bottom:1px solid #b5b5b5;word-break:normal';

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

/** Each as wide as the others, a gap among them too. */
const letters = (line: string) =>
  `<span style="font-family:monospace;font-size:10px;line-height:1.2;white-space:pre;color:#767676">${escapeMarkup(line)}</span>`;

function sectionHtml(
  { title, note, heads, numbers, narrow, beneath, rows, hidden }: DigestSection,
  base?: string,
): string {
  const align = (column: number) => `text-align:${numbers.includes(column) ? 'right' : 'left'}`;
  const head = narrow
    .map(
      (column) =>
        `<th scope="col" style="${HEAD};${align(column)}">${escapeMarkup(heads[column] ?? '')}</th>`,
    )
    .join('');
  const body = rows
    .map(({ cells, path }) => {
      const own = narrow.map((column) => {
        const cell = cells[column] ?? '';
        const isLink = column === 0 && path !== undefined && base !== undefined;
        const shown = isLink ? linked(cell, base + path) : coloured(cell);
        const below = column === 0 && beneath !== undefined ? `<br>${letters(cells[beneath] ?? '')}` : '';
        return `<td style="${CELL};${align(column)}">${shown}${below}</td>`;
      });
      return `<tr>${own.join('')}</tr>`;
    })
    .join('\n');
  const more = hidden > 0 ? `<br>… +${hidden} more` : '';
  return `<b>${escapeMarkup(title)}</b>
<table cellpadding="0" cellspacing="0" border="0" style="width:100%;border-collapse:collapse;margin:4px 0">
<tr>${head}</tr>
${body}
</table>
<span style="${NOTE}">${escapeMarkup(note)}${more}</span>`;
}
