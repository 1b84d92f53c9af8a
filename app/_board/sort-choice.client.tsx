'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { columnsOf, nextSort, SORT_KEYS, type SortDir, type SortKey, TYPE_COLUMN } from './columns.ts';
import type { BoardFilter } from './filter.ts';

type Props = { filter: BoardFilter; onPick: (change: { sort: SortKey; dir: SortDir }) => void };

/** The order, where the heads of the columns have no room. */
export function SortChoice({ filter, onPick }: Props) {
  const columns = [TYPE_COLUMN, ...columnsOf(filter.cols)].filter(({ first }) => first !== undefined);
  const isAscending = filter.dir === 'asc';
  return (
    <span className="flex gap-2 md:hidden">
      <select
        aria-label="sort by"
        value={filter.sort}
        onChange={(event) => {
          const key = SORT_KEYS.find((one) => one === event.target.value);
          const column = columns.find((one) => one.key === key);
          const next = column === undefined ? undefined : nextSort({ sort: 'desk', dir: 'asc' }, column);
          onPick(key === 'desk' || next === undefined ? { sort: 'desk', dir: 'asc' } : next);
        }}
        className="control min-w-0 flex-1 text-soft"
      >
        {!columns.some(({ key }) => key === 'desk') && <option value="desk">By accelerator</option>}
        {columns.map(({ key, head }) => (
          <option key={key} value={key}>
            {key === 'desk' ? 'By accelerator' : `By ${head.toLowerCase()}`}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="control"
        aria-label={isAscending ? 'Lowest first; turn it round' : 'Highest first; turn it round'}
        onClick={() => onPick({ sort: filter.sort, dir: isAscending ? 'desc' : 'asc' })}
      >
        {isAscending ? (
          <ArrowUp aria-hidden="true" className="size-3.5" />
        ) : (
          <ArrowDown aria-hidden="true" className="size-3.5" />
        )}
      </button>
    </span>
  );
}
