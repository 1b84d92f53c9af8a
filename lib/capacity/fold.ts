import type { Outcome } from '#lib/domain/outcome.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { isIncomplete } from '#lib/series/standing.ts';

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

/** One question: what its newest look came to, and when that was. */
export type Answered = { outcome: Outcome; lastLookAt: number | null };

/** Looks of one sweep lie closer together than this. */
const ONE_SWEEP = 30 * MINUTE;

/**
 * What several questions about one item in one region come to together. Where every look of the newest sweep went
 * wrong, that is what is known; otherwise an offer that was seen is there, and nothing is on offer only where every
 * question that was asked says so.
 */
export function foldOutcomes(asked: readonly Answered[], hasOffer: boolean): Outcome {
  const newest = Math.max(...asked.map((one) => one.lastLookAt ?? 0));
  const latest = asked.filter((one) => (one.lastLookAt ?? 0) > newest - ONE_SWEEP).map((one) => one.outcome);
  const isBlind = latest.every(isIncomplete);
  if (hasOffer && !isBlind) return 'value';
  const outcomes = isBlind && hasOffer ? latest : asked.map((one) => one.outcome);
  const worst = ORDER.find((outcome) => outcomes.includes(outcome)) ?? 'never';
  // Offers were there when it was asked, and have started since.
  return worst === 'value' ? 'none' : worst;
}
