import type { TypeFacts } from '#db/queries/board.ts';
import { globTest, isTypeGlob } from '#lib/domain/glob.ts';
import {
  type ColumnKey,
  readColumns,
  SORT_KEYS,
  type SortDir,
  type SortKey,
  writeColumns,
} from './columns.ts';

export const GROUPS = ['accelerator'] as const;
type Group = '' | (typeof GROUPS)[number];

/** What the board shows, as its URL says it; empty text means every one. */
export type BoardFilter = {
  vendor: string;
  family: string;
  purpose: string;
  /** Regions, comma-separated. */
  region: string;
  q: string;
  /** Types marked by a reader; empty: no matter whether they are. */
  watched: readonly string[];
  group: Group;
  cols: readonly ColumnKey[];
  /** Names in `?cols=` that are no columns. */
  unknownCols: readonly string[];
  sort: SortKey;
  dir: SortDir;
};

export type SearchParams = Record<string, string | string[] | undefined>;

const LONGEST = 60;
const LONGEST_LIST = 4000;
/** As many as a list of the HTTP interface has. */
export const MOST_WATCHED = 100;

/** Reads the filter from a URL; what it does not know it leaves out, as a page may be kept for years. */
export function parseFilter(params: SearchParams): BoardFilter {
  const text = (name: string, longest = LONGEST) => {
    const value = params[name];
    return (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).trim().slice(0, longest);
  };
  const { cols, unknown } = readColumns(text('cols', LONGEST_LIST));
  return {
    vendor: text('vendor'),
    family: text('family'),
    purpose: text('purpose'),
    region: text('region', LONGEST_LIST),
    q: text('q'),
    watched: readList(text('watched', LONGEST_LIST)).slice(0, MOST_WATCHED),
    group: GROUPS.find((group) => group === text('group')) ?? '',
    cols,
    unknownCols: unknown,
    sort: SORT_KEYS.find((key) => key === text('sort')) ?? 'desk',
    dir: text('dir') === 'desc' ? 'desc' : 'asc',
  };
}

function readList(text: string): string[] {
  return [...new Set(text.split(',').map((name) => name.trim()))].filter(Boolean).sort();
}

/** The address of the board with this filter, without what is at its default. */
export function filterHref(filter: BoardFilter, change: Partial<BoardFilter> = {}): string {
  const query = filterQuery({ ...filter, ...change });
  return query === '' ? '/' : `/?${query}`;
}

/** The filter as a query string, without its question mark; also what the HTTP interface is asked for the same view. */
export function filterQuery(filter: BoardFilter): string {
  const params = new URLSearchParams();
  for (const name of ['vendor', 'family', 'purpose', 'region', 'q', 'group'] as const)
    if (filter[name] !== '') params.set(name, filter[name]);
  if (filter.watched.length > 0) params.set('watched', filter.watched.join());
  const cols = writeColumns(filter.cols);
  if (cols !== '') params.set('cols', cols);
  if (filter.sort !== 'desk' || filter.dir !== 'asc') {
    params.set('sort', filter.sort);
    params.set('dir', filter.dir);
  }
  // Lists stay readable: a comma needs no escape in a query.
  return params.toString().replaceAll('%2C', ',');
}

/** The regions that the filter names; undefined means every one. */
export function regionsOf({ region }: Pick<BoardFilter, 'region'>): string[] | undefined {
  const regions = readList(region);
  return regions.length === 0 ? undefined : regions;
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
  if (filter.watched.length > 0 && !filter.watched.includes(type.name)) return false;
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
