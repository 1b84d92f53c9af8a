'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { memo, useEffect, useRef } from 'react';
import { ChangeText } from '#app/_ui/change.tsx';
import { Age } from '#app/_ui/clock.client.tsx';
import { acceleratorCount, counted, percent, usd } from '#app/_ui/format.ts';
import { noOnDemandWords } from '#app/_ui/no-on-demand.ts';
import { Spark } from '#app/_ui/spark.tsx';
import { outcomeWords } from '#lib/domain/outcome.ts';
import { AbsenceMark } from './absence-mark.tsx';
import { type Change, changeWords } from './change-since.ts';
import { COLUMNS } from './columns.ts';
import { flashOf, type Seen } from './flash.ts';
import { PoolList } from './pool-list.client.tsx';
import type { BestPool, BoardRow } from './row.ts';
import { SPARK } from './spark-size.ts';

export type BoardRowProps = {
  row: BoardRow;
  /** The regions the board is limited to, comma-separated, or ''. */
  regions: string;
  version: number;
  isOpen: boolean;
  onToggle: (type: string) => void;
};

/** One accelerator type: a row, and its pools below it when it is open. */
export const BoardRowView = memo(function BoardRowView({
  row,
  regions,
  version,
  isOpen,
  onToggle,
}: BoardRowProps) {
  const panel = `pools-${row.type}`;
  const href = `/types/${row.type}${regions === '' ? '' : `?region=${regions}`}`;
  return (
    <>
      <tr data-testid={`row-${row.type}`}>
        <th scope="row" className="!border-b-0 !text-[13px] !text-ink">
          <span className="flex items-center gap-1">
            <button
              type="button"
              className="-my-2 -ml-1.5 grid size-[28px] shrink-0 place-items-center rounded text-faint hover:bg-line hover:text-ink"
              aria-expanded={isOpen}
              aria-controls={isOpen ? panel : undefined}
              aria-label={`Pools of ${row.type}`}
              disabled={row.pools === 0}
              onClick={() => onToggle(row.type)}
            >
              {row.pools > 0 && (
                <ChevronRight aria-hidden="true" className={`size-4 ${isOpen ? 'rotate-90' : ''}`} />
              )}
            </button>
            <Link href={href} prefetch={false} className="font-medium hover:underline">
              {row.type}
            </Link>
          </span>
          <span className="block whitespace-normal pl-[26px] text-[12px] text-faint md:hidden">
            <Accelerators row={row} />
          </span>
        </th>
        <td className="whitespace-nowrap text-soft max-md:hidden">
          <Accelerators row={row} />
        </td>
        {row.best === null ? <NoPrice row={row} /> : <Price row={row} best={row.best} version={version} />}
      </tr>
      {isOpen && (
        <tr id={panel}>
          <td colSpan={COLUMNS.length} className="!bg-sunken !p-0">
            <PoolList type={row.type} regions={regions} version={version} />
          </td>
        </tr>
      )}
    </>
  );
});

function Accelerators({ row }: { row: BoardRow }) {
  return (
    <>
      {row.count > 0
        ? `${acceleratorCount(row.count)} × ${row.accelerator}`
        : `${row.accelerator}, ${acceleratorCount(row.count)}`}
      {!row.described && <span className="ml-2 text-warn">not yet described</span>}
    </>
  );
}

function NoPrice({ row }: { row: BoardRow }) {
  return (
    <>
      <td colSpan={4} className="text-soft" data-testid={`price-${row.type}`}>
        {row.absence !== null && <AbsenceMark absence={row.absence} />}
      </td>
      <OnDemand row={row} />
      <td colSpan={6} className="max-md:hidden" />
    </>
  );
}

function Price({ row, best, version }: { row: BoardRow; best: BestPool; version: number }) {
  const flash = useFlash({ pool: `${best.region} ${best.zoneId}`, value: best.value, version });
  return (
    <>
      <td className="num font-medium" data-testid={`price-${row.type}`}>
        <span ref={flash} className="-mx-1 rounded px-1">
          {usd(best.value)}
          <span className="font-normal text-faint">/h</span>
        </span>
        <span className="block text-[12px] font-normal text-faint md:hidden">{best.zoneId}</span>
      </td>
      <td className="whitespace-nowrap max-lg:hidden">
        {best.zoneId} <span className="text-faint">{best.region}</span>
      </td>
      <td className="num max-md:hidden">
        {best.perAccelerator === null ? (
          <span className="text-faint">count unknown</span>
        ) : (
          <>
            {usd(best.perAccelerator)}
            <span className="text-faint">/h</span>
          </>
        )}
      </td>
      <td className="num max-lg:hidden">
        {best.share === null ? (
          <span
            className="text-faint"
            title={`On-demand in ${best.region}: ${outcomeWords(row.onDemand.outcome)}`}
          >
            {noOnDemandWords(row.onDemand.outcome)}
          </span>
        ) : (
          percent(best.share)
        )}
      </td>
      <OnDemand row={row} />
      <td>
        <Spark path={best.spark} box={SPARK} className="w-14 md:w-24" />
      </td>
      <td className="num">
        <ChangeCell change={best.h24} />
        <span className="block text-[12px] text-faint md:hidden">24 h</span>
      </td>
      <td className="num max-xl:hidden">
        <ChangeCell change={best.d7} />
      </td>
      <td className="num max-xl:hidden">
        <ChangeCell change={best.d30} />
      </td>
      <td
        className="num text-soft max-xl:hidden"
        title={`${counted(row.pools, 'pool')} in ${counted(row.regions, 'region')}`}
      >
        {row.pools}
      </td>
      <td className="num text-faint max-lg:hidden">
        <LookedAt best={best} />
      </td>
    </>
  );
}

function OnDemand({ row }: { row: BoardRow }) {
  return (
    <td className="num max-lg:hidden">
      {/* The pool's own region stands beside it already. */}
      {row.onDemand.region !== row.best?.region && (
        <span className="mr-2 text-faint">{row.onDemand.region}</span>
      )}
      {row.onDemand.value === null ? (
        <span className="text-faint">{outcomeWords(row.onDemand.outcome)}</span>
      ) : (
        <>
          {usd(row.onDemand.value)}
          <span className="text-faint">/h</span>
        </>
      )}
    </td>
  );
}

function LookedAt({ best }: { best: BestPool }) {
  const age = best.lookedAt === null ? 'never' : <Age at={best.lookedAt} />;
  if (best.trouble === null) return age;
  return (
    <span className="text-warn" title={`The newest look at ${best.region}: ${outcomeWords(best.trouble)}`}>
      {outcomeWords(best.trouble)}, {age}
    </span>
  );
}

function ChangeCell({ change }: { change: Change }) {
  if (typeof change === 'number') return <ChangeText fraction={change} />;
  const words = changeWords(change);
  return (
    <span className="text-faint" title={words.long}>
      {words.short}
    </span>
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
