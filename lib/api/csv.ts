export type Cell = string | number | boolean | null;

const FORMULA = /^[=+\-@\t\r\0]/;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;
const NEEDS_QUOTES = /[",\r\n]/;

/** One RFC 4180 line with its line end; a cell that a spreadsheet would run as a formula is led by an apostrophe. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = FORMULA.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A header and its rows, each row read by the header's names. */
export function csvTable<K extends string>(
  header: readonly K[],
  rows: Iterable<Readonly<Record<K, Cell>>>,
): string {
  let text = csvLine(header);
  for (const row of rows) text += csvLine(header.map((key) => row[key]));
  return text;
}
