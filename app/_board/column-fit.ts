import { type Column, type ColumnKey, TYPE_COLUMN } from './columns.ts';

/** Widths of screens at which columns come in, with the classes that hide them below and hide their stand-in above. */
const SCREENS = [
  { from: 768, below: 'max-md:hidden', above: 'md:hidden' },
  { from: 1024, below: 'max-lg:hidden', above: 'lg:hidden' },
  { from: 1280, below: 'max-xl:hidden', above: 'xl:hidden' },
  { from: 1440, below: 'max-[1440px]:hidden', above: 'min-[1440px]:hidden' },
  { from: 1680, below: 'max-[1680px]:hidden', above: 'min-[1680px]:hidden' },
  { from: 1920, below: 'max-[1920px]:hidden', above: 'min-[1920px]:hidden' },
] as const;

/** `cell`: hides the column on screens without room for it. `fact`: hides its place in the open row where it has room. */
export type Fit = { cell: string; fact: string };

/** The columns of a board and where each has room. */
export type Layout = { columns: readonly (Column & { key: ColumnKey })[]; fits: ReadonlyMap<ColumnKey, Fit> };

/** A phone has room for these beside the type. */
const PHONE: ReadonlySet<string> = new Set(['price', 'spark', 'h24']);
/** Edges of the page, and its scroll bar. */
const EDGES = 48;

const EVERYWHERE: Fit = { cell: '', fact: 'hidden' };

/**
 * From which screen on each of the columns has room. Those that give way on a narrower one are told in the open row, so
 * that nothing which was asked for is out of reach and no board is wider than its screen.
 */
export function fitColumns(columns: readonly (Column & { key: ColumnKey })[]): ReadonlyMap<ColumnKey, Fit> {
  const onPhone = columns.some(({ key }) => PHONE.has(key)) ? PHONE : new Set([columns[0]?.key]);
  const fits = new Map<ColumnKey, Fit>();
  let width = TYPE_COLUMN.width + EDGES;
  for (const column of columns.toSorted((a, b) => a.rank - b.rank)) {
    width += column.width;
    // The widest screen takes what is left: all columns fit one a little wider.
    const screen = SCREENS.find(({ from }) => width <= from) ?? SCREENS[SCREENS.length - 1];
    fits.set(
      column.key,
      onPhone.has(column.key) || screen === undefined
        ? EVERYWHERE
        : { cell: screen.below, fact: screen.above },
    );
  }
  return fits;
}
