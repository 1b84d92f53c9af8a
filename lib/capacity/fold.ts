import type { Outcome } from '#lib/domain/outcome.ts';

/** An answer that is missing must not hide behind one that is there: what went wrong leads. */
const ORDER: readonly Outcome[] = [
  'denied',
  'throttled',
  'failed',
  'region_disabled',
  'none',
  'value',
  'not_sold',
  'never',
];

/**
 * What several questions about one item in one region come to together. An offer that was seen is there, whatever
 * became of the other questions; nothing is on offer only where every question that was asked says so.
 */
export function foldOutcomes(outcomes: readonly Outcome[], hasOffer: boolean): Outcome {
  if (hasOffer) return 'value';
  const worst = ORDER.find((outcome) => outcomes.includes(outcome)) ?? 'never';
  // Offers were there when it was asked, and have started since.
  return worst === 'value' ? 'none' : worst;
}
