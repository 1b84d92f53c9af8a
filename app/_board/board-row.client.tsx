'use client';

import Link from 'next/link';
import { memo, useEffect, useRef } from 'react';
import { Accelerators, CellContent, noSpotWords } from './cells.client.tsx';
import { CHANGES, type Layout } from './column-fit.ts';
import type { Column, ColumnKey } from './columns.ts';
import { flashOf, type Seen } from './flash.ts';
import { OpenRow } from './open-row.client.tsx';
import type { BestPool, BoardRow } from './row.ts';

export type BoardRowProps = {
  row: BoardRow;
  layout: Layout;
  /** The regions the board is limited to, comma-separated, or ''. */
  regions: string;
  version: number;
  isOpen: boolean;
  isStarred: boolean;
  onToggle: (type: string) => void;
  onStar: (type: string) => void;
};

/** One accelerator type: a row, and what it has no room for below it when it is open. */
export const BoardRowView = memo(function BoardRowView(props: BoardRowProps) {
  const { row, layout, regions, version, isOpen, isStarred, onToggle, onStar } = props;
  const panel = `pools-${row.type}`;
  const href = `/types/${row.type}${regions === '' ? '' : `?region=${regions}`}`;
  const firstSpot = layout.columns.find((column) => column.isSpot === true)?.key;
  return (
    <>
      <tr data-testid={`row-${row.type}`} className="board-row">
        <th scope="row" className="!border-b-0 !text-[13px] !text-ink">
          <span className="flex items-center">
            <button
              type="button"
              data-row-toggle=""
              className="row-toggle"
              aria-expanded={isOpen}
              aria-controls={isOpen ? panel : undefined}
              aria-label={`More of ${row.type}`}
              onClick={() => onToggle(row.type)}
            >
              <span aria-hidden="true">›</span>
            </button>
            <StarButton type={row.type} isStarred={isStarred} onStar={onStar} className="max-md:hidden" />
            <Link href={href} prefetch={false} data-row-link="" className="font-medium hover:underline">
              {row.type}
            </Link>
          </span>
          <span className="block whitespace-normal pl-[30px] text-[12px] leading-tight text-faint md:hidden">
            <Accelerators row={row} />
          </span>
        </th>
        {layout.columns.map((column) => (
          <BoardCell
            key={column.key}
            column={column}
            hidden={layout.fits.get(column.key)?.cell ?? ''}
            row={row}
            version={version}
            isFirstSpot={column.key === firstSpot}
          />
        ))}
      </tr>
      {isOpen && (
        <tr id={panel}>
          <td colSpan={layout.columns.length + 1} className="!bg-sunken !p-0">
            <OpenRow
              row={row}
              layout={layout}
              regions={regions}
              version={version}
              href={href}
              star={
                <StarButton type={row.type} isStarred={isStarred} onStar={onStar} className="md:hidden" />
              }
            />
          </td>
        </tr>
      )}
    </>
  );
});

type StarProps = { type: string; isStarred: boolean; onStar: (type: string) => void; className: string };

function StarButton({ type, isStarred, onStar, className }: StarProps) {
  return (
    <button
      type="button"
      aria-pressed={isStarred}
      aria-label={`Watch ${type}`}
      // The keyboard has a key for it: a hundred stars would stand between it and the end of the board.
      tabIndex={-1}
      onClick={() => onStar(type)}
      data-row-star=""
      className={`row-star ${className}`}
    >
      <span aria-hidden="true">{isStarred ? '★' : '☆'}</span>
    </button>
  );
}

type CellProps = {
  column: Column & { key: ColumnKey };
  hidden: string;
  row: BoardRow;
  version: number;
  isFirstSpot: boolean;
};

const TONES: Partial<Record<ColumnKey, string>> = {
  desk: 'text-soft',
  pools: 'text-soft',
  changed: 'text-faint',
  age: 'text-faint',
  price: 'font-medium',
};

function BoardCell({ column, hidden, row, version, isFirstSpot }: CellProps) {
  const { key, numeric, head } = column;
  const className = `${numeric ? 'num' : 'whitespace-nowrap'} ${hidden} ${TONES[key] ?? ''}`;
  if (row.best === null && column.isSpot === true)
    return (
      <td className={`${className} !font-normal text-faint`} data-testid={testId(key, row)}>
        {isFirstSpot && noSpotWords(row)}
      </td>
    );
  return (
    <td className={className} data-testid={testId(key, row)}>
      {key === 'price' && row.best !== null ? (
        <Price row={row} best={row.best} version={version} />
      ) : (
        <CellContent column={key} row={row} />
      )}
      {CHANGES.has(key) && <span className="block text-[12px] text-faint md:hidden">{head}</span>}
    </td>
  );
}

const testId = (key: ColumnKey, row: BoardRow) => (key === 'price' ? `price-${row.type}` : undefined);

function Price({ row, best, version }: { row: BoardRow; best: BestPool; version: number }) {
  const flash = useFlash({ pool: `${best.region} ${best.zoneId}`, value: best.value, version });
  return (
    <>
      <span ref={flash} className="-mx-1 rounded px-1">
        <CellContent column="price" row={row} />
      </span>
      <span className="block text-[12px] font-normal text-faint md:hidden">{best.zoneId}</span>
    </>
  );
}

/** Lights the price up when it changed while the reader looked. */
function useFlash(now: Seen) {
  const ref = useRef<HTMLSpanElement>(null);
  const before = useRef(now);
  useEffect(() => {
    const element = ref.current;
    const flash = flashOf(before.current, now);
    before.current = now;
    if (element === null || flash === undefined) return;
    element.classList.remove('flash-up', 'flash-down');
    // Reading the layout restarts the animation when a second change follows closely.
    void element.offsetWidth;
    element.classList.add(flash);
  });
  return ref;
}
