'use client';

import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { counted } from '#app/_ui/format.ts';
import { BoardHead } from './board-head.client.tsx';
import { BoardRowView } from './board-row.client.tsx';
import { fitColumns } from './column-fit.ts';
import { columnsOf } from './columns.ts';
import { type BoardFilter, filterHref } from './filter.ts';
import { groupRows } from './group.ts';
import { keepOrder } from './keep-order.ts';
import type { BoardRow } from './row.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useStars } from './use-stars.ts';

export type BoardTableProps = {
  rows: BoardRow[];
  filter: BoardFilter;
  /** The regions the filter limits the board to. */
  regions: string[] | undefined;
  version: number;
};

const holdOf = (asked: string, rows: BoardRow[]) => ({
  asked,
  order: rows.map(nameOf),
  priced: rows.filter((row) => row.best !== null).length,
});

const nameOf = (row: BoardRow) => row.type;

/** Other columns do not ask for another order. */
const orderOf = (filter: BoardFilter) => filterHref({ ...filter, cols: [] });

/**
 * The board itself. Prices change under the reader, rows do not: they keep the order they had when it was asked for
 * until the reader asks again.
 */
export function BoardTable({ rows, filter, regions, version }: BoardTableProps) {
  const asked = orderOf(filter);
  const table = useRef<HTMLTableElement>(null);
  const { stars, toggle: onStar } = useStars();
  const [held, setHeld] = useState(() => holdOf(asked, rows));
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  if (held.asked !== asked) setHeld(holdOf(asked, rows));
  const kept = keepOrder(rows, held.order, nameOf);
  const cols = filter.cols.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the columns as text: each answer brings the list anew
  const layout = useMemo(() => {
    const columns = columnsOf(filter.cols);
    return { columns, fits: fitColumns(columns, filter.sort) };
  }, [cols, filter.sort]);
  useRowKeys(table);

  const toggle = useCallback((type: string) => {
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(type)) after.add(type);
      return after;
    });
  }, []);
  const show = (row: BoardRow) => (
    <BoardRowView
      key={row.type}
      row={row}
      layout={layout}
      regions={regions?.join(',') ?? ''}
      version={version}
      isOpen={open.has(row.type)}
      isStarred={stars.includes(row.type)}
      onToggle={toggle}
      onStar={onStar}
    />
  );
  const width = layout.columns.length + 1;
  return (
    <>
      <div className="px-1 max-md:overflow-x-auto md:px-2 lg:px-4">
        <table ref={table} className="grid-table max-2xl:[&_td]:px-1.5 max-2xl:[&_th]:px-1.5">
          <caption className="sr-only">The cheapest spot price of each accelerator type</caption>
          <BoardHead filter={filter} layout={layout} />
          {filter.group === '' ? (
            <tbody>
              {kept.rows.slice(0, held.priced).map(show)}
              {kept.rows.length > held.priced && (
                <Heading width={width}>
                  Without a spot price: {counted(kept.rows.length - held.priced, 'type')}
                </Heading>
              )}
              {kept.rows.slice(held.priced).map(show)}
            </tbody>
          ) : (
            groupRows(kept.rows).map((group) => (
              <tbody key={group.name}>
                <Heading width={width}>
                  <span className="text-[13px] font-medium text-ink">{group.name}</span>{' '}
                  {counted(group.rows.length, 'type')}
                </Heading>
                {group.rows.map(show)}
              </tbody>
            ))
          )}
        </table>
      </div>
      {/* Over the page, not in it: a line that came and went would move the rows. */}
      {kept.moved && (
        <p
          role="status"
          className="fixed inset-x-4 bottom-4 z-40 mx-auto w-fit rounded border border-strong bg-panel px-4 py-2 text-soft shadow-lg"
        >
          Prices have moved since these rows were sorted.{' '}
          <button type="button" className="link text-ink" onClick={() => setHeld(holdOf(asked, rows))}>
            Sort again
          </button>
        </p>
      )}
    </>
  );
}

/** A word over the rows below it. */
function Heading({ width, children }: { width: number; children: ReactNode }) {
  return (
    <tr>
      <th scope="colgroup" colSpan={width} className="!pt-5 !pb-1.5">
        {children}
      </th>
    </tr>
  );
}
