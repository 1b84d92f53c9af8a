import type { DigestDocument, DigestSection } from '#lib/digest/document.ts';
import { aboutDigest, sectionText } from '#lib/digest/text.ts';
import type { Message } from '../message.ts';
import { BODY, escapeHtml, lines, pageOf, row, SMALL, TITLE } from './html.ts';

/** Up and down, told apart by sign and arrow as well; both read on white and on black. */
const DEARER = '#c2410c';
const CHEAPER = '#0d8a6a';
const HEAD =
  'font-size:12px;color:#767676;font-weight:400;border-bottom:1px solid #767676;padding:4px 5px;word-break:normal';
// A figure is never broken in two; a phone is 375 pixels wide.
const CELL =
  'font-size:13px;line-height:1.4;padding:4px 5px;border-bottom:1px solid #b5b5b5;word-break:normal';
const NOTE = 'font-size:12px;line-height:1.4;color:#767676';

/** A digest in full, as text alone. */
export function digestText(document: DigestDocument, { footer, link }: Message): string {
  const parts = [
    document.headline,
    ...(document.incomplete.length > 0 ? [`NOT KNOWN IN FULL\n${document.incomplete.join('\n')}`] : []),
    ...document.sections.map(sectionText),
    ...(link === undefined ? [] : [`This issue in chipdesk: ${link}`]),
    `-- \n${[aboutDigest(document), ...footer.slice(-1)].join('\n')}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The same as a page: tables and styles in place, as every mail program shows them. */
export function digestHtml(
  document: DigestDocument,
  { titles: [title = ''], footer, link }: Message,
): string {
  const base = link === undefined ? undefined : new URL(link).origin;
  return pageOf(title, [
    row(TITLE, escapeHtml(document.headline)),
    ...(document.incomplete.length === 0
      ? []
      : [row(BODY, `<b>Not known in full</b><br>${lines(document.incomplete)}`)]),
    ...document.sections.map((section) => row(BODY, sectionHtml(section, base))),
    ...(link === undefined ? [] : [row(BODY, `<a href="${escapeHtml(link)}">This issue in chipdesk</a>`)]),
    row(SMALL, lines(footer)),
  ]);
}

function sectionHtml(
  { title, note, heads, numbers, narrow, rows, hidden }: DigestSection,
  base?: string,
): string {
  const align = (column: number) => `text-align:${numbers.includes(column) ? 'right' : 'left'}`;
  const head = narrow
    .map(
      (column) => `<th scope="col" style="${HEAD};${align(column)}">${escapeHtml(heads[column] ?? '')}</th>`,
    )
    .join('');
  const body = rows
    .map(({ cells, path }) => {
      const own = narrow.map((column) => {
        const cell = cells[column] ?? '';
        const isLink = column === 0 && path !== undefined && base !== undefined;
        return `<td style="${CELL};${align(column)}">${isLink ? linked(cell, base + path) : coloured(cell)}</td>`;
      });
      return `<tr>${own.join('')}</tr>`;
    })
    .join('\n');
  const more = hidden > 0 ? `<br>… +${hidden} more` : '';
  return `<b>${escapeHtml(title)}</b>
<table cellpadding="0" cellspacing="0" border="0" style="width:100%;border-collapse:collapse;margin:4px 0">
<tr>${head}</tr>
${body}
</table>
<span style="${NOTE}">${escapeHtml(note)}${more}</span>`;
}

function linked(text: string, url: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`;
}

/** What has a figure stays in one line; words may turn. */
function coloured(text: string): string {
  if (/^[$▲▼\d]/.test(text) && text.length < 16)
    return `<span style="white-space:nowrap">${toned(text)}</span>`;
  return toned(text);
}

function toned(text: string): string {
  const colour = text.startsWith('▲') ? DEARER : text.startsWith('▼') ? CHEAPER : undefined;
  return colour === undefined ? escapeHtml(text) : `<span style="color:${colour}">${escapeHtml(text)}</span>`;
}
