import { Age } from '#app/_ui/clock.client.tsx';
import { count } from '#app/_ui/format.ts';
import { Spark } from '#app/_ui/spark.tsx';
import { sparkPath } from '#lib/series/spark.ts';
import type { Change } from './read.ts';

const BOX = { width: 96, height: 18, buckets: 60 };

/** Limits that have changed since we look, newest first, each with its steps. */
export function ChangeTable({ changes, now }: { changes: readonly Change[]; now: number }) {
  return (
    <div className="overflow-x-auto">
      <table className="grid-table">
        <caption className="sr-only">Limits that have changed</caption>
        <thead>
          <tr>
            <th scope="col">Quota</th>
            <th scope="col" className="num max-md:hidden">
              Limit
            </th>
            <th scope="col" className="max-md:hidden">
              Since we look
            </th>
            <th scope="col" className="num max-md:hidden">
              Changed
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <Row key={`${change.quota.region} ${change.quota.code}`} change={change} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ change: { quota, points, from, to, at }, now }: { change: Change; now: number }) {
  const path = sparkPath(points, { ...BOX, from: points[0]?.at ?? at, to: now });
  return (
    <tr>
      <td title={quota.code}>
        {quota.region} <span className="text-soft">{quota.name}</span>
        <span className="block text-[12px] md:hidden">
          {amount(from)} → {amount(to)} vCPU,{' '}
          <span className="text-faint">
            <Age at={at} />
          </span>
        </span>
      </td>
      <td className="num max-md:hidden">
        {amount(from)} → {amount(to)} <span className="text-faint">vCPU</span>
      </td>
      <td className="max-md:hidden">
        <Spark path={path} box={BOX} />
      </td>
      <td className="num text-faint max-md:hidden">
        <Age at={at} />
      </td>
    </tr>
  );
}

const amount = (value: number | null): string => (value === null ? 'none' : count(value));
