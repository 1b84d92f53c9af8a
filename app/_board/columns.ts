import type { BoardFilter, SortDir, SortKey } from './filter.ts';

export type Column = {
  key: SortKey | 'where' | 'spark';
  head: string;
  title: string;
  /** Where it is shown; a narrow screen keeps type, line, price and change. */
  show: string;
  numeric: boolean;
  /** The direction a first click sorts by; absent: not sortable. */
  first?: SortDir;
};

export const COLUMNS: readonly Column[] = [
  { key: 'type', head: 'Type', title: 'Instance type', show: '', numeric: false, first: 'asc' },
  {
    key: 'desk',
    head: 'Accelerators',
    title: 'How many of which accelerator; sorts in the order of the desk, newest and largest first',
    show: 'max-md:hidden',
    numeric: false,
    first: 'asc',
  },
  {
    key: 'price',
    head: 'Cheapest spot',
    title: 'The lowest spot price for one instance for an hour, Linux',
    show: '',
    numeric: true,
    first: 'asc',
  },
  {
    key: 'where',
    head: 'Where',
    title: 'Zone ID and region of the cheapest spot price',
    show: 'max-lg:hidden',
    numeric: false,
  },
  {
    key: 'unit',
    head: 'Per accelerator',
    title: 'The cheapest spot price for one accelerator for an hour',
    show: 'max-md:hidden',
    numeric: true,
    first: 'asc',
  },
  {
    key: 'share',
    head: 'Of on-demand',
    title: 'The cheapest spot price as a share of the on-demand price in the same region',
    show: 'max-lg:hidden',
    numeric: true,
    first: 'asc',
  },
  {
    key: 'od',
    head: 'On-demand',
    title:
      'The on-demand price for one instance for an hour, Linux, in the region of the cheapest spot price; the lowest one where there is no spot price',
    show: 'max-lg:hidden',
    numeric: true,
    first: 'asc',
  },
  {
    key: 'spark',
    head: '30 days',
    title: 'The cheapest pool over the last 30 days',
    show: '',
    numeric: false,
  },
  {
    key: 'h24',
    head: '24 h',
    title: 'Change of the cheapest pool over 24 hours',
    show: '',
    numeric: true,
    first: 'desc',
  },
  {
    key: 'd7',
    head: '7 d',
    title: 'Change of the cheapest pool over 7 days',
    show: 'max-xl:hidden',
    numeric: true,
    first: 'desc',
  },
  {
    key: 'd30',
    head: '30 d',
    title: 'Change of the cheapest pool over 30 days',
    show: 'max-xl:hidden',
    numeric: true,
    first: 'desc',
  },
  {
    key: 'pools',
    head: 'Pools',
    title: 'Zones with a spot price',
    show: 'max-xl:hidden',
    numeric: true,
    first: 'desc',
  },
  {
    key: 'age',
    head: 'Looked up',
    title: 'When the region of the cheapest pool was last looked at completely',
    show: 'max-lg:hidden',
    numeric: true,
    first: 'asc',
  },
];

/** What a click on a column asks for: its own direction first, then the other one. */
export function nextSort(filter: BoardFilter, column: Column): { sort: SortKey; dir: SortDir } | undefined {
  if (column.first === undefined || column.key === 'where' || column.key === 'spark') return undefined;
  const other = filter.dir === 'asc' ? 'desc' : 'asc';
  return { sort: column.key, dir: filter.sort === column.key ? other : column.first };
}
