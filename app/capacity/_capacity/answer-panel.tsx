import Link from 'next/link';
import type { ReactNode } from 'react';
import { Age } from '#app/_ui/clock.client.tsx';
import { counted, usd } from '#app/_ui/format.ts';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import type { BlockOffer } from '#db/queries/capacity-offers.ts';
import { type Alternative, type Answer, type Found, reasonWords, type Trouble } from './answer.ts';
import { type Choice, type Combination, choiceHref, questionHref, windowOf } from './choice.ts';
import { windowWords } from './choosers.tsx';
import { RuleLink } from './rule-link.tsx';
import {
  daysWords,
  deliveredWords,
  feeWords,
  listWords,
  markOf,
  shortInstant,
  sizeWords,
  startsIn,
  stateWords,
} from './words.ts';

type AnswerProps = {
  answer: Answer;
  choice: Choice;
  question: Combination | undefined;
  troubles: readonly Trouble[];
  alternatives: readonly Alternative[];
  now: number;
};

/** The answer first, in one sentence; then what qualifies it. */
export function AnswerPanel(props: AnswerProps) {
  const { answer, choice, question, troubles, alternatives, now } = props;
  const asked = `${sizeWords(choice.count, choice.type)} for ${daysWords(choice.durationHours)}`;
  const within =
    question === undefined || windowOf(question) === '' ? '' : `, ${windowWords(question, now)} UTC`;
  return (
    <section aria-label="The answer" className="max-w-5xl">
      <p data-testid="answer" className="text-[19px] leading-snug tracking-tight text-soft sm:text-[21px]">
        {asked}
        {within}: <Sentence answer={answer} choice={choice} now={now} />
      </p>
      <div className="mt-2 space-y-1 text-soft">
        {answer.kind === 'offer' && <Beside answer={answer} now={now} />}
        {answer.kind === 'not_asked' && <NotAsked choice={choice} />}
        {answer.kind === 'absent' && (
          <p>
            <RuleLink choice={choice}>Be told when it is on sale</RuleLink>
          </p>
        )}
        {troubles.map((trouble) => (
          <TroubleLine key={`${trouble.state} ${trouble.regions[0]}`} trouble={trouble} answer={answer} />
        ))}
      </div>
      {answer.kind !== 'offer' && <Instead choice={choice} alternatives={alternatives} now={now} />}
    </section>
  );
}

function Sentence({ answer, choice, now }: Pick<AnswerProps, 'answer' | 'choice' | 'now'>) {
  if (answer.kind === 'not_asked') return <Strong>AWS is not asked exactly this.</Strong>;
  if (answer.kind === 'absent') return <Absence answer={answer} choice={choice} />;
  const { offer, confirmed } = answer.earliest;
  return (
    <>
      earliest <Strong>{offer.startAt <= now ? 'now' : `${shortInstant(offer.startAt, now)} UTC`}</Strong> in{' '}
      <Strong>
        {offer.region} ({offer.zoneId})
      </Strong>
      , <Strong>{feeWords(offer.fee)}</Strong> up front, <PerHour offer={offer} />;{' '}
      {confirmed ? 'seen' : 'last seen'} <Age at={offer.lastSeenAt} />
      {!confirmed && <span className="text-warn">, not confirmed since</span>}
    </>
  );
}

function Absence({ answer, choice }: { answer: Extract<Answer, { kind: 'absent' }>; choice: Choice }) {
  const [first, ...others] = answer.reasons;
  if (first === undefined) return <Strong>not asked in any region.</Strong>;
  return (
    <>
      <Strong>{reasonWords(first, choice.region)}</Strong>
      {first.state === 'none' && answer.lastCompleteAt !== null && (
        <>
          {' '}
          (looked <Age at={answer.lastCompleteAt} />)
        </>
      )}
      {others.map((reason) => (
        <span key={reason.state}>; {reasonWords(reason, choice.region)}</span>
      ))}
    </>
  );
}

function Strong({ children }: { children: ReactNode }) {
  return <strong className="font-semibold text-ink">{children}</strong>;
}

function PerHour({ offer }: { offer: BlockOffer }) {
  if (offer.perAcceleratorHour === null)
    return <>price per accelerator-hour not known: its accelerators are not described</>;
  return (
    <>
      <Strong>{usd(offer.perAcceleratorHour)}</Strong> per accelerator-hour
    </>
  );
}

/** When it starts and what it delivers; the cheapest, where that is another one. */
function Beside({ answer, now }: { answer: Extract<Answer, { kind: 'offer' }>; now: number }) {
  const { earliest, cheapest, sooner, offers, regions } = answer;
  return (
    <>
      <p>
        Starts {startsIn(earliest.offer.startAt, now)}, ends {shortInstant(earliest.offer.endAt, now)} UTC,
        delivers {deliveredWords(earliest.offer)}. {counted(offers, 'offer')} in {counted(regions, 'region')}.
      </p>
      {sooner !== undefined && (
        <p className="text-warn">
          Sooner, but not seen again since <Age at={sooner.offer.lastSeenAt} />:{' '}
          {shortInstant(sooner.offer.startAt, now)} UTC in {sooner.offer.region} ({sooner.offer.zoneId}),{' '}
          {feeWords(sooner.offer.fee)} up front.
        </p>
      )}
      <p>
        {isCheaper(cheapest, earliest) ? (
          <>
            Cheapest: <strong className="font-semibold text-ink">{usd(price(cheapest))}</strong> per
            accelerator-hour, {feeWords(cheapest.offer.fee)} up front, from{' '}
            {shortInstant(cheapest.offer.startAt, now)} UTC in {cheapest.offer.region} (
            {cheapest.offer.zoneId}); seen <Age at={cheapest.offer.lastSeenAt} />.
          </>
        ) : (
          'No other offer on record costs less per accelerator-hour.'
        )}
      </p>
    </>
  );
}

const price = ({ offer }: Found) => offer.perAcceleratorHour ?? Number.POSITIVE_INFINITY;
const isCheaper = (one: Found, other: Found) => price(one) < price(other);

function NotAsked({ choice }: { choice: Choice }) {
  return (
    <p>
      AWS answers an exact count and duration only. <RuleLink choice={choice}>A rule for it</RuleLink> has it
      asked every 30 min from then on, and tells you once it is on sale. To have it asked alone, add{' '}
      <code className="rounded-sm bg-sunken px-1 font-mono text-[12px] break-words">
        {`{ name: my cluster, type: ${choice.type}, count: ${choice.count}, duration: ${choice.durationHours / 24}d }`}
      </code>{' '}
      to <code className="font-mono text-[12px]">capacity.asks</code> in the configuration file.
    </p>
  );
}

/** What may be hidden, why, since when, and what helps. */
function TroubleLine({ trouble, answer }: { trouble: Trouble; answer: Answer }) {
  const { state, regions, lastCompleteAt, said, remedy } = trouble;
  const where = regions.length > 4 ? `${regions.length} regions` : listWords(regions);
  return (
    <div className="pt-1">
      <OutcomeMark
        outcome={markOf(state)}
        words={
          <span>
            {stateWords(state)} in {where}
            {lastCompleteAt !== null && (
              <>
                , last complete look <Age at={lastCompleteAt} />
              </>
            )}
            {answer.kind === 'offer' && '; an earlier or cheaper offer may be hidden there'}
          </span>
        }
      />
      <div className="pl-5">
        <p>{remedy}</p>
        {said !== null && (
          <details className="text-[12px] text-faint">
            <summary className="hover:text-ink">What AWS said</summary>
            <p className="break-words">{said}</p>
          </details>
        )}
      </div>
    </div>
  );
}

/** Other sizes and lengths of the type that are on sale. */
function Instead({
  choice,
  alternatives,
  now,
}: {
  choice: Choice;
  alternatives: readonly Alternative[];
  now: number;
}) {
  const where = choice.region === '' ? 'any region' : choice.region;
  if (alternatives.length === 0)
    return (
      <p className="mt-3 text-soft">
        No other count or duration of {choice.type} that is asked is on offer in {where} either.
        {choice.region !== '' && (
          <>
            {' '}
            <Link href={choiceHref(choice, { region: '' })} prefetch={false} className="link">
              Look in every region
            </Link>
          </>
        )}
      </p>
    );
  return (
    <div className="mt-3">
      <p className="text-[12px] text-faint">On offer instead, nearest in size and length</p>
      <ul className="mt-1 space-y-0.5">
        {alternatives.map(({ question, earliest, cheapest, offers }) => (
          <li key={question.qualifier}>
            <Link href={questionHref(choice, question)} prefetch={false} className="link whitespace-nowrap">
              {question.count} × {daysWords(question.durationHours)}
            </Link>{' '}
            from {shortInstant(earliest.startAt, now)} UTC in {earliest.region}; the cheapest{' '}
            {cheapest.perAcceleratorHour === null
              ? feeWords(cheapest.fee)
              : `${usd(cheapest.perAcceleratorHour)} per accelerator-hour`}
            {cheapest !== earliest &&
              `, from ${shortInstant(cheapest.startAt, now)} UTC in ${cheapest.region}`}
            <span className="text-faint">, {counted(offers, 'offer')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
