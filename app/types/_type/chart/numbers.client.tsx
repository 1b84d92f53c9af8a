'use client';

import { useState } from 'react';
import { counted, instant } from '#app/_ui/format.ts';
import { formatUsd } from '#lib/domain/money.ts';
import { formatInstant } from '#lib/domain/time.ts';
import { historyHref } from './fetch-history.ts';
import type { HistoryLine } from './history.ts';

export type NumbersProps = {
  type: string;
  regions: readonly string[];
  lines: readonly HistoryLine[];
  from: number;
  to: number;
};

const SHOWN = 200;

/** The numbers behind the chart, one click away: a table, and the same as CSV and JSON. */
export function Numbers({ type, regions, lines, from, to }: NumbersProps) {
  const [open, setOpen] = useState(false);
  const asked = { type, region: regions.join(','), from, to };
  return (
    <details className="mt-4" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="text-soft hover:text-ink">The numbers</summary>
      <p className="mt-2 flex gap-4">
        <a className="link" href={historyHref(asked, 'csv')} download>
          CSV
        </a>
        <a className="link" href={historyHref(asked)}>
          JSON
        </a>
      </p>
      {open && <ChangeTable lines={lines} />}
    </details>
  );
}

function ChangeTable({ lines }: { lines: readonly HistoryLine[] }) {
  const all = lines
    .flatMap((line) => line.changes.map((change) => ({ ...change, zoneId: line.zoneId })))
    .sort((a, b) => b.at - a.at);
  return (
    <div className="mt-2 max-h-96 max-w-xl overflow-y-auto border-y border-line">
      <table className="grid-table">
        <caption className="py-1 text-left text-faint">
          {all.length > SHOWN
            ? `The newest ${SHOWN} of ${counted(all.length, 'change')}; the CSV has all of them.`
            : counted(all.length, 'change')}
        </caption>
        <thead>
          <tr>
            <th scope="col">From, UTC</th>
            <th scope="col">Zone</th>
            <th scope="col" className="num">
              Price, exactly
            </th>
          </tr>
        </thead>
        <tbody>
          {all.slice(0, SHOWN).map(({ at, zoneId, value }) => (
            <tr key={`${zoneId} ${at}`}>
              <td>
                <time dateTime={formatInstant(at)}>{instant(at, true)}</time>
              </td>
              <td>{zoneId}</td>
              <td className="num">{value === null ? 'no price' : `$${formatUsd(value, 4)}/h`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
