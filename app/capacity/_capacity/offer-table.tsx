import Link from 'next/link';
import { Age } from '#app/_ui/clock.client.tsx';
import { CopyButton } from '#app/_ui/copy-button.client.tsx';
import { counted, instant } from '#app/_ui/format.ts';
import { PerHour } from '#app/_ui/per-hour.tsx';
import { Scroll } from '#app/_ui/scroll.tsx';
import { type Choice, choiceHref, SORTS, type Sort } from './choice.ts';
import { type OfferRow, ROWS_SHOWN } from './offer-rows.ts';
import { daysWords, deliveredWords, feeWords, shortInstant, startsIn } from './words.ts';

const SORT_WORDS: Record<Sort, string> = { price: 'cheapest first', start: 'soonest first' };

type TableProps = { rows: readonly OfferRow[]; choice: Choice; now: number };

/** Every offer of the question; on a phone a row is a block. */
export function OfferTable({ rows, choice, now }: TableProps) {
  const shown = choice.all ? rows : rows.slice(0, ROWS_SHOWN);
  return (
    <>
      <nav aria-label="Order of the offers" className="mb-1 flex gap-x-3">
        {SORTS.toReversed().map((sort) => (
          <Link
            key={sort}
            href={choiceHref(choice, { sort })}
            prefetch={false}
            replace
            scroll={false}
            aria-current={sort === choice.sort ? 'true' : undefined}
            className={`border-b-2 py-0.5 ${sort === choice.sort ? 'border-ink' : 'border-transparent text-soft hover:text-ink'}`}
          >
            {SORT_WORDS[sort]}
          </Link>
        ))}
      </nav>
      <Scroll label="Offers, in figures" className="md:max-xl:overflow-x-auto">
        <table className="grid-table max-md:block">
          <caption className="sr-only">
            Offers of {choice.count} × {choice.type} for {daysWords(choice.durationHours)},{' '}
            {SORT_WORDS[choice.sort]}
          </caption>
          <thead className="max-md:hidden">
            <tr>
              <th scope="col">Offer</th>
              <th scope="col">Region and zone</th>
              <th scope="col">Starts (UTC)</th>
              <th scope="col">Ends (UTC)</th>
              <th
                scope="col"
                className="num"
                title="From start to end: a block that starts now ends at 11:30 UTC all the same"
              >
                Delivers
              </th>
              <th scope="col" className="num">
                Fee up front
              </th>
              <th scope="col" className="num">
                Per accelerator
              </th>
              <th scope="col" className="num">
                First seen
              </th>
              <th scope="col" className="num">
                Confirmed
              </th>
              <th scope="col">AWS CLI</th>
            </tr>
          </thead>
          <tbody className="max-md:block">
            {shown.map((row) => (
              <Row key={row.offer.id} row={row} now={now} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {rows.length > shown.length && (
        <p className="pt-2">
          <Link
            href={choiceHref(choice, { all: true })}
            prefetch={false}
            replace
            scroll={false}
            className="link"
          >
            Show all {counted(rows.length, 'offer')}
          </Link>
        </p>
      )}
    </>
  );
}

const CELL = 'max-md:!border-t-0 max-md:!px-0 max-md:!py-0';

function Row({ row, now }: { row: OfferRow; now: number }) {
  const { offer, confirmed, isCheapest, isSoonest, earlierFees } = row;
  return (
    <tr className="max-md:grid max-md:grid-cols-[1fr_1fr] max-md:gap-x-3 max-md:py-2">
      <td className={`whitespace-nowrap ${CELL} max-md:hidden`}>
        {offer.count} × {offer.type}
      </td>
      <th scope="row" className={`!border-b-0 !text-[13px] !text-ink ${CELL}`}>
        {offer.region} <span className="text-faint">{offer.zoneId}</span>
      </th>
      <td className={`md:whitespace-nowrap ${CELL} max-md:text-right`}>
        <span className="text-faint md:hidden">from </span>
        {shortInstant(offer.startAt, now)} <span className="text-faint">{startsIn(offer.startAt, now)}</span>
        {isSoonest && <Badge words="soonest" />}
      </td>
      <td className={`whitespace-nowrap ${CELL} max-md:hidden`}>{shortInstant(offer.endAt, now)}</td>
      <td className={`num ${CELL} max-md:!text-left`}>
        <span className="text-faint md:hidden">delivers </span>
        {deliveredWords(offer)}
      </td>
      <td className={`num ${CELL}`}>
        {feeWords(offer.fee)}
        <FeeHistory earlier={earlierFees} />
      </td>
      <td className={`num ${CELL} max-md:!text-left`}>
        {isCheapest && <Badge words="cheapest" />}{' '}
        {offer.perAcceleratorHour === null ? (
          <span className="text-faint">accelerators not known</span>
        ) : (
          <PerHour micro={offer.perAcceleratorHour} />
        )}
      </td>
      <td className={`num text-faint ${CELL}`}>
        <span className="md:hidden">first seen </span>
        <Age at={offer.firstSeenAt} />
      </td>
      <td className={`num ${confirmed ? 'text-faint' : 'text-warn'} ${CELL} max-md:!text-left`}>
        <span className="md:hidden">confirmed </span>
        <Age at={offer.lastSeenAt} />
        {!confirmed && <span className="block text-[12px]">not looked at since</span>}
      </td>
      <td
        className={`${CELL} max-md:justify-self-end max-md:has-[details[open]]:col-span-2 max-md:has-[details[open]]:justify-self-stretch`}
      >
        <Commands row={row} />
      </td>
    </tr>
  );
}

function Badge({ words }: { words: string }) {
  return <span className="ml-1.5 rounded-sm border border-cheap px-1 text-[11px] text-cheap">{words}</span>;
}

function FeeHistory({ earlier }: { earlier: OfferRow['earlierFees'] }) {
  const last = earlier.at(-1);
  if (last === undefined) return null;
  return (
    <span
      className="block text-[12px] text-faint"
      title={earlier.map(({ at, fee }) => `${feeWords(fee)} from ${instant(at)} UTC`).join('; ')}
    >
      {counted(earlier.length, 'change')}, was {feeWords(last.fee)}
    </span>
  );
}

/** The ready commands: the look is copied at once; the purchase is a step of its own that nobody takes by mistake. */
function Commands({ row: { commands, offer } }: { row: OfferRow }) {
  const id = (name: keyof typeof commands) => `command-${offer.id}-${name}`;
  return (
    <div className="flex flex-wrap items-baseline gap-2">
      <CopyButton from={id('list')} label="Copy" what="the command that shows this offer" />
      <details name="commands" className="relative max-md:open:w-full">
        <summary className="text-soft hover:text-ink">
          show<span className="sr-only"> the commands for this offer</span>
        </summary>
        <div className="z-20 mt-1 space-y-3 rounded border border-strong bg-panel p-3 text-left text-[12px] whitespace-normal md:absolute md:right-0 md:w-[38rem] md:shadow-lg">
          <Command
            id={id('list')}
            title="See that it is still there, with today’s fee"
            text={commands.list}
            what="the look"
          />
          <Command
            id={id('find')}
            title="Keep its id; ids live for one answer"
            text={commands.find}
            what="the id"
          />
          <Command
            id={id('buy')}
            title={`Buy it: ${feeWords(offer.fee)} at once, no way back. chipdesk never does this for you`}
            text={commands.buy}
            what="the purchase"
          />
        </div>
      </details>
    </div>
  );
}

function Command({ id, title, text, what }: { id: string; title: string; text: string; what: string }) {
  return (
    <div>
      <p className="mb-1 flex items-center justify-between gap-3">
        <span className="text-soft">{title}</span>
        <CopyButton from={id} label="Copy" what={what} />
      </p>
      <pre
        id={id}
        className="rounded-sm bg-sunken p-2 font-mono text-[11.5px] whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {text}
      </pre>
    </div>
  );
}
