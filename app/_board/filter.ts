import type { TypeFacts } from '#db/queries/board.ts';

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

/** True when a type is one the filter asks for; the text may name its type, chip, vendor or family. */
export function matchesType(filter: BoardFilter, type: TypeFacts): boolean {
  if (filter.vendor !== '' && filter.vendor !== type.vendor) return false;
  if (filter.family !== '' && filter.family !== type.family) return false;
  if (!matchesPurpose(filter.purpose, type.purpose)) return false;
  return matchesText(filter.q, `${type.name} ${type.accelerator} ${type.vendor}`);
}

/** A type for both purposes answers to either of them. */
function matchesPurpose(wanted: string, purpose: string): boolean {
  return (
    wanted === '' ||
    wanted === purpose ||
    (purpose === 'both' && (wanted === 'training' || wanted === 'inference'))
  );
}

/** Every word of the text has to be there, in any order and case. */
function matchesText(q: string, haystack: string): boolean {
  const lower = haystack.toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
