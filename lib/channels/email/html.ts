import { escapeMarkup } from '#lib/domain/markup.ts';
import type { Message } from '../message.ts';

// Colours that read on white and on black alike: mail programs turn one into the other as they please.
const FONT = 'font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
export const TITLE = `${FONT};font-size:18px;line-height:1.35;font-weight:600;padding:0 0 12px`;
export const BODY = `${FONT};font-size:14px;line-height:1.5;padding:0 0 12px`;
export const SMALL = `${FONT};font-size:12px;line-height:1.5;color:#767676;border-top:1px solid #767676;padding:12px 0 0`;
export const NOTE = 'font-size:12px;line-height:1.4;color:#767676';
/** Up and down, told apart by sign and arrow as well; both read on white and on black. */
const DEARER = '#c2410c';
const CHEAPER = '#0d8a6a';

/** The message as a page: one table, styles in place, nothing that is fetched. */
export function htmlOf({ titles, members, footer, link, snooze }: Message, hidden: number): string {
  const [first = '', ...rest] = titles;
  const rows = [
    row(TITLE, escapeMarkup(first)),
    ...(rest.length > 0 ? [row(BODY, lines(rest))] : []),
    ...members.map(({ headline, figures }) =>
      row(
        BODY,
        (headline === null ? '' : `<b>${escapeMarkup(headline)}</b><br>`) + lines(figures.split('\n')),
      ),
    ),
    ...(hidden > 0 ? [row(BODY, `… +${hidden} more`)] : []),
    ...(link === undefined ? [] : [row(BODY, `<a href="${escapeMarkup(link)}">Open in chipdesk</a>`)]),
    ...(snooze === undefined
      ? []
      : [row(BODY, `<a href="${escapeMarkup(snooze)}">Silence this for a while</a>`)]),
    row(SMALL, lines(footer)),
  ];
  return pageOf(first, rows);
}

/** Rows as a whole page: one table, nothing that is fetched. */
export function pageOf(title: string, rows: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeMarkup(title)}</title>
</head>
<body style="margin:0;padding:16px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px">
${rows.join('\n')}
</table>
</body>
</html>
`;
}

/** One row of the table that a mail is. */
export function row(style: string, content: string): string {
  return `<tr><td style="${style};word-break:break-word">${content}</td></tr>`;
}

export function lines(texts: readonly string[]): string {
  return texts.map(escapeMarkup).join('<br>');
}

export function linked(text: string, url: string): string {
  return `<a href="${escapeMarkup(url)}">${escapeMarkup(text)}</a>`;
}

/** A figure, or the ID of a zone, stays in one line; words may turn. */
export function coloured(text: string): string {
  if (!/^[$▲▼\d]|^\w+-az\d+$/.test(text) || text.length > 15) return toned(text);
  return `<span style="white-space:nowrap">${toned(text)}</span>`;
}

function toned(text: string): string {
  const colour = text.startsWith('▲') ? DEARER : text.startsWith('▼') ? CHEAPER : undefined;
  return colour === undefined
    ? escapeMarkup(text)
    : `<span style="color:${colour}">${escapeMarkup(text)}</span>`;
}
