import Link from 'next/link';
import { Age } from '#app/_ui/clock.client.tsx';
import { counted, percent, usd } from '#app/_ui/format.ts';
import { formatAge } from '#lib/domain/time.ts';
import { type Choice, choiceHref, HISTORY_DAYS } from './choice.ts';
import type { Gone, Lifetimes } from './lifetimes.ts';
import { seenForWords, shortInstant } from './words.ts';

const LISTED = 8;

type PanelProps = { lifetimes: Lifetimes | undefined; choice: Choice; now: number };

/** What was on sale lately and for how long: how fast one has to be. */
export function LifetimesPanel({ lifetimes, choice, now }: PanelProps) {
  return (
    <section aria-label="What was on sale and for how long" className="min-w-0">
      <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="text-[15px] font-semibold">What was on sale, and for how long</h2>
        <nav aria-label="Time looked back on" className="flex gap-x-3">
          {HISTORY_DAYS.map((days) => (
            <Link
              key={days}
              href={choiceHref(choice, { days })}
              prefetch={false}
              replace
              scroll={false}
              aria-current={days === choice.days ? 'true' : undefined}
              className={`border-b-2 py-0.5 ${days === choice.days ? 'border-ink' : 'border-transparent text-soft hover:text-ink'}`}
            >
              {days} d
            </Link>
          ))}
        </nav>
      </div>
      {lifetimes === undefined ? (
        <p className="text-soft">
          No offer of this question has gone in the last {choice.days} d: none was seen, or those that were
          are still on sale.
        </p>
      ) : (
        <Known lifetimes={lifetimes} now={now} />
      )}
    </section>
  );
}

function Known({ lifetimes, now }: { lifetimes: Lifetimes; now: number }) {
  const { count, medianMs, vanished, startPassed, list } = lifetimes;
  return (
    <>
      <p className="max-w-prose">
        {count === 1 ? (
          <>
            One offer went. It was seen for{' '}
            <strong className="font-semibold">{seenForWords(medianMs)}</strong>, and{' '}
            {vanished === 1 ? 'was taken off before its start' : 'stayed until its start'}.
          </>
        ) : (
          <>
            {counted(count, 'offer')} went. Half of them were seen for{' '}
            <strong className="font-semibold">{seenForWords(medianMs)}</strong> or less
            <ShortWords lifetimes={lifetimes} />. {endWords(vanished, startPassed)}
          </>
        )}
      </p>
      <Buckets lifetimes={lifetimes} />
      <table className="grid-table mt-3">
        <caption className="sr-only">The offers that went last</caption>
        <thead>
          <tr>
            <th scope="col">Gone</th>
            <th scope="col">Where</th>
            <th scope="col" className="max-sm:hidden xl:max-2xl:hidden">
              Would start
            </th>
            <th scope="col" className="num">
              Seen for
            </th>
            <th scope="col" className="num">
              Price
            </th>
            <th scope="col">How</th>
          </tr>
        </thead>
        <tbody>
          {list.slice(0, LISTED).map((one) => (
            <GoneRow key={one.id} gone={one} now={now} />
          ))}
        </tbody>
      </table>
    </>
  );
}

/** How they ended: somebody was faster, or nobody wanted them. */
function endWords(vanished: number, startPassed: number): string {
  if (startPassed === 0) return 'All were taken off before their start.';
  if (vanished === 0) return 'All stayed until their start.';
  return `${vanished} were taken off before their start, ${startPassed} stayed until it.`;
}

/** A life is known to the distance of two looks, no better. */
function ShortWords({ lifetimes: { shortShare, resolutionMs } }: { lifetimes: Lifetimes }) {
  if (shortShare === null)
    return (
      <span className="text-faint">
        {' '}
        (looks were about {formatAge(resolutionMs)} apart, so that a life of minutes cannot be told from one
        of hours)
      </span>
    );
  return (
    <>
      , <strong className="font-semibold">{percent(shortShare)}</strong> of them for less than 30 min
      <span className="text-faint"> (looks about {formatAge(resolutionMs)} apart)</span>
    </>
  );
}

function Buckets({ lifetimes }: { lifetimes: Lifetimes }) {
  const most = Math.max(...lifetimes.buckets.map((bucket) => bucket.share));
  return (
    <dl className="mt-3 grid max-w-md grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-0.5 text-[12px]">
      {lifetimes.buckets.map(({ words, count, share }) => (
        <div key={words} className="contents">
          <dt className="text-soft sm:whitespace-nowrap">{words}</dt>
          <dd className="h-2">
            <svg
              viewBox="0 0 100 8"
              preserveAspectRatio="none"
              className="block h-2 w-full"
              aria-hidden="true"
            >
              <rect width={most === 0 ? 0 : (share / most) * 100} height="8" className="fill-soft" />
            </svg>
          </dd>
          <dd className="text-right">
            {count === 0 ? 'none' : count}
            {count > 0 && <span className="text-faint"> {percent(share)}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function GoneRow({ gone, now }: { gone: Gone; now: number }) {
  return (
    <tr>
      <td className="text-faint">
        <Age at={gone.goneAt} />
      </td>
      <th scope="row" className="!border-b-0 !text-[13px] !text-ink">
        {gone.region} <span className="text-faint max-sm:hidden xl:max-2xl:hidden">{gone.zoneId}</span>
      </th>
      <td className="whitespace-nowrap max-sm:hidden xl:max-2xl:hidden">{shortInstant(gone.startAt, now)}</td>
      <td className="num">{seenForWords(gone.seenMs)}</td>
      <td className="num">
        {gone.perAcceleratorHour === null ? (
          <span className="text-faint">not known</span>
        ) : (
          usd(gone.perAcceleratorHour)
        )}
      </td>
      <td className="text-soft sm:whitespace-nowrap">
        {gone.goneWhy === 'start_passed' ? 'start passed' : 'no longer offered'}
      </td>
    </tr>
  );
}
