import type { Outcome } from '#lib/domain/outcome.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { type Span, uncovered } from './coverage.ts';

/** A stretch for which there is no price, and why. */
export type Gap = Span & { outcome: Outcome };

/** A look that brought nothing, and why. */
export type FailedLook = { at: number; outcome: Outcome };

/** Values of a series: `at[i]` is when `value[i]` began, null where nothing was on record from then on. */
export type Steps = { at: readonly number[]; value: readonly (number | null)[] };

/** The time since the newest look counts as a gap from this length on. */
export const TAIL_ALLOWED = 15 * MINUTE;

export type GapQuestion = {
  window: Span;
  /** Product time: nothing is known, or missing, beyond it. */
  now: number;
  /** Known stretches of the target, merged and in order. */
  coverage: readonly Span[];
  /** What to call the time since the newest complete look. */
  tail: Outcome;
  steps: Steps;
  /** The looks that failed, oldest first: a hole says what the last of those within it came to. */
  failures?: readonly FailedLook[];
  /** How long after the newest complete look nothing is missing yet; TAIL_ALLOWED unless told. */
  tailAllowed?: number;
};

/** Every stretch of the window without a price, in order and without overlap. */
export function findGaps(question: GapQuestion): Gap[] {
  const { window, now, steps } = question;
  const end = Math.min(window.to, now);
  if (end <= window.from) return [];
  const asked = { from: window.from, to: end };
  const unknown = unknownGaps(asked, question);
  const ended = endedSpans(asked, steps).flatMap((span) => uncovered(unknown, span));
  const gaps = [...unknown, ...ended.map((span): Gap => ({ ...span, outcome: 'none' }))];
  return gaps.sort((a, b) => a.from - b.from);
}

function unknownGaps(asked: Span, question: GapQuestion): Gap[] {
  const { coverage, failures = [], tail, now, tailAllowed = TAIL_ALLOWED } = question;
  const lastKnown = coverage.at(-1)?.to;
  const gaps: Gap[] = [];
  for (const span of uncovered(coverage, asked)) {
    const isTail = lastKnown === undefined || span.from >= lastKnown;
    if (!isTail) gaps.push(...holeGaps(span, coverage, failures));
    else if (lastKnown === undefined || now - lastKnown >= tailAllowed) gaps.push({ ...span, outcome: tail });
  }
  return gaps;
}

/** What to call a hole, or the part of one that a window shows: the same whichever part that is. */
function holeGaps(part: Span, coverage: readonly Span[], failures: readonly FailedLook[]): Gap[] {
  const from = coverage.findLast((known) => known.to <= part.from)?.to ?? Number.NEGATIVE_INFINITY;
  const to = coverage.find((known) => known.from >= part.to)?.from ?? part.to;
  const last = failures.findLast((look) => look.at <= to);
  if (last === undefined || last.at < from) return [{ ...part, outcome: 'never' }];
  // A hole after a good look has been asked about from its start; before any good look, only from the first try on.
  const asked = from === Number.NEGATIVE_INFINITY ? (failures[0]?.at ?? part.from) : part.from;
  const cut = Math.min(Math.max(asked, part.from), part.to);
  const gaps: Gap[] = [
    { from: part.from, to: cut, outcome: 'never' },
    { from: cut, to: part.to, outcome: last.outcome },
  ];
  return gaps.filter((gap) => gap.to > gap.from);
}

/** The stretches where asking found nothing on record: before the first value, and from each null on. */
function endedSpans(asked: Span, steps: Steps): Span[] {
  const spans: Span[] = [];
  let since: number | undefined = (steps.at[0] ?? Infinity) > asked.from ? asked.from : undefined;
  for (let i = 0; i < steps.at.length; i++) {
    const at = Math.max(steps.at[i] ?? 0, asked.from);
    if (at >= asked.to) break;
    if (steps.value[i] === null) since ??= at;
    else if (since !== undefined) {
      spans.push({ from: since, to: at });
      since = undefined;
    }
  }
  if (since !== undefined) spans.push({ from: since, to: asked.to });
  return spans.filter((span) => span.to > span.from);
}
