import Link from 'next/link';
import type { Unsaid } from '#app/_board/row.ts';
import { Age } from '#app/_ui/clock.client.tsx';
import { counted } from '#app/_ui/format.ts';
import { type Head, Heads } from '#app/_ui/heads.tsx';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import { PerHour } from '#app/_ui/per-hour.tsx';
import { Scroll } from '#app/_ui/scroll.tsx';
import {
  daysWords,
  deliveredWords,
  feeWords,
  shortInstant,
  sizeWords,
  startsIn,
} from '#app/capacity/_capacity/words.ts';
import type { BlockOffer } from '#db/queries/capacity-offers.ts';
import { outcomeWords } from '#lib/domain/outcome.ts';

const HEADS: readonly Head[] = [
  { text: 'Block' },
  { text: 'Where', className: 'max-md:hidden' },
  { text: 'Starts (UTC)', className: 'max-md:hidden' },
  { text: 'Delivers', num: true, className: 'max-md:hidden' },
  { text: 'Fee up front', num: true },
  { text: 'Accelerator', num: true },
  { text: 'Confirmed', num: true, className: 'max-md:hidden' },
];

type Props = {
  type: string;
  offers: readonly BlockOffer[];
  /** How many are on sale in all. */
  all: number;
  none: Unsaid | undefined;
  now: number;
};

/** The cheapest Capacity Block of each region; all of them are on the page about capacity. */
export function BlockTable({ type, offers, all, none, now }: Props) {
  return (
    <section aria-label="Capacity Blocks on sale" className="shell pt-10">
      <h2 className="mb-1 text-[15px] font-semibold">
        Capacity Blocks on sale, the cheapest of each region{' '}
        <Link href={`/capacity?type=${type}`} prefetch={false} className="link text-[13px] font-normal">
          {offers.length === 0 ? 'all about capacity' : `all ${counted(all, 'offer')}, calendar and history`}
        </Link>
      </h2>
      {none !== undefined && (
        <p className="text-soft">
          <OutcomeMark outcome={none.outcome} words={none.reason} />
        </p>
      )}
      {offers.length > 0 && (
        <Scroll label="Capacity Blocks on sale, cheapest first" className="overflow-x-auto">
          <table className="grid-table max-w-[1150px]">
            <caption className="sr-only">
              The cheapest Capacity Block of {type} in each region, cheapest first
            </caption>
            <Heads heads={HEADS} />
            <tbody>
              {offers.map((offer) => (
                <Row key={offer.id} offer={offer} now={now} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}

function Row({ offer, now }: { offer: BlockOffer; now: number }) {
  const {
    type,
    count,
    durationHours,
    region,
    zoneId,
    startAt,
    fee,
    perAcceleratorHour,
    lastSeenAt,
    outcome,
  } = offer;
  const question = new URLSearchParams({
    type,
    count: String(count),
    duration: `${durationHours / 24}d`,
    region,
  });
  return (
    <tr>
      <th scope="row" className="!border-b-0 !text-[13px] !text-ink max-md:!whitespace-normal">
        <Link href={`/capacity?${question}`} prefetch={false} className="link md:whitespace-nowrap">
          {sizeWords(count, type)} for {daysWords(durationHours)}
        </Link>
        <span className="block text-[12px] font-normal text-soft md:hidden">
          {zoneId} {region}, {shortInstant(startAt, now)} UTC,{' '}
          <span className="whitespace-nowrap">{startsIn(startAt, now)}</span>
        </span>
      </th>
      <td className="whitespace-nowrap max-md:hidden">
        {zoneId} <span className="text-faint">{region}</span>
      </td>
      <td className="whitespace-nowrap max-md:hidden">
        {shortInstant(startAt, now)} <span className="text-faint">{startsIn(startAt, now)}</span>
      </td>
      <td className="num max-md:hidden">{deliveredWords(offer)}</td>
      <td className="num">{feeWords(fee)}</td>
      <td className="num">
        {perAcceleratorHour === null ? (
          <span className="text-faint">accelerators not known</span>
        ) : (
          <PerHour micro={perAcceleratorHour} />
        )}
      </td>
      <td className={`num max-md:hidden ${outcome === 'value' ? 'text-faint' : 'text-warn'}`}>
        <Age at={lastSeenAt} />
        {outcome !== 'value' && `, ${outcomeWords(outcome)} since`}
      </td>
    </tr>
  );
}
