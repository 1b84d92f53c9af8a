'use client';

import Link from 'next/link';
import type { Layout } from './column-fit.ts';
import { type Column, nextSort, TYPE_COLUMN } from './columns.ts';
import { type BoardFilter, filterHref } from './filter.ts';

/** The heads of the columns: links, so that an order has an address. */
export function BoardHead({ filter, layout }: { filter: BoardFilter; layout: Layout }) {
  return (
    <thead className="max-md:sr-only md:sticky md:top-11 md:z-20 md:bg-paper">
      <tr>
        <HeadCell column={TYPE_COLUMN} hidden="" filter={filter} />
        {layout.columns.map((column) => (
          <HeadCell
            key={column.key}
            column={column}
            hidden={layout.fits.get(column.key)?.cell ?? ''}
            filter={filter}
          />
        ))}
      </tr>
    </thead>
  );
}

function HeadCell({ column, hidden, filter }: { column: Column; hidden: string; filter: BoardFilter }) {
  const next = nextSort(filter, column);
  const sorted = filter.sort === column.key;
  const order = filter.dir === 'asc' ? 'ascending' : 'descending';
  return (
    <th
      scope="col"
      title={column.title}
      aria-sort={sorted && next ? order : undefined}
      className={`${hidden} ${column.numeric ? 'num' : ''}`}
    >
      {next === undefined ? (
        column.head
      ) : (
        <Link
          href={filterHref(filter, next)}
          scroll={false}
          prefetch={false}
          replace
          className={`-my-1 inline-flex min-h-[28px] items-center whitespace-pre hover:text-ink ${sorted ? 'text-ink' : ''}`}
        >
          {column.head}
          {sorted && <span aria-hidden="true"> {filter.dir === 'asc' ? '↑' : '↓'}</span>}
        </Link>
      )}
    </th>
  );
}
