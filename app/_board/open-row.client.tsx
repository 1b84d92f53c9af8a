'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { daysWords } from '#app/capacity/_capacity/words.ts';
import { AbsenceMark } from './absence-mark.tsx';
import { CellContent } from './cells.client.tsx';
import type { Layout } from './column-fit.ts';
import type { ColumnKey } from './columns.ts';
import { PoolList } from './pool-list.client.tsx';
import type { BoardRow } from './row.ts';

type Props = {
  row: BoardRow;
  layout: Layout;
  regions: string;
  version: number;
  href: string;
  star: ReactNode;
};

/** What an open row tells: the columns that the screen has no room for, why there is no price, and the pools. */
export function OpenRow({ row, layout, regions, version, href, star }: Props) {
  return (
    <div className="sticky left-0 max-md:max-w-[calc(100vw-0.5rem)]">
      <div className="flex items-center gap-2 px-2 pt-2 md:hidden">
        {star}
        <Link href={href} prefetch={false} className="control inline-flex items-center">
          Open {row.type}
        </Link>
      </div>
      {row.absence !== null && (
        <p className="px-3 pt-2 text-soft md:pl-10">
          <AbsenceMark absence={row.absence} />
        </p>
      )}
      <Facts row={row} layout={layout} />
      {row.pools > 0 ? (
        <PoolList type={row.type} regions={regions} version={version} />
      ) : (
        <div className="pb-2" />
      )}
    </div>
  );
}

/** Of what a figure is, and where, as far as its column does not say. */
function Place({ column, row: { block, headroom } }: { column: ColumnKey; row: BoardRow }) {
  const text =
    column === 'block' && block?.outcome === 'value'
      ? `${block.count} × for ${daysWords(block.durationHours)} in ${block.region}`
      : column === 'headroom' && headroom !== undefined
        ? `in ${headroom.region}`
        : '';
  return <span className="text-faint">{text}</span>;
}

function Facts({ row, layout: { columns, fits } }: Pick<Props, 'row' | 'layout'>) {
  const left = columns.filter(
    (column) => (row.best !== null || column.isSpot !== true) && column.key !== 'spark',
  );
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 px-3 md:pl-10">
      {left.map(({ key, head }) => (
        <div key={key} className={`pt-2 ${fits.get(key)?.fact ?? 'hidden'}`}>
          <dt className="text-[12px] text-faint">{head}</dt>
          <dd>
            <CellContent column={key} row={row} /> <Place column={key} row={row} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
