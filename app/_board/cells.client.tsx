'use client';

import type { ReactNode } from 'react';
import { ChangeText } from '#app/_ui/change.tsx';
import { Age, useNow } from '#app/_ui/clock.client.tsx';
import { acceleratorCount, count, counted, percent } from '#app/_ui/format.ts';
import { noOnDemandWords } from '#app/_ui/no-on-demand.ts';
import { PerHour } from '#app/_ui/per-hour.tsx';
import { Spark } from '#app/_ui/spark.tsx';
import { daysWords, startsIn } from '#app/capacity/_capacity/words.ts';
import { outcomeWords } from '#lib/domain/outcome.ts';
import { formatInstant } from '#lib/domain/time.ts';
import { bucketLabel } from '#lib/interruption/buckets.ts';
import { type Change, changeWords } from './change-since.ts';
import type { ColumnKey } from './columns.ts';
import type { BestPool, BoardRow, Unsaid } from './row.ts';
import { SPARK } from './spark-size.ts';

/** What a column says of a type that has a spot price, or of one that does not where the column is not about it. */
export function CellContent({ column, row }: { column: ColumnKey; row: BoardRow }): ReactNode {
  const spot = SPOT[column];
  if (spot !== undefined) return row.best === null ? null : spot(row.best, row);
  return OTHERS[column]?.(row) ?? null;
}

const SPOT: Partial<Record<ColumnKey, (best: BestPool, row: BoardRow) => ReactNode>> = {
  price: (best) => <PerHour micro={best.value} />,
  where: (best) => (
    <span title={best.region}>
      {best.zoneId} <span className="text-faint max-[1680px]:hidden">{best.region}</span>
    </span>
  ),
  unit: (best) =>
    best.perAccelerator === null ? <Faint>count unknown</Faint> : <PerHour micro={best.perAccelerator} />,
  share: (best, row) =>
    best.share === null ? (
      <Faint title={`On-demand in ${best.region}: ${outcomeWords(row.onDemand.outcome)}`}>
        {noOnDemandWords(row.onDemand.outcome)}
      </Faint>
    ) : (
      percent(best.share)
    ),
  spark: (best) => <Spark path={best.spark} box={SPARK} className="w-14 md:w-24" />,
  h24: (best) => <ChangeOf change={best.h24} />,
  d7: (best) => <ChangeOf change={best.d7} />,
  d30: (best) => <ChangeOf change={best.d30} />,
  pools: (_, row) => (
    <span title={`${counted(row.pools, 'pool')} in ${counted(row.regions, 'region')}`}>{row.pools}</span>
  ),
  changed: (best) => (best.changedAt === null ? <Faint>not known</Faint> : <Age at={best.changedAt} />),
  age: (best) => <LookedAt best={best} />,
};

const OTHERS: Partial<Record<ColumnKey, (row: BoardRow) => ReactNode>> = {
  desk: (row) => <Accelerators row={row} />,
  memory: (row) =>
    row.memory === null ? (
      <Faint>not described</Faint>
    ) : (
      <Amount value={count(Math.round(row.memory))} unit=" GiB" />
    ),
  od: (row) => <OnDemand row={row} />,
  block: ({ block }) => {
    if (block === undefined) return null;
    if (block.outcome !== 'value') return <Why why={block} />;
    const { startAt, perAccelerator, trouble, region } = block;
    const what = `${block.count} × ${block.item} for ${daysWords(block.durationHours)} in ${block.zoneId}, ${region}`;
    return (
      <span title={`${what}, starts ${formatInstant(startAt)}; seen ${formatInstant(block.seenAt)}`}>
        <Until at={startAt} />{' '}
        {perAccelerator === null ? <Faint>chips unknown</Faint> : <PerHour micro={perAccelerator} />}
        {trouble !== null && <span className="ml-1 text-warn">{outcomeWords(trouble)}</span>}
      </span>
    );
  },
  score: ({ score }) => {
    if (score === undefined) return null;
    if (score.outcome !== 'value') return <Why why={score} />;
    const { basket, capacity, region, seenAt } = score;
    const what = `${counted(capacity, 'instance')} of the group ${basket} in ${region}`;
    return (
      <span title={`${what}${seenAt === null ? '' : `, seen ${formatInstant(seenAt)}`}`}>
        <Amount value={String(score.score)} unit=" of 10" />
      </span>
    );
  },
  interruption: ({ interruption }) => {
    if (interruption === undefined) return null;
    if (interruption.outcome !== 'value') return <Why why={interruption} place={interruption.region} />;
    const { bucket, region, seenAt } = interruption;
    const when = seenAt === null ? '' : `, seen ${formatInstant(seenAt)}`;
    return (
      <span title={`Of the instances in ${region} over a month${when}`}>
        {bucketLabel(bucket)?.replace('%', '\u202f%')}
      </span>
    );
  },
  headroom: ({ headroom }) => {
    if (headroom === undefined) return null;
    const { scope, region, seenAt } = headroom;
    const how = scope === 'spot' ? 'spot' : 'on demand';
    if (headroom.outcome === 'value')
      return (
        <span title={`More in ${region}${seenAt === null ? '' : `, seen ${formatInstant(seenAt)}`}`}>
          <Amount value={count(headroom.instances)} unit={` ${how}`} />
        </span>
      );
    if (headroom.atMost === null) return <Why why={headroom} place={region} />;
    return <Faint title={`In ${region}: ${headroom.reason}`}>at most {count(headroom.atMost)}</Faint>;
  },
};

/** The few words that stand for a price that there is none of; the row has the whole reason when it is open. */
export function noSpotWords({ absence }: BoardRow): string {
  if (absence === null) return '';
  if (absence.outcome === 'none') return 'no spot price';
  return absence.outcome === 'not_sold' ? 'not on spot' : outcomeWords(absence.outcome);
}

export function Accelerators({ row }: { row: BoardRow }) {
  return (
    <>
      {row.count > 0
        ? `${acceleratorCount(row.count)} × ${row.accelerator}`
        : `${row.accelerator}, ${acceleratorCount(row.count)}`}
      {!row.described && (
        <span className="ml-2 text-warn" title="AWS lists it, and nobody has described it yet">
          new
        </span>
      )}
    </>
  );
}

function OnDemand({ row: { onDemand, best } }: { row: BoardRow }) {
  return (
    <>
      {/* The pool's own region stands beside it already. */}
      {onDemand.region !== best?.region && <span className="mr-2 text-faint">{onDemand.region}</span>}
      {onDemand.value === null ? (
        <Faint>{outcomeWords(onDemand.outcome)}</Faint>
      ) : (
        <PerHour micro={onDemand.value} />
      )}
    </>
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

function ChangeOf({ change }: { change: Change }) {
  if (typeof change === 'number') return <ChangeText fraction={change} />;
  const words = changeWords(change);
  return <Faint title={words.long}>{words.short}</Faint>;
}

function Until({ at }: { at: number }) {
  return <span className="text-soft">{startsIn(at, useNow())}</span>;
}

function Why({ why, place = null }: { why: Unsaid; place?: string | null }) {
  const when = why.seenAt === null ? '' : `, seen ${formatInstant(why.seenAt)}`;
  return <Faint title={`${place === null ? '' : `In ${place}: `}${why.reason}${when}`}>{why.words}</Faint>;
}

function Amount({ value, unit }: { value: string; unit: string }) {
  return (
    <>
      {value}
      <span className="text-faint">{unit}</span>
    </>
  );
}

function Faint({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <span className="text-faint" title={title}>
      {children}
    </span>
  );
}
