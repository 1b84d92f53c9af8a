import Link from 'next/link';
import type { ReactNode } from 'react';
import { Age } from '#app/_ui/clock.client.tsx';
import { counted } from '#app/_ui/format.ts';
import { type Alternative, alternativesTo, answerOf, troublesOf } from './answer.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { buildCalendar } from './calendar.ts';
import { CalendarTable } from './calendar-table.tsx';
import { Choosers } from './choosers.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { historyWindow } from './history-window.ts';
import { lifetimesOf } from './lifetimes.ts';
import { LifetimesPanel } from './lifetimes-panel.tsx';
import { buildMatrix } from './matrix.ts';
import { MatrixTable } from './matrix-table.tsx';
import { offerRows } from './offer-rows.ts';
import { OfferTable } from './offer-table.tsx';
import { type CapacityPage, HISTORY_WINDOW, isSilent, isTold, sinceOf } from './read.ts';
import { daysWords, listWords, sizeWords } from './words.ts';

type ViewProps = { page: CapacityPage; now: number };

/** The whole page for one question. */
export function QuestionView({ page, now }: ViewProps) {
  const { choice, asked, regions, places, question } = page;
  const alternatives: Alternative[] = alternativesTo(choice, asked, page.ofType);
  return (
    <>
      <div className="shell space-y-5 border-b border-line pt-4 pb-6">
        <Choosers choice={choice} asked={asked} regions={regions} now={now} />
        <AnswerPanel
          answer={answerOf(places, question !== undefined)}
          choice={choice}
          question={question}
          troubles={troublesOf(places, choice.type, page.limits)}
          alternatives={alternatives}
          now={now}
        />
        <Freshness page={page} now={now} />
      </div>
      <div className="shell space-y-10 pt-6">
        <MatrixSection page={page} now={now} />
        <CalendarSection page={page} now={now} />
        <OfferSection page={page} now={now} />
        <HistorySection page={page} now={now} />
      </div>
    </>
  );
}

/** Where the numbers come from and how old they are; first of all, whether anybody still looks. */
function Freshness({ page: { lookedAt }, now }: ViewProps) {
  return (
    <div>
      {lookedAt !== null && isSilent(lookedAt, now) && (
        <p className="mb-1 text-warn">
          The newest look was <Age at={lookedAt} />; what is shown may be gone. The{' '}
          <Link href="/health" prefetch={false} className="link">
            Health page
          </Link>{' '}
          says whether the worker runs.
        </p>
      )}
      <p className="text-[12px] text-faint">
        EC2 DescribeCapacityBlockOfferings,{' '}
        {lookedAt === null ? (
          'no look has ended yet'
        ) : (
          <>
            newest look at any of it <Age at={lookedAt} />
          </>
        )}
        . Lengths that neither the grid nor a question or rule names are looked at once a day. A list of what
        AWS recommends, not of all it has. Fees are for the whole block, up front; prices are fee over
        accelerators and hours delivered.
      </p>
    </div>
  );
}

function Heading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="mb-2 flex flex-wrap items-baseline gap-x-3">
      <h2 className="text-[15px] font-semibold">{title}</h2>
      {children !== undefined && <p className="text-[12px] text-faint">{children}</p>}
    </div>
  );
}

function MatrixSection({ page, now }: ViewProps) {
  const { choice } = page;
  return (
    <section aria-label="Every type and region" className="group">
      <Heading title={`${choice.count} × for ${daysWords(choice.durationHours)}, every type and region`}>
        Cheapest per accelerator-hour, and the earliest start. <LowestKey /> lowest of its type.
      </Heading>
      <NarrowBox words={`every type, not only ${choice.type}`} />
      <MatrixTable matrix={buildMatrix(page.all)} choice={choice} now={now} />
    </section>
  );
}

/** On a phone a table begins with what was chosen; the box brings the rest, without JavaScript. */
function NarrowBox({ words }: { words: string }) {
  return (
    <label className="mb-1 inline-flex items-center gap-1.5 text-soft md:hidden">
      <input type="checkbox" className="accent-ink" /> {words}
    </label>
  );
}

function LowestKey() {
  return (
    <span aria-hidden="true" className="text-cheap">
      ◆
    </span>
  );
}

function CalendarSection({ page, now }: ViewProps) {
  const { choice, places, ofType } = page;
  const told = places.filter((place) => isTold(place, ofType));
  const unsold = places.filter((place) => place.state === 'not_sold').map((place) => place.region);
  const offers = counted(ofType.length, 'offer');
  return (
    <section aria-label="When blocks start" className="group">
      <Heading title={`When ${choice.type} blocks start, 8 weeks ahead`}>
        {offers} of every count and duration asked; a bar is a day with a start, taller for more instances.
        Bold: {choice.count} × {daysWords(choice.durationHours)} is among them. <LowestKey /> lowest for its
        count.
      </Heading>
      <NarrowBox words={`every size, not only ${choice.count} × ${daysWords(choice.durationHours)}`} />
      {told.length > 0 && (
        <CalendarTable
          calendar={buildCalendar({
            offers: ofType,
            regions: regionsByOffers(told, page),
            chosen: choice,
            now,
          })}
          type={choice.type}
          places={new Map(places.map((place) => [place.region, place]))}
          now={now}
        />
      )}
      {unsold.length > 0 && <p className="pt-2 text-faint md:px-2">Not sold in {listWords(unsold)}</p>}
    </section>
  );
}

/** Regions with most on offer first. */
function regionsByOffers(places: CapacityPage['places'], { ofType }: CapacityPage): string[] {
  const count = (region: string) => ofType.filter((offer) => offer.region === region).length;
  return places.map((place) => place.region).sort((a, b) => count(b) - count(a) || a.localeCompare(b));
}

function OfferSection({ page, now }: ViewProps) {
  const { choice, places, fees, zoneNames } = page;
  const rows = offerRows({ places, fees, zoneNames, sort: choice.sort });
  if (rows.length === 0) return null;
  return (
    <section aria-label="Offers">
      <Heading
        title={`Offers of ${sizeWords(choice.count, choice.type)} for ${daysWords(choice.durationHours)}`}
      >
        {counted(rows.length, 'offer')}
        {choice.region === '' ? '' : ` in ${choice.region}`}; chipdesk looks, and never buys.
      </Heading>
      <OfferTable rows={rows} choice={choice} now={now} />
    </section>
  );
}

function HistorySection({ page, now }: ViewProps) {
  const { choice, gone, histories, question } = page;
  if (question === undefined) return null;
  const asked = `${sizeWords(choice.count, choice.type)} for ${daysWords(choice.durationHours)}`;
  return (
    <div className="grid gap-x-12 gap-y-10 xl:grid-cols-[2fr_3fr]">
      <LifetimesPanel lifetimes={lifetimesOf(gone, sinceOf(choice, now))} choice={choice} now={now} />
      <HistoryPanel
        histories={histories}
        window={historyWindow(histories, HISTORY_WINDOW, now)}
        asked={asked}
      />
    </div>
  );
}
