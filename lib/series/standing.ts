import { OUTCOMES, type Outcome } from '#lib/domain/outcome.ts';

const INCOMPLETE: ReadonlySet<Outcome> = new Set([
  'denied',
  'throttled',
  'failed',
  'region_disabled',
  'never',
]);

/** True for what a look that did not see everything came to: it proves nothing about what it did not see. */
export function isIncomplete(outcome: Outcome): boolean {
  return INCOMPLETE.has(outcome);
}

/** A stored outcome; a word this program does not know counts as a failed look, never as a price. */
export function toOutcome(text: string): Outcome {
  return (OUTCOMES as readonly string[]).includes(text) ? (text as Outcome) : 'failed';
}

/**
 * What to say of a series: that its value ended, else what became of the last look at its target, else what that
 * look said of the series.
 */
export function seriesOutcome(value: number | null, own: Outcome, target: Outcome): Outcome {
  if (value === null) return own === 'value' ? 'none' : own;
  return isIncomplete(target) ? target : own;
}

/** As seriesOutcome, where a look that did not see everything leaves even "nothing there" unknown. */
export function placeOutcome(value: number | null, own: Outcome, target: Outcome): Outcome {
  return isIncomplete(target) ? target : seriesOutcome(value, own, target);
}
