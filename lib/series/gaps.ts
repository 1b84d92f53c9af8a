import type { Outcome } from '#lib/domain/outcome.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { type Span, uncovered } from './coverage.ts';

/** A stretch for which there is no price, and why. */
export type Gap = Span & { outcome: Outcome };

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
};

/** Every stretch of the window without a price, in order and without overlap. */
export function findGaps({ window, now, coverage, tail, steps }: GapQuestion): Gap[] {
  const end = Math.min(window.to, now);
  if (end <= window.from) return [];
  const asked = { from: window.from, to: end };
  const unknown = unknownGaps(asked, coverage, tail, now);
  const ended = endedSpans(asked, steps).flatMap((span) => uncovered(unknown, span));
  const gaps = [...unknown, ...ended.map((span): Gap => ({ ...span, outcome: 'none' }))];
  return gaps.sort((a, b) => a.from - b.from);
}

function unknownGaps(asked: Span, coverage: readonly Span[], tail: Outcome, now: number): Gap[] {
  const lastKnown = coverage.at(-1)?.to;
  const gaps: Gap[] = [];
  for (const span of uncovered(coverage, asked)) {
    const isTail = lastKnown === undefined || span.from >= lastKnown;
    if (isTail && lastKnown !== undefined && now - lastKnown < TAIL_ALLOWED) continue;
    gaps.push({ ...span, outcome: isTail ? tail : 'never' });
  }
  return gaps;
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
