import { type Column, type ColumnKey, DEFAULT_COLUMNS, TYPE_COLUMN } from './columns.ts';

/** Where the name of a region stands beside its zone: this much more. */
const REGION = 100;

/** Screens from which columns come in: the room there, and the classes that hide them below and their stand-in above. */
const SCREENS = [
  { room: 768, below: 'max-md:hidden', above: 'md:hidden' },
  { room: 1024, below: 'max-lg:hidden', above: 'lg:hidden' },
  { room: 1280, below: 'max-xl:hidden', above: 'xl:hidden' },
  { room: 1440, below: 'max-[1440px]:hidden', above: 'min-[1440px]:hidden' },
  { room: 1680 - REGION, below: 'max-[1680px]:hidden', above: 'min-[1680px]:hidden' },
  { room: 1920 - REGION, below: 'max-[1920px]:hidden', above: 'min-[1920px]:hidden' },
  // All columns there are fit this one.
  { room: Number.POSITIVE_INFINITY, below: 'max-[2200px]:hidden', above: 'min-[2200px]:hidden' },
] as const;

/** `cell`: hides the column on screens without room for it. `fact`: hides its place in the open row where it has room. */
export type Fit = { cell: string; fact: string };

/** The columns of a board and where each has room. */
export type Layout = { columns: readonly (Column & { key: ColumnKey })[]; fits: ReadonlyMap<ColumnKey, Fit> };

/** A phone has room for these beside the type; and for one change, the one that the order goes by. */
const PHONE: readonly string[] = ['price', 'spark'];
export const CHANGES: ReadonlySet<string> = new Set(['h24', 'd7', 'd30']);
/** Edges of the page, and its scroll bar. */
const EDGES = 48;

const EVERYWHERE: Fit = { cell: '', fact: 'hidden' };
/** A line has no numbers that would be missed on the smallest phones. */
const NOT_TINY: Fit = { cell: 'max-[380px]:hidden', fact: 'hidden' };

/**
 * From which screen on each of the columns has room. Those that give way on a narrower one are told in the open row, so
 * that nothing which was asked for is out of reach and no board is wider than its screen.
 */
export function fitColumns(
  columns: readonly (Column & { key: ColumnKey })[],
  sort = '',
): ReadonlyMap<ColumnKey, Fit> {
  const onPhone = phoneColumns(columns, sort);
  const fits = new Map<ColumnKey, Fit>();
  let width = TYPE_COLUMN.width + EDGES;
  for (const column of columns.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    width += column.width;
    const screen = SCREENS.find(({ room }) => width <= room);
    const { key } = column;
    if (screen === undefined || onPhone.has(key)) fits.set(key, key === 'spark' ? NOT_TINY : EVERYWHERE);
    else fits.set(key, { cell: screen.below, fact: screen.above });
  }
  return fits;
}

function phoneColumns(columns: readonly { key: ColumnKey }[], sort: string): ReadonlySet<string> {
  const has = (name: string) => columns.some(({ key }) => key === name);
  const change = CHANGES.has(sort) && has(sort) ? sort : 'h24';
  const fitting = [...PHONE, change].filter(has);
  return new Set(fitting.length > 0 ? fitting : [columns[0]?.key ?? '']);
}

const BEHIND = 100;

/** A column that somebody has asked for beside the usual ones is there to be seen: those give way to it. */
function rankOf({ key, rank }: Column & { key: ColumnKey }): number {
  return DEFAULT_COLUMNS.includes(key) && !PHONE.includes(key) && key !== 'h24' ? BEHIND + rank : rank;
}
