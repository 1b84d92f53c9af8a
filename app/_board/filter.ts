import type { TypeFacts } from '#db/queries/board.ts';
import { globTest, isTypeGlob } from '#lib/domain/glob.ts';

const SORT_KEYS = [
  'desk',
  'type',
  'price',
  'unit',
  'share',
  'od',
  'h24',
  'd7',
  'd30',
  'pools',
  'age',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export type SortDir = 'asc' | 'desc';

/** What the board shows, as its URL says it; empty text means every one. */
export type BoardFilter = {
  vendor: string;
  family: string;
  purpose: string;
  region: string;
  q: string;
  sort: SortKey;
  dir: SortDir;
};

export type SearchParams = Record<string, string | string[] | undefined>;

const LONGEST = 60;

/** Reads the filter from a URL; what it does not know it leaves out, as a page may be kept for years. */
export function parseFilter(params: SearchParams): BoardFilter {
  const text = (name: string) => {
    const value = params[name];
    return (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).trim().slice(0, LONGEST);
  };
  const sort = SORT_KEYS.find((key) => key === text('sort')) ?? 'desk';
  const dir = text('dir') === 'desc' ? 'desc' : 'asc';
  return {
    vendor: text('vendor'),
    family: text('family'),
    purpose: text('purpose'),
    region: text('region'),
    q: text('q'),
    sort,
    dir,
  };
}

/** The address of the board with this filter, without what is at its default. */
export function filterHref(filter: BoardFilter, change: Partial<BoardFilter> = {}): string {
  const merged = { ...filter, ...change };
  const params = new URLSearchParams();
  for (const name of ['vendor', 'family', 'purpose', 'region', 'q'] as const)
    if (merged[name] !== '') params.set(name, merged[name]);
  if (merged.sort !== 'desk') {
    params.set('sort', merged.sort);
    params.set('dir', merged.dir);
  }
  const query = params.toString();
  return query === '' ? '/' : `/?${query}`;
}

/** What the text asks for: words over types, and the regions that its other words name; undefined means every one. */
export type TextQuery = { words: string[]; regions: string[] | undefined };

/** Sorts the words of the text: one that is part of a region's name and of no type narrows the regions. */
export function readText(q: string, types: readonly TypeFacts[], regions: readonly string[]): TextQuery {
  const all = q.toLowerCase().split(/\s+/).filter(Boolean);
  const isPlace = (word: string) =>
    regions.some((region) => region.includes(word)) && !types.some((type) => matchesWord(word, type));
  const places = all.filter(isPlace);
  const words = all.filter((word) => !places.includes(word));
  if (places.length === 0) return { words, regions: undefined };
  const inAll = regions.filter((region) => places.every((place) => region.includes(place)));
  const inAny = regions.filter((region) => places.some((place) => region.includes(place)));
  return { words, regions: inAll.length > 0 ? inAll : inAny };
}

/** True when a type is one the filter asks for; a word may name its type, chip or vendor, or be a pattern of types. */
export function matchesType(filter: BoardFilter, words: readonly string[], type: TypeFacts): boolean {
  if (filter.vendor !== '' && filter.vendor !== type.vendor) return false;
  if (filter.family !== '' && filter.family !== type.family) return false;
  if (!matchesPurpose(filter.purpose, type.purpose)) return false;
  return words.every((word) => matchesWord(word, type));
}

/** A type for both purposes answers to either of them. */
function matchesPurpose(wanted: string, purpose: string): boolean {
  return (
    wanted === '' ||
    wanted === purpose ||
    (purpose === 'both' && (wanted === 'training' || wanted === 'inference'))
  );
}

/** More stars than this are text: a pattern backtracks, and nobody types five. */
const MOST_STARS = 4;

function matchesWord(word: string, type: TypeFacts): boolean {
  if (/[*?]/.test(word) && isTypeGlob(word) && word.split('*').length - 1 <= MOST_STARS)
    return globTest(word)(type.name);
  return `${type.name} ${type.accelerator} ${type.vendor}`.toLowerCase().includes(word);
}
