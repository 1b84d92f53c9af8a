import Link from 'next/link';
import type { HeadroomCell, InterruptionCell, ScoreCell, Unsaid } from '#app/_board/row.ts';
import { Age } from '#app/_ui/clock.client.tsx';
import { count } from '#app/_ui/format.ts';
import { type Head, Heads } from '#app/_ui/heads.tsx';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import { Scroll } from '#app/_ui/scroll.tsx';
import { formatInstant } from '#lib/domain/time.ts';
import { bucketLabel } from '#lib/interruption/buckets.ts';
import type { StartRow } from './read-market.ts';

const HEADS: readonly Head[] = [
  { text: 'Region' },
  { text: 'Spot', num: true, title: 'How many more the spot quota lets start' },
  { text: 'On-demand', num: true, title: 'How many more the on-demand quota lets start' },
  {
    text: 'Capacity Block',
    num: true,
    title: 'How many more the Capacity Block quota lets start',
    className: 'max-md:hidden',
  },
  { text: 'Placement score', num: true, title: 'Of 10, for the group of types that was asked about' },
  {
    text: 'Interrupted',
    num: true,
    title: 'Share of spot instances that AWS interrupted over the last month',
  },
  {
    text: 'Spot saves',
    num: true,
    title: 'Below on-demand, trailing month, by the same feed',
    className: 'max-md:hidden',
  },
  { text: 'Quota seen', num: true, className: 'max-md:hidden' },
];

/** Whether it can be started where it is sold: quotas, scores and interruptions, region by region. */
export function StartTable({ type, starts }: { type: string; starts: readonly StartRow[] }) {
  return (
    <section aria-label="Getting it" className="shell pt-10">
      <h2 className="mb-1 text-[15px] font-semibold">
        How many more may be started, and how likely spot is to stay{' '}
        <Link href={`/quotas?type=${type}`} prefetch={false} className="link text-[13px] font-normal">
          all quotas
        </Link>
      </h2>
      {starts.length === 0 ? (
        <p className="text-soft">No watched region sells {type}.</p>
      ) : (
        <Scroll label="Quotas, scores and interruptions by region" className="max-h-[36rem] overflow-auto">
          <table className="grid-table">
            <caption className="sr-only">
              Quotas, placement scores and interruptions of {type} by region
            </caption>
            <Heads heads={HEADS} />
            <tbody>
              {starts.map((row) => (
                <Row key={row.region} row={row} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}

function Row({ row }: { row: StartRow }) {
  const { region, spot, onDemand, block, score, interruption, savings } = row;
  return (
    <tr>
      <th scope="row" className="!border-b-0 !text-[13px] !text-ink">
        {region}
      </th>
      <HeadroomTd cell={spot} />
      <HeadroomTd cell={onDemand} />
      <HeadroomTd cell={block} className="max-md:hidden" />
      <ScoreTd cell={score} />
      <InterruptionTd cell={interruption} />
      <td className="num max-md:hidden">{savings === null ? '' : `${savings}\u202f%`}</td>
      <td className="num text-faint max-md:hidden">{spot.seenAt !== null && <Age at={spot.seenAt} />}</td>
    </tr>
  );
}

function HeadroomTd({ cell, className = '' }: { cell: HeadroomCell; className?: string }) {
  return (
    <td className={`num ${className}`}>
      {cell.outcome === 'value' ? (
        <span className={cell.instances === 0 ? 'text-warn' : 'font-medium'}>{count(cell.instances)}</span>
      ) : cell.atMost !== null ? (
        <span className="text-faint" title={cell.reason}>
          at most {count(cell.atMost)}
        </span>
      ) : (
        <Why cell={cell} />
      )}
    </td>
  );
}

function ScoreTd({ cell }: { cell: ScoreCell }) {
  if (cell.outcome !== 'value')
    return (
      <td className="num">
        <Why cell={cell} />
      </td>
    );
  const seen = cell.seenAt === null ? '' : `, seen ${formatInstant(cell.seenAt)}`;
  return (
    <td className="num" title={`${cell.capacity} of the group ${cell.basket}${seen}`}>
      {cell.score}
      <span className="text-faint"> of 10</span>
    </td>
  );
}

function InterruptionTd({ cell }: { cell: InterruptionCell }) {
  if (cell.outcome !== 'value')
    return (
      <td className="num">
        <Why cell={cell} />
      </td>
    );
  return (
    <td className="num" title={cell.seenAt === null ? undefined : `seen ${formatInstant(cell.seenAt)}`}>
      {bucketLabel(cell.bucket)?.replace('%', '\u202f%')}
    </td>
  );
}

function Why({ cell }: { cell: Unsaid }) {
  return (
    <span title={cell.reason}>
      <OutcomeMark outcome={cell.outcome} words={cell.words} />
    </span>
  );
}
