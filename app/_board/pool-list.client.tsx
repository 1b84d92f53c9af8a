'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';
import { ChangeCell } from '#app/_ui/change.tsx';
import { Age } from '#app/_ui/clock.client.tsx';
import { counted, percent } from '#app/_ui/format.ts';
import { type Head, Heads } from '#app/_ui/heads.tsx';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import { PerHour } from '#app/_ui/per-hour.tsx';
import { type PoolRow, parsePools } from './pool-rows.ts';

type Loaded = { rows: PoolRow[] } | { error: string } | undefined;

const PRODUCT = 'Linux/UNIX';
/** As many as are shown without a scroll bar of their own. */
const SHOWN = 40;

const HEADS: readonly Head[] = [
  { text: 'Zone' },
  { text: 'Spot', num: true },
  { text: 'Per accelerator', num: true, className: 'max-md:hidden' },
  { text: 'Of on-demand', num: true, className: 'max-md:hidden' },
  { text: '24 h', num: true },
  { text: '7 d', num: true, className: 'max-md:hidden' },
  { text: '30 d', num: true, className: 'max-md:hidden' },
  { text: 'Changed', num: true, className: 'max-md:hidden' },
  { text: 'Confirmed by AWS', num: true, className: 'max-lg:hidden' },
];

/** Every pool of one type, cheapest first, fetched when its row is opened and again when there is news. */
export function PoolList({ type, regions, version }: { type: string; regions: string; version: number }) {
  const [loaded, setLoaded] = useState<Loaded>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version of the data is the reason to ask again
  useEffect(() => {
    const abort = new AbortController();
    fetchPools(type, regions, abort.signal)
      .then((rows) => setLoaded({ rows }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted)
          setLoaded((before) =>
            before !== undefined && 'rows' in before ? before : { error: String(error) },
          );
      });
    return () => abort.abort();
  }, [type, regions, version]);

  if (loaded === undefined) return <p className="px-10 py-3 text-faint">Asking for the pools of {type}…</p>;
  if ('error' in loaded)
    return (
      <p className="px-10 py-3 text-bad">
        The pools could not be fetched: {loaded.error}. Close the row and open it again.
      </p>
    );
  const { rows } = loaded;
  const isLong = rows.length > SHOWN;
  return (
    <div className={`py-1 pl-3 md:pl-8 ${isLong ? 'max-h-[70vh] overflow-y-auto' : ''}`}>
      {isLong && (
        <p className="px-2 py-1 text-soft">
          {counted(rows.length, 'pool')}, cheapest first: scroll to see all
        </p>
      )}
      <table className="grid-table">
        <caption className="sr-only">Spot pools of {type}, cheapest first</caption>
        <Heads heads={HEADS} />
        <tbody>
          {rows.map((row) => (
            <PoolLine key={`${row.region} ${row.zoneId}`} type={type} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PoolLine({ type, row }: { type: string; row: PoolRow }) {
  return (
    <tr>
      <td className="whitespace-nowrap">
        <Link href={`/types/${type}?region=${row.region}`} prefetch={false} className="hover:underline">
          {row.zoneId}
        </Link>{' '}
        <span className="text-faint max-md:hidden">{row.region}</span>
      </td>
      <td className="num">
        {row.price === null ? <OutcomeMark outcome={row.outcome} /> : <PerHour micro={row.price} />}
      </td>
      <td className="num max-md:hidden">
        {row.perAccelerator !== null && <PerHour micro={row.perAccelerator} />}
      </td>
      <td className="num max-md:hidden">{row.share !== null && percent(row.share)}</td>
      <ChangeCell fraction={row.h24} />
      <ChangeCell fraction={row.d7} className="max-md:hidden" />
      <ChangeCell fraction={row.d30} className="max-md:hidden" />
      <td className="num text-faint max-md:hidden">{row.changedAt !== null && <Age at={row.changedAt} />}</td>
      <td className="num text-faint max-lg:hidden">
        {row.confirmedAt !== null && <Age at={row.confirmedAt} />}
      </td>
    </tr>
  );
}

async function fetchPools(type: string, regions: string, signal: AbortSignal): Promise<PoolRow[]> {
  const query = new URLSearchParams({ type, product: PRODUCT });
  if (regions !== '') query.set('region', regions);
  const response = await fetch(`/api/v1/prices/latest?${query}`, { signal });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return parsePools(await response.json());
}
