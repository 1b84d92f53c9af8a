import type { DigestDocument, DigestSection } from './document.ts';
import { when } from './figures.ts';

/** Where there is room for little: so many parts, with so many lines each. */
const SHORT_SECTIONS = 4;
const SHORT_ROWS = 6;

/** What a digest is, of which time, and when it comes. */
export function aboutDigest({ name, schedule, from, to }: DigestDocument): string {
  return `Digest “${name}”, ${schedule}: ${when(from)} to ${when(to)} UTC`;
}

/** The head of each of the first parts, as lines that need no table. */
export function shortSections({ sections }: DigestDocument): { title: string; lines: string[] }[] {
  return sections.slice(0, SHORT_SECTIONS).map((section) => {
    const lines = section.rows.slice(0, SHORT_ROWS).map(({ cells }) => lineOf(section, cells));
    const more = section.rows.length + section.hidden - lines.length;
    return { title: section.title, lines: more > 0 ? [...lines, `… +${more} more`] : lines };
  });
}

/** p5.48xlarge: now $38.21, change ▲ +3.1 % */
function lineOf({ heads }: DigestSection, [first = '', ...rest]: readonly string[]): string {
  const named = rest.map((cell, index) => {
    const head = heads[index + 1] ?? '';
    return `${head.startsWith('$') ? head : head.charAt(0).toLowerCase() + head.slice(1)} ${cell}`;
  });
  return `${first}: ${named.join(', ')}`;
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
