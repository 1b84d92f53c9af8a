import type { DigestSection } from '#lib/digest/document.ts';
import { escapeMarkup } from '#lib/domain/markup.ts';
import { coloured, linked, NOTE } from './html.ts';

// What cells inherit stands once in each row: Gmail cuts a mail at 102 kB.
const HEADS = 'font-size:12px;line-height:1.3;color:#767676;word-break:normal';
const HEAD = 'font-weight:400;border-bottom:1px solid #767676;padding:4px';
const ROW = 'font-size:13px;line-height:1.4;word-break:normal';
const CELL = 'padding:4px;border-bottom:1px solid #b5b5b5';
const BELOW = 'font-size:11px;color:#767676';
/** Letters each as wide as the others, the gaps among them too. */
const LINE = `font-family:monospace;font-size:10px;white-space:pre;color:#767676`;

type Row = DigestSection['rows'][number];

/** A part of a digest as a table of the columns that a phone has room for. */
export function sectionHtml(section: DigestSection, base?: string): string {
  const { title, note, narrow, rows, hidden } = section;
  const head = narrow.map((column) => headHtml(section, column)).join('');
  const body = rows.map(
    (row) =>
      `<tr valign="top" style="${ROW}">${narrow.map((column) => cellHtml(section, row, column, base)).join('')}</tr>`,
  );
  const more = hidden > 0 ? `<br>… +${hidden} more` : '';
  return `<b>${escapeMarkup(title)}</b>
<table cellpadding="0" cellspacing="0" border="0" style="width:100%;border-collapse:collapse;margin:4px 0">
<tr valign="top" style="${HEADS}">${head}</tr>
${body.join('\n')}
</table>
<span style="${NOTE}">${escapeMarkup(note)}${more}</span>`;
}

const belowOf = ({ beneath }: DigestSection, column: number) =>
  beneath?.find(([above]) => above === column)?.[1];

const alignOf = ({ numbers }: DigestSection, column: number) =>
  numbers.includes(column) ? ';text-align:right' : ';text-align:left';

function headHtml(section: DigestSection, column: number): string {
  const names = [column, belowOf(section, column)].flatMap((each) =>
    each === undefined ? [] : [escapeMarkup(section.heads[each] ?? '')],
  );
  return `<th scope="col" style="${HEAD}${alignOf(section, column)}">${names.join('<br>')}</th>`;
}

function cellHtml(section: DigestSection, { cells, path }: Row, column: number, base?: string): string {
  const cell = cells[column] ?? '';
  const isLink = column === 0 && path !== undefined && base !== undefined;
  const below = belowOf(section, column);
  const own = isLink ? linked(cell, base + path) : coloured(cell);
  const more = below === undefined ? '' : `<br>${belowHtml(cells[below] ?? '')}`;
  return `<td style="${CELL}${alignOf(section, column)}">${own}${more}</td>`;
}

const belowHtml = (cell: string) =>
  /^[▁-█ ]+$/.test(cell)
    ? `<span style="${LINE}">${cell}</span>`
    : `<span style="${BELOW}">${coloured(cell)}</span>`;
