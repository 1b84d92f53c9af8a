import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import { Age } from '#app/_ui/clock.client.tsx';
import { count, counted } from '#app/_ui/format.ts';
import { reasonOfUse } from '#lib/quotas/headroom.ts';
import type { Entry, Group, Line } from './groups.ts';
import { UseBar } from './use-bar.tsx';

/** Every quota by family: the chosen type's open, of the others what there is in a line. */
export function QuotaGroups({ groups, type }: { groups: readonly Group[]; type: string }) {
  return groups.map(({ group, lines, note }) => (
    <details
      key={group}
      open={lines.some((line) => line.isChosen)}
      className="group border-t border-strong py-2"
    >
      <summary className="flex items-baseline gap-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 shrink-0 self-center text-faint group-open:rotate-90"
        />
        <span className="shrink-0 font-semibold">{group}</span>
        <span className="min-w-0 text-faint group-open:hidden">{summaryOf(lines)}</span>
      </summary>
      <dl>
        {lines.filter(isShown).map((line) => (
          <LineRow key={line.code} line={line} type={type} />
        ))}
      </dl>
      <Zeros lines={lines.filter((line) => !isShown(line))} />
      {note !== null && <p className="pt-1 text-soft">{note}</p>}
    </details>
  ));
}

/** A quota of zero everywhere is one word in a sentence, unless it is about the chosen type. */
const isShown = (line: Line): boolean => line.isChosen || line.entries.length > 0 || line.unknown.length > 0;

function Zeros({ lines }: { lines: readonly Line[] }) {
  if (lines.length === 0) return null;
  return (
    <p className="pt-1 text-faint">
      0 vCPU in every region:{' '}
      {lines.map(({ code, label }, index) => (
        // The space stays outside: a line may break between two quotas, and nowhere else.
        <Fragment key={code}>
          <span title={code} className="whitespace-nowrap">
            {label}
            {index < lines.length - 1 && ';'}
          </span>{' '}
        </Fragment>
      ))}
    </p>
  );
}

/** "On-demand G, VT: 9 regions; Spot G, VT: none". */
function summaryOf(lines: readonly Line[]): string {
  return lines
    .map(
      ({ label, entries }) =>
        `${label}: ${entries.length === 0 ? 'none' : counted(entries.length, 'region')}`,
    )
    .join('; ');
}

function LineRow({ line, type }: { line: Line; type: string }) {
  const isGrid = line.isChosen && line.hasUse;
  return (
    <div className="grid gap-x-4 gap-y-0.5 border-b border-line py-1.5 last:border-b-0 lg:grid-cols-[13rem_1fr]">
      <dt title={line.name}>
        <span className={line.isChosen ? 'font-semibold' : ''}>{line.label}</span>{' '}
        <span className="text-[12px] whitespace-nowrap text-faint lg:block">{line.code}</span>
      </dt>
      <dd className="min-w-0">
        {line.entries.length > 0 && (
          <ul
            className={
              isGrid
                ? 'grid grid-cols-2 gap-x-5 gap-y-2 pb-1 sm:grid-cols-[repeat(auto-fill,minmax(12rem,1fr))]'
                : 'flex flex-wrap gap-x-5 gap-y-0.5'
            }
          >
            {line.entries.map((entry) =>
              isGrid ? (
                <Tile key={entry.quota.region} entry={entry} type={type} />
              ) : (
                <Item key={entry.quota.region} entry={entry} />
              ),
            )}
          </ul>
        )}
        <Rest line={line} />
      </dd>
    </div>
  );
}

/** A region in a quota of the chosen type. */
function Tile({ entry: { quota, limit, headroom }, type }: { entry: Entry; type: string }) {
  const used = quota.used.value;
  return (
    <li className="min-w-0">
      <span className="flex items-baseline justify-between gap-2">
        <span className="whitespace-nowrap">{quota.region}</span>
        {headroom?.known === true && <More instances={headroom.instances} type={type} />}
      </span>
      {used !== null && <UseBar used={used} limit={limit} />}
      <span className="block text-[12px] text-soft">
        {used === null ? `limit ${count(limit)} vCPU` : `${count(used)} of ${count(limit)} vCPU`}
        {quota.applied === false && <span className="text-faint">, default</span>}
        {headroom?.known === false && (
          <span className={`block ${used === null ? 'text-warn' : 'text-faint'}`}>
            {headroom.reason}
            {headroom.atMost !== null && `, at most ${count(headroom.atMost)}`}
          </span>
        )}
      </span>
    </li>
  );
}

function More({ instances, type }: { instances: number; type: string }) {
  if (instances === 0) return <span className="whitespace-nowrap text-faint">none more</span>;
  return (
    <span className="font-semibold whitespace-nowrap" title={`${count(instances)} more ${type}`}>
      {count(instances)} more
    </span>
  );
}

/** A region in a quota that is not about the chosen type, or whose use nobody knows. */
function Item({ entry: { quota, limit, headroom } }: { entry: Entry }) {
  const used = quota.used.value;
  return (
    <li className="flex items-center gap-1.5 whitespace-nowrap">
      <span className="text-soft">{quota.region}</span>
      {used !== null && (
        <span className="w-8">
          <UseBar used={used} limit={limit} />
        </span>
      )}
      <span>
        {used === null ? count(limit) : `${count(used)} of ${count(limit)}`}
        {quota.applied === false && <span className="text-faint"> default</span>}
        {used === null && quota.hasMetric !== false && (
          <span className="text-warn"> {reasonOfUse(quota)}</span>
        )}
        {headroom !== null && !headroom.known && headroom.atMost !== null && (
          <span className="text-faint"> at most {count(headroom.atMost)}</span>
        )}
      </span>
    </li>
  );
}

/** What the figures above are and how old, and the regions without one. */
function Rest({ line: { entries, zero, unknown, hasUse } }: { line: Line }) {
  const ages = entries.flatMap(({ quota }) => quota.used.seenAt ?? []);
  const isAll = entries.length === 0 && unknown.length === 0;
  return (
    <p className="text-[12px] text-faint">
      {unknown.map(({ region, reason }) => (
        <span key={region} className="block text-warn">
          {region}: {reason}
        </span>
      ))}
      {entries.length > 0 &&
        (hasUse ? 'vCPU in use of the limit' : 'vCPU; AWS publishes no use of this quota')}
      {entries.length > 0 && hasUse && ages.length > 0 && (
        <>
          , <Age at={Math.min(...ages)} />
        </>
      )}
      {entries.length > 0 && zero.length > 0 && '. '}
      {zero.length > 0 && (
        <span title={zero.join(', ')}>
          0 vCPU in {isAll ? `all ${counted(zero.length, 'region')}` : counted(zero.length, 'other region')}
          {zero.length <= 3 && `: ${zero.join(', ')}`}
        </span>
      )}
    </p>
  );
}
