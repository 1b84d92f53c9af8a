import { Age, ShortAge } from '#app/_ui/clock.client.tsx';
import { count } from '#app/_ui/format.ts';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import { type Outcome, outcomeWords } from '#lib/domain/outcome.ts';
import { isSound, type MatrixCell } from './matrix-model.ts';

/** The eight outcomes as short as a narrow column needs them; each has a mark of its own besides. */
export const SHORT_WORDS: Record<Outcome, string> = {
  value: 'complete',
  none: 'nothing',
  not_sold: 'not sold',
  region_disabled: 'off',
  denied: 'denied',
  throttled: 'throttled',
  failed: 'failed',
  never: 'not yet',
};

/** How many of several questions are meant: "3 of 44". */
function share({ leading, questions }: MatrixCell): string | undefined {
  return questions > 1 && leading < questions ? `${count(leading)} of ${count(questions)}` : undefined;
}

/** A cell of the matrix: a mark with the age of what is complete, or with what went wrong. */
export function ShortCell({ cell }: { cell: MatrixCell | null }) {
  if (cell === null) return <span className="sr-only">not asked</span>;
  const { outcome, lastCompleteAt, state } = cell;
  const part = isSound(cell) ? undefined : share(cell);
  const words = outcome === 'value' && lastCompleteAt !== null ? undefined : SHORT_WORDS[outcome];
  const isOld = state === 'late' || state === 'failing';
  return (
    <span title={fullWords(cell)} className="whitespace-nowrap">
      <OutcomeMark
        outcome={outcome}
        words={
          <span className={isSound(cell) ? (isOld ? 'text-warn' : 'text-soft') : ''}>
            {part !== undefined && `${part} `}
            {words}
            {isSound(cell) && words !== undefined && ' '}
            {isSound(cell) && lastCompleteAt !== null && <ShortAge at={lastCompleteAt} />}
            {isSound(cell) && state === 'late' && ' late'}
            {isSound(cell) && state === 'failing' && ' old'}
          </span>
        }
      />
      {words === undefined && <span className="sr-only"> {SHORT_WORDS.value}</span>}
    </span>
  );
}

function fullWords(cell: MatrixCell): string {
  const part = share(cell);
  const words = cell.outcome === 'value' ? SHORT_WORDS.value : outcomeWords(cell.outcome);
  return [part === undefined ? words : `${part}: ${words}`, cell.errorText]
    .filter((line) => line !== null)
    .join('. ');
}

/** A cell in full: what came of the last look, and the age of the last complete one. */
export function Cell({ cell }: { cell: MatrixCell }) {
  const words = cell.outcome === 'value' ? SHORT_WORDS.value : outcomeWords(cell.outcome);
  const part = share(cell);
  const isOld = cell.state === 'late' || (cell.state === 'failing' && isSound(cell));
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <OutcomeMark outcome={cell.outcome} words={part === undefined ? words : `${part} ${words}`} />
      <span className={isOld ? 'text-warn' : 'text-faint'}>
        {cell.lastCompleteAt === null ? (
          cell.lastLookAt !== null && 'never complete'
        ) : (
          <Age at={cell.lastCompleteAt} />
        )}
        {cell.state === 'late' && ', late'}
        {cell.state === 'failing' && cell.lastCompleteAt !== null && ', too old'}
      </span>
    </span>
  );
}
