import { Age } from '#app/_ui/clock.client.tsx';
import { count, counted } from '#app/_ui/format.ts';
import { reasonOfUse } from '#lib/quotas/headroom.ts';
import type { Entry, Group, Line } from './groups.ts';
import { UseBar } from './use-bar.tsx';

/** Every quota by family: the regions where it lets something start, the others in words. */
export function QuotaGroups({ groups, type }: { groups: readonly Group[]; type: string }) {
  return groups.map(({ group, lines, note }) => (
    <section key={group} aria-label={`Quotas of ${group}`} className="border-t border-strong">
      <h3 className="pt-2 font-semibold">{group}</h3>
      <dl>
        {lines.map((line) => (
          <LineRow key={line.code} line={line} type={type} />
        ))}
      </dl>
      {note !== null && <p className="pb-2 text-soft">{note}</p>}
    </section>
  ));
}

function LineRow({ line, type }: { line: Line; type: string }) {
  return (
    <div className="grid gap-x-4 gap-y-1 border-b border-line py-2 last:border-b-0 lg:grid-cols-[11rem_1fr]">
      <dt title={`${line.name}, ${line.code}`}>
        <span className={line.isChosen ? 'font-semibold' : ''}>{line.label}</span>
        <span className="text-[12px] text-faint lg:block"> {line.code}</span>
      </dt>
      <dd className="min-w-0">
        {line.entries.length > 0 && (
          <ul className="grid grid-cols-2 gap-x-5 gap-y-2 sm:grid-cols-[repeat(auto-fill,minmax(11.5rem,1fr))]">
            {line.entries.map((entry) => (
              <EntryItem key={entry.quota.region} entry={entry} type={type} />
            ))}
          </ul>
        )}
        <Others line={line} />
      </dd>
    </div>
  );
}

function EntryItem({ entry, type }: { entry: Entry; type: string }) {
  const { quota, limit, more } = entry;
  const used = quota.used.value;
  return (
    <li className="min-w-0">
      <span className="flex items-baseline justify-between gap-2">
        <span className="truncate">{quota.region}</span>
        {more !== null && (
          <span
            className={more > 0 ? 'whitespace-nowrap font-semibold' : 'whitespace-nowrap text-faint'}
            title={`${more} more ${type}`}
          >
            {more > 0 ? `${count(more)} more` : 'none more'}
          </span>
        )}
      </span>
      {used !== null && <UseBar used={used} limit={limit} />}
      <span className="block text-[12px] text-soft">
        {used === null ? (
          <>
            limit {count(limit)} vCPU
            <span className="block text-faint">
              {quota.hasMetric === false ? 'use not published' : reasonOfUse(quota)}
            </span>
          </>
        ) : (
          `${count(used)} of ${count(limit)} vCPU`
        )}
        {quota.applied === false && <span className="text-faint"> default</span>}
        {quota.used.seenAt !== null && used !== null && (
          <span className="text-faint">
            {' '}
            <Age at={quota.used.seenAt} />
          </span>
        )}
      </span>
    </li>
  );
}

function Others({ line: { entries, zero, unknown } }: { line: Line }) {
  const isAll = entries.length === 0 && unknown.length === 0;
  return (
    <p className="text-[12px] text-faint">
      {unknown.map(({ region, reason }) => (
        <span key={region} className="block text-warn">
          {region}: {reason}
        </span>
      ))}
      {zero.length > 0 && (
        <span title={zero.join(', ')}>
          0 vCPU in {isAll ? `all ${counted(zero.length, 'region')}` : counted(zero.length, 'other region')}
          {zero.length <= 3 && `: ${zero.join(', ')}`}
        </span>
      )}
    </p>
  );
}
