'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';
import { ChangeText } from '#app/_ui/change.tsx';
import { Age } from '#app/_ui/clock.client.tsx';
import { percent, usd } from '#app/_ui/format.ts';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import { type PoolRow, parsePools } from './pool-rows.ts';

type Loaded = { rows: PoolRow[] } | { error: string } | undefined;

const PRODUCT = 'Linux/UNIX';

/** Every pool of one type, cheapest first, fetched when its row is opened and again when there is news. */
export function PoolList({ type, region, version }: { type: string; region: string; version: number }) {
  const [loaded, setLoaded] = useState<Loaded>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version of the data is the reason to ask again
  useEffect(() => {
    const abort = new AbortController();
    fetchPools(type, region, abort.signal)
      .then((rows) => setLoaded({ rows }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted)
          setLoaded((before) =>
            before !== undefined && 'rows' in before ? before : { error: String(error) },
          );
      });
    return () => abort.abort();
  }, [type, region, version]);

  if (loaded === undefined) return <p className="px-10 py-3 text-faint">Asking for the pools of {type}…</p>;
  if ('error' in loaded)
    return (
      <p className="px-10 py-3 text-bad">
        The pools could not be fetched: {loaded.error}. Close the row and open it again.
      </p>
    );
  return (
    <div className="max-h-96 overflow-y-auto py-1 pl-3 md:pl-8">
      <table className="grid-table">
        <caption className="sr-only">Spot pools of {type}, cheapest first</caption>
        <thead>
          <tr>
            <th scope="col">Zone</th>
            <th scope="col" className="num">
              Spot
            </th>
            <th scope="col" className="num max-md:hidden">
              Per accelerator
            </th>
            <th scope="col" className="num max-md:hidden">
              Of on-demand
            </th>
            <th scope="col" className="num">
              24 h
            </th>
            <th scope="col" className="num max-md:hidden">
              7 d
            </th>
            <th scope="col" className="num max-md:hidden">
              30 d
            </th>
            <th scope="col" className="num max-md:hidden">
              Changed
            </th>
            <th scope="col" className="num max-lg:hidden">
              Confirmed by AWS
            </th>
          </tr>
        </thead>
        <tbody>
          {loaded.rows.map((row) => (
            <PoolLine key={row.zoneId} type={type} row={row} />
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
        {row.price === null ? <OutcomeMark outcome={row.outcome} /> : <Amount micro={row.price} />}
      </td>
      <td className="num max-md:hidden">
        {row.perAccelerator !== null && <Amount micro={row.perAccelerator} />}
      </td>
      <td className="num max-md:hidden">{row.share !== null && percent(row.share)}</td>
      <td className="num">{row.h24 !== null && <ChangeText fraction={row.h24} />}</td>
      <td className="num max-md:hidden">{row.d7 !== null && <ChangeText fraction={row.d7} />}</td>
      <td className="num max-md:hidden">{row.d30 !== null && <ChangeText fraction={row.d30} />}</td>
      <td className="num text-faint max-md:hidden">{row.changedAt !== null && <Age at={row.changedAt} />}</td>
      <td className="num text-faint max-lg:hidden">
        {row.confirmedAt !== null && <Age at={row.confirmedAt} />}
      </td>
    </tr>
  );
}

function Amount({ micro }: { micro: number }) {
  return (
    <>
      {usd(micro)}
      <span className="text-faint">/h</span>
    </>
  );
}

async function fetchPools(type: string, region: string, signal: AbortSignal): Promise<PoolRow[]> {
  const query = new URLSearchParams({ type, product: PRODUCT });
  if (region !== '') query.set('region', region);
  const response = await fetch(`/api/v1/prices/latest?${query}`, { signal });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return parsePools(await response.json());
}
