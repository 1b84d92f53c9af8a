/** What came of asking. The eight are kept apart from the parser to the pixel. */
export const OUTCOMES = [
  'value',
  'none',
  'not_sold',
  'region_disabled',
  'denied',
  'throttled',
  'failed',
  'never',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How much of a target one sample set saw: only a complete one may prove absence. */
export type Completeness = 'complete' | 'partial' | 'failed';

/** Why a look went wrong, for people and for pacing. */
export type ErrorClass =
  | 'throttle'
  | 'quota'
  | 'auth'
  | 'permission'
  | 'region_disabled'
  | 'unsupported'
  | 'server'
  | 'network'
  | 'timeout'
  | 'schema'
  | 'disk'
  | 'ambiguous'
  | 'aborted'
  | 'internal';

const WORDS: Record<Outcome, string> = {
  value: 'on record',
  none: 'no price',
  not_sold: 'not sold here',
  region_disabled: 'region not enabled',
  denied: 'access denied',
  throttled: 'throttled by AWS',
  failed: 'look failed',
  never: 'not asked yet',
};

/** The outcome in words for people. */
export function outcomeWords(outcome: Outcome): string {
  return WORDS[outcome];
}
