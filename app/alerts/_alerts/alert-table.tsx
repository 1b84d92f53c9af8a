import { BellRing, CircleCheck, Hourglass, type LucideIcon, TrendingDown } from 'lucide-react';
import Link from 'next/link';
import { Age } from '#app/_ui/clock.client.tsx';
import { counted, instant } from '#app/_ui/format.ts';
import { Spark } from '#app/_ui/spark.tsx';
import type { AlertRow, GroupName } from './groups.ts';
import { SPARK_BOX, SPARK_DAYS } from './spark-box.ts';
import { ToldCell } from './told-cell.tsx';

const LOOKS: Record<GroupName, { Icon: LucideIcon; tone: string }> = {
  firing: { Icon: BellRing, tone: 'text-bad' },
  recovering: { Icon: TrendingDown, tone: 'text-warn' },
  pending: { Icon: Hourglass, tone: 'text-soft' },
  resolved: { Icon: CircleCheck, tone: 'text-cheap' },
};

/** Alerts in one state: cause, rule, who was told, since when, and when it was last looked at. */
export function AlertTable({
  name,
  title,
  rows,
}: {
  name: GroupName;
  title: string;
  rows: readonly AlertRow[];
}) {
  const { Icon, tone } = LOOKS[name];
  return (
    <section className="shell pt-6" aria-label={title}>
      <h2 className="mb-1 flex items-center gap-2 text-[15px] font-semibold">
        <Icon aria-hidden="true" className={`size-4 ${tone}`} />
        {title} <span className="font-normal text-faint">{rows.length}</span>
      </h2>
      <div className="overflow-x-auto">
        <table className="grid-table">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              <th scope="col">What happened</th>
              <th scope="col" className="max-md:hidden lg:w-64">
                Rule
              </th>
              <th scope="col" className="max-md:hidden lg:w-44">
                Told
              </th>
              <th scope="col" className="num max-md:hidden lg:w-32">
                {name === 'resolved' ? 'Resolved' : 'Since'}
              </th>
              <th scope="col" className="num max-md:hidden lg:w-32">
                Last judged
              </th>
              {name !== 'resolved' && (
                <>
                  <th scope="col" className="max-md:hidden">
                    Price, {SPARK_DAYS} d
                  </th>
                  <th scope="col">Silence</th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} name={name} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ row, name }: { row: AlertRow; name: GroupName }) {
  const at = name === 'resolved' ? row.resolvedAt : row.since;
  const since = at === null ? 'not fired yet' : <Age at={at} />;
  return (
    <tr>
      <td>
        <Cause row={row} />
        <span className="block text-[12px] text-faint md:hidden">
          <Rule row={row} /> · {name === 'resolved' ? 'resolved' : 'since'} {since} · judged{' '}
          <Age at={row.lastEvalAt} /> · told <Whom row={row} name={name} />
        </span>
      </td>
      <td className="whitespace-nowrap text-soft max-md:hidden">
        <Rule row={row} />
      </td>
      <td className="text-soft max-md:hidden">
        <Whom row={row} name={name} />
      </td>
      <td className="num text-soft max-md:hidden">{since}</td>
      <td className="num text-faint max-md:hidden">
        <Age at={row.lastEvalAt} />
      </td>
      {name !== 'resolved' && (
        <>
          <td className="max-md:hidden">
            {row.spark !== null && <Spark path={row.spark} box={SPARK_BOX} />}
          </td>
          <td className="text-[12px]">
            <HearLess row={row} />
          </td>
        </>
      )}
    </tr>
  );
}

/** Nobody is to be told of what has not fired yet. */
function Whom({ row, name }: { row: AlertRow; name: GroupName }) {
  return name === 'pending' ? <span className="text-faint">nobody yet</span> : <ToldCell told={row.told} />;
}

function HearLess({ row: { silence, silenceHref, cause } }: { row: AlertRow }) {
  if (silence !== undefined)
    return (
      <span className="text-soft">
        silenced until {instant(silence.endsAt)} UTC, by {silence.author}
      </span>
    );
  return (
    <Link href={silenceHref} prefetch={false} className="link">
      Silence<span className="sr-only"> {cause}</span>
    </Link>
  );
}

function Cause({ row }: { row: AlertRow }) {
  return (
    <>
      {row.href === null ? (
        row.cause
      ) : (
        <Link href={row.href} prefetch={false} className="hover:underline">
          {row.cause}
        </Link>
      )}
      {row.blind !== null && <span className="text-warn"> · {row.blind}, the state is from before</span>}
      {row.flapCount > 0 && <span className="text-faint"> · came back {counted(row.flapCount, 'time')}</span>}
    </>
  );
}

function Rule({ row }: { row: AlertRow }) {
  return (
    <>
      {row.ruleName}
      {row.severity !== 'normal' && (
        <span className={row.severity === 'critical' ? 'text-bad' : 'text-faint'}> {row.severity}</span>
      )}
      {!row.ruleEnabled && <span className="text-faint"> switched off</span>}
    </>
  );
}
