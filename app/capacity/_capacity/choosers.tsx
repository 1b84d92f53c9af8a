import Form from 'next/form';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { BLOCK_DURATIONS_HOURS, USUAL_COUNTS } from '#lib/capacity/durations.ts';
import { type Asked, type Choice, type Combination, choiceHref, questionHref, windowOf } from './choice.ts';
import { daysWords, shortInstant } from './words.ts';

type ChoosersProps = { choice: Choice; asked: Asked; regions: readonly string[]; now: number };

/** The question: a plain form, so that it works without JavaScript, and the usual ones a click away. */
export function Choosers({ choice, asked, regions, now }: ChoosersProps) {
  const questions = asked.get(choice.type) ?? [];
  const counts = unique([...questions.map((one) => one.count), ...USUAL_COUNTS, choice.count]);
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
      <Form
        key={choiceHref(choice)}
        action="/capacity"
        scroll={false}
        className="grid grid-cols-2 items-end gap-2 max-sm:w-full sm:flex sm:flex-wrap"
      >
        <Select name="count" label="How many" value={String(choice.count)}>
          {counts.map((count) => (
            <option key={count} value={count}>
              {count} ×{questions.some((one) => one.count === count) ? '' : ' (not asked)'}
            </option>
          ))}
        </Select>
        <Select name="type" label="Of what" value={choice.type}>
          {[...asked.keys()].map((type) => (
            <option key={type}>{type}</option>
          ))}
        </Select>
        <Select name="duration" label="For how long" value={`${choice.durationHours / 24}d`}>
          {BLOCK_DURATIONS_HOURS.map((hours) => (
            <option key={hours} value={`${hours / 24}d`}>
              {daysWords(hours)}
            </option>
          ))}
        </Select>
        <Select name="region" label="Where" value={choice.region}>
          <option value="">Every region</option>
          {regions.map((region) => (
            <option key={region}>{region}</option>
          ))}
        </Select>
        {choice.sort !== 'start' && <input type="hidden" name="sort" value={choice.sort} />}
        {choice.days !== 7 && <input type="hidden" name="days" value={choice.days} />}
        <button type="submit" className="control !border-ink !bg-ink px-4 !text-paper max-sm:col-span-2">
          Show
        </button>
      </Form>
      <Usual choice={choice} questions={questions} now={now} />
    </div>
  );
}

const unique = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);

type SelectProps = { name: string; label: string; value: string; children: ReactNode };

function Select({ name, label, value, children }: SelectProps) {
  return (
    <label className="block">
      <span className="block text-[12px] text-faint">{label}</span>
      <select name={name} defaultValue={value} className="control w-full">
        {children}
      </select>
    </label>
  );
}

type UsualProps = { choice: Choice; questions: readonly Combination[]; now: number };

/** The questions that are asked of this type, as far as a line holds them. */
function Usual({ choice, questions, now }: UsualProps) {
  const shown = usualQuestions(questions);
  if (shown.length < 2) return null;
  return (
    <nav aria-label={`Questions asked about ${choice.type}`} className="flex flex-wrap gap-x-3 pb-0.5">
      {shown.map((one) => {
        const isOn =
          one.count === choice.count &&
          one.durationHours === choice.durationHours &&
          windowOf(one) === choice.window;
        return (
          <Link
            key={one.qualifier}
            href={questionHref(choice, one)}
            prefetch={false}
            replace
            scroll={false}
            aria-current={isOn ? 'true' : undefined}
            className={`border-b-2 py-0.5 whitespace-nowrap ${isOn ? 'border-ink' : 'border-transparent text-soft hover:text-ink'}`}
          >
            {one.count} × {daysWords(one.durationHours)}
            {windowOf(one) !== '' && <span className="text-faint"> {windowWords(one, now)}</span>}
          </Link>
        );
      })}
    </nav>
  );
}

/** Of a long ladder of durations these are worth a link each; the form has the others. */
const WORTH_A_LINK: readonly number[] = [24, 168, 336, 672, 2184, 4368];
const LONG_LADDER = 6;

function usualQuestions(questions: readonly Combination[]): Combination[] {
  const lengths = (count: number) => questions.filter((one) => one.count === count).length;
  return questions.filter(
    (one) =>
      lengths(one.count) <= LONG_LADDER || WORTH_A_LINK.includes(one.durationHours) || windowOf(one) !== '',
  );
}

/** "starting 30 Nov 00:00 to 20 Dec 00:00". */
export function windowWords({ startAfter, startBefore }: Combination, now: number): string {
  const from = startAfter === null ? '' : `from ${shortInstant(startAfter, now)}`;
  const to = startBefore === null ? '' : `by ${shortInstant(startBefore, now)}`;
  return `starting ${[from, to].filter((part) => part !== '').join(', ')}`;
}
