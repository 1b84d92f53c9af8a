import type { DigestDocument } from '#lib/digest/document.ts';
import type { Expected, ExpectedPictures, ExpectedSection } from './expected.ts';

/** What was found when the words of an issue were held against those that are expected. */
export type Verdict = { figures: number; wrong: string[] };

const FIGURE = /\d[\d,]*(?:\.\d+)?/g;
const countIn = (text: string) => text.match(FIGURE)?.length ?? 0;

/** Names of an issue and of what it is about: no figures of it. */
const NAMES = new Set([
  'name',
  'period',
  'schedule',
  'from',
  'to',
  'simulated',
  'path',
  'numbers',
  'narrow',
  'beneath',
  'brief',
  'leads',
]);

/** How many figures stand anywhere in an issue, wherever that may be. */
export function figuresIn(part: unknown): number {
  if (typeof part === 'string') return countIn(part);
  if (typeof part === 'number') return 1;
  if (Array.isArray(part)) return part.reduce((sum: number, each) => sum + figuresIn(each), 0);
  if (typeof part !== 'object' || part === null) return 0;
  return Object.entries(part)
    .filter(([key]) => !NAMES.has(key))
    .reduce((sum, [, each]) => sum + figuresIn(each), 0);
}

/** Holds every word of an issue against what is expected, and counts the figures that were. */
export function compare(document: DigestDocument, expected: Expected): Verdict {
  const verdict: Verdict = { figures: 0, wrong: [] };
  const same = (place: string, shown: unknown, wanted: readonly unknown[]) => {
    verdict.figures += figuresIn(shown);
    const texts = wanted.map((each) => JSON.stringify(each));
    if (!texts.includes(JSON.stringify(shown)))
      verdict.wrong.push(
        `${document.period}, ${place}: ${JSON.stringify(shown)} and not ${texts.slice(0, 3).join(' or ')}`,
      );
  };
  same('headline', document.headline, [expected.headline]);
  same('what is not known', document.incomplete, [expected.incomplete]);
  const titles = (sections: readonly { title: string }[]) => sections.map(({ title }) => title);
  if (titles(document.sections).join() !== titles(expected.sections).join())
    verdict.wrong.push(
      `${document.period}: parts ${titles(document.sections)} and not ${titles(expected.sections)}`,
    );
  for (const shown of document.sections) {
    const wanted = expected.sections.find(({ title }) => title === shown.title);
    if (wanted !== undefined) compareSection(shown, wanted, same);
  }
  return verdict;
}

function compareSection(
  shown: DigestDocument['sections'][number],
  wanted: ExpectedSection,
  same: (place: string, shown: unknown, wanted: readonly unknown[]) => void,
): void {
  const { title } = wanted;
  for (const part of ['title', 'note', 'heads', 'hidden'] as const)
    same(`${title}, ${part}`, shown[part], [wanted[part]]);
  const rows = shown.rows.map(({ cells }) => cells);
  for (const [index, cells] of rows.entries())
    same(`${title}, row ${index + 1}`, cells, wanted.rows[index] ?? []);
  comparePictures(shown.pictures, wanted.pictures, same);
  const different = new Set(rows.map((cells) => cells.join('|'))).size;
  same(`${title}, how many different rows`, `${'|'.repeat(different)}`, ['|'.repeat(wanted.rows.length)]);
}

function comparePictures(
  shown: DigestDocument['sections'][number]['pictures'],
  wanted: ExpectedPictures | undefined,
  same: (place: string, shown: unknown, wanted: readonly unknown[]) => void,
): void {
  same('pictures, note', shown?.note, [wanted?.note]);
  const moves = shown?.shown.map(({ title }) => `|${wanted?.of.get(title)?.by ?? 'no such type'}`);
  // Not counted: it stands in no issue.
  if (moves?.join('') !== wanted?.moves.map((by) => `|${by}`).join(''))
    same('pictures, which', 'others', ['those that moved most']);
  for (const picture of shown?.shown ?? [])
    same(`picture of ${picture.title}`, picture, [wanted?.of.get(picture.title)?.picture]);
}
