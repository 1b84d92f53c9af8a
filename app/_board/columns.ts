export const COLUMN_KEYS = [
  'desk',
  'memory',
  'price',
  'where',
  'unit',
  'share',
  'od',
  'spark',
  'h24',
  'd7',
  'd30',
  'block',
  'score',
  'interruption',
  'headroom',
  'pools',
  'changed',
  'age',
] as const;
/** A column that the reader may choose; its name in `?cols=`. */
export type ColumnKey = (typeof COLUMN_KEYS)[number];
/** What the rows may be sorted by. */
export type SortKey = Exclude<ColumnKey, 'where' | 'spark'> | 'type';
export const SORT_KEYS: readonly SortKey[] = [
  'type',
  ...COLUMN_KEYS.filter((key) => key !== 'where' && key !== 'spark'),
];
export type SortDir = 'asc' | 'desc';

export type Column = {
  key: ColumnKey | 'type';
  head: string;
  title: string;
  numeric: boolean;
  /** About the cheapest spot price: a row without one says so once, in the first of these. */
  isSpot?: boolean;
  /** Room that it takes in pixels, at its usual longest. */
  width: number;
  /** Which columns give way on a screen that has no room for all: the highest first. */
  rank: number;
  /** The direction a first click sorts by; absent: not sortable. */
  first?: SortDir;
};

/** The first column, which every board has. */
export const TYPE_COLUMN: Column = {
  key: 'type',
  head: 'Type',
  title: 'Instance type',
  numeric: false,
  width: 180,
  rank: 0,
  first: 'asc',
};

type Look = Omit<Column, 'key'>;

const LOOKS: Record<ColumnKey, Look> = {
  desk: {
    head: 'Accelerators',
    title: 'How many of which accelerator; sorts in the order of the desk, newest and largest first',
    numeric: false,
    width: 150,
    rank: 4,
    first: 'asc',
  },
  memory: {
    head: 'Memory',
    title: 'Memory of all accelerators of one instance together, in GiB',
    numeric: true,
    width: 90,
    rank: 16,
    first: 'desc',
  },
  price: {
    head: 'Cheapest spot',
    title: 'The lowest spot price for one instance for an hour, Linux',
    numeric: true,
    isSpot: true,
    width: 98,
    rank: 1,
    first: 'asc',
  },
  where: {
    head: 'Zone',
    title: 'Where the cheapest spot price is: zone ID, and region where there is room',
    numeric: false,
    isSpot: true,
    width: 80,
    rank: 6,
  },
  unit: {
    head: 'Per accelerator',
    title: 'The cheapest spot price for one accelerator for an hour',
    numeric: true,
    isSpot: true,
    width: 102,
    rank: 5,
    first: 'asc',
  },
  share: {
    head: 'Of on-demand',
    title: 'The cheapest spot price as a share of the on-demand price in the same region',
    numeric: true,
    isSpot: true,
    width: 106,
    rank: 7,
    first: 'asc',
  },
  od: {
    head: 'On-demand',
    title:
      'The on-demand price for one instance for an hour, Linux, in the region of the cheapest spot price; the lowest one where there is no spot price',
    numeric: true,
    width: 146,
    rank: 13,
    first: 'asc',
  },
  spark: {
    head: 'Zone, 30 days',
    title: 'The price over the last 30 days in the zone that is the cheapest now',
    numeric: false,
    isSpot: true,
    width: 92,
    rank: 3,
  },
  h24: {
    head: '24 h',
    title: 'Change of the lowest price, in whichever zone it was, over 24 hours',
    numeric: true,
    isSpot: true,
    width: 70,
    rank: 2,
    first: 'desc',
  },
  d7: {
    head: '7 d',
    title: 'Change of the lowest price, in whichever zone it was, over 7 days',
    numeric: true,
    isSpot: true,
    width: 78,
    rank: 11,
    first: 'desc',
  },
  d30: {
    head: '30 d',
    title: 'Change of the lowest price, in whichever zone it was, over 30 days',
    numeric: true,
    isSpot: true,
    width: 78,
    rank: 12,
    first: 'desc',
  },
  block: {
    head: 'Block, per accelerator',
    title:
      'The Capacity Block that starts soonest, of any size and length asked about: when, and what one accelerator costs for an hour',
    numeric: true,
    width: 128,
    rank: 8,
    first: 'asc',
  },
  score: {
    head: 'Placement',
    title:
      'AWS’s spot placement score of a group that has the type, 1 to 10, in the region of the cheapest spot price; the best one where that region is not asked about',
    numeric: true,
    width: 80,
    rank: 15,
    first: 'desc',
  },
  interruption: {
    head: 'Interrupted',
    title:
      'How many spot instances of the type were interrupted over the last month, in the region of the cheapest spot price (Spot Advisor)',
    numeric: true,
    width: 88,
    rank: 10,
    first: 'asc',
  },
  headroom: {
    head: 'Quota leaves',
    title:
      'How many more instances the quota lets start: on spot in the region of the cheapest spot price, on demand where there is none',
    numeric: true,
    width: 112,
    rank: 9,
    first: 'desc',
  },
  pools: {
    head: 'Pools',
    title: 'Zones with a spot price',
    numeric: true,
    isSpot: true,
    width: 46,
    rank: 17,
    first: 'desc',
  },
  changed: {
    head: 'Changed',
    title: 'Since when the cheapest pool has had this price',
    numeric: true,
    isSpot: true,
    width: 96,
    rank: 18,
    first: 'asc',
  },
  age: {
    head: 'Looked up',
    title: 'When the region of the cheapest pool was last looked at completely',
    numeric: true,
    isSpot: true,
    width: 82,
    rank: 14,
    first: 'asc',
  },
};

export const COLUMNS: readonly (Column & { key: ColumnKey })[] = COLUMN_KEYS.map((key) => ({
  key,
  ...LOOKS[key],
}));

/** What a board shows that nobody has asked for other columns. */
export const DEFAULT_COLUMNS: readonly ColumnKey[] = [
  'desk',
  'price',
  'where',
  'unit',
  'share',
  'od',
  'spark',
  'h24',
  'd7',
  'd30',
  'block',
  'interruption',
  'headroom',
];

/** The chosen columns in the order of the board, whatever the order they were named in. */
export function columnsOf(cols: readonly ColumnKey[]): (Column & { key: ColumnKey })[] {
  return COLUMNS.filter((column) => cols.includes(column.key));
}

/** Reads `?cols=`: the columns that there are, and the names that are none. Without a column that there is: the default. */
export function readColumns(text: string): { cols: readonly ColumnKey[]; unknown: string[] } {
  const names = [...new Set(text.split(',').map((name) => name.trim()))].filter(Boolean);
  const known = COLUMN_KEYS.filter((key) => names.includes(key));
  const unknown = names.filter((name) => !(COLUMN_KEYS as readonly string[]).includes(name));
  return { cols: known.length === 0 ? DEFAULT_COLUMNS : known, unknown };
}

/** What `?cols=` says of these columns; '' where they are the default. */
export function writeColumns(cols: readonly ColumnKey[]): string {
  const text = COLUMN_KEYS.filter((key) => cols.includes(key)).join();
  return text === COLUMN_KEYS.filter((key) => DEFAULT_COLUMNS.includes(key)).join() ? '' : text;
}

/** The columns with one more or one less; the last one stays. */
export function toggleColumn(cols: readonly ColumnKey[], key: ColumnKey): readonly ColumnKey[] {
  if (!cols.includes(key)) return COLUMN_KEYS.filter((one) => one === key || cols.includes(one));
  return cols.length === 1 ? cols : cols.filter((one) => one !== key);
}

/** What a click on a column asks for: its own direction first, then the other one. */
export function nextSort(
  now: { sort: SortKey; dir: SortDir },
  column: Column,
): { sort: SortKey; dir: SortDir } | undefined {
  const { key, first } = column;
  if (first === undefined || key === 'where' || key === 'spark') return undefined;
  const other = now.dir === 'asc' ? 'desc' : 'asc';
  return { sort: key, dir: now.sort === key ? other : first };
}
