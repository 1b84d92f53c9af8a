import type { DigestDocument, DigestSection } from './document.ts';
import { when } from './figures.ts';

/** Where there is room for little: so many lines of the first parts of the market, and of each of the others. */
const MARKET_SECTIONS = 2;
const [MARKET_ROWS, OTHER_ROWS] = [6, 3];

/** What a digest is, of which time, and when it comes. */
export function aboutDigest({ name, schedule, from, to }: DigestDocument): string {
  return `Digest “${name}”, ${schedule}: ${when(from)} to ${when(to)} UTC`;
}

/** What leads in each part that a chat shows, as lines that need no table. */
export function shortSections({ sections }: DigestDocument): { title: string; lines: string[] }[] {
  return sections.flatMap(({ title, brief, rows, leads, hidden }, index) => {
    if (brief === undefined) return [];
    const order = leads ?? [...rows.keys()];
    const lines = order
      .slice(0, index < MARKET_SECTIONS ? MARKET_ROWS : OTHER_ROWS)
      .map((place) => lineOf(brief, rows[place]?.cells ?? []));
    const more = rows.length + hidden - lines.length;
    return [{ title, lines: more > 0 ? [...lines, `… +${more} more`] : lines }];
  });
}

/** A unit belongs to a figure: there may be a word instead of one. */
function lineOf(brief: string, cells: readonly string[]): string {
  return brief.replace(/\{(\d+)\}(\/[\w-]+)?/g, (_, column: string, unit = '') => {
    const cell = cells[Number(column)] ?? '';
    return cell.startsWith('$') ? cell + unit : cell;
  });
}

/** A part in full: a table of text, its columns in line. */
export function sectionText({ title, note, heads, numbers, rows, hidden, pictures }: DigestSection): string {
  const all = [heads, ...rows.map(({ cells }) => cells)];
  const widths = heads.map((_, column) => Math.max(...all.map((cells) => width(cells[column] ?? ''))));
  const lines = all.map((cells) =>
    cells
      .map((cell, column) => pad(cell, widths[column] ?? 0, numbers.includes(column)))
      .join('  ')
      .trimEnd(),
  );
  const more = hidden > 0 ? [`… +${hidden} more`] : [];
  // What the pictures of the page show, in words: who reads text gets all of it.
  const shown = pictures?.shown.map(({ alt }) => `* ${alt}`) ?? [];
  return [title.toUpperCase(), ...lines, ...more, note, ...shown].join('\n');
}

const width = (text: string) => [...text].length;

function pad(text: string, to: number, right: boolean): string {
  const blanks = ' '.repeat(Math.max(0, to - width(text)));
  return right ? blanks + text : text + blanks;
}
