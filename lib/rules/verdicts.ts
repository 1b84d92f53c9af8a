import type { Verdict } from '#lib/alerts/lifecycle.ts';
import type { RuleLook } from './types.ts';

export const TRUE: Verdict = { is: 'true' };
export const HOLD: Verdict = { is: 'hold' };
export const FALSE: Verdict = { is: 'false' };
export const NO_DATA: Verdict = { is: 'unknown', health: 'no_data' };
export const ERROR: Verdict = { is: 'unknown', health: 'error' };

/** A look that is this many intervals old says nothing about now. */
const STALE_INTERVALS = 3;

/** Missing data proves nothing: a look that is not whole, or not of now, leaves everything as it was. */
export function judgeLook(look: RuleLook, now: number): Verdict | undefined {
  if (look.completeness === 'failed') return ERROR;
  return now - look.at > STALE_INTERVALS * look.intervalMs ? NO_DATA : undefined;
}

/** Which way a limit is crossed. */
export type Side = 'above' | 'below';

/**
 * Whether a value is beyond a limit: at or over it for `above`, under it for `below`. Within `clearShare` of the limit on
 * the other side a firing alert stays as it is, so that a value at the limit does not make it come and go.
 */
export function beyond(side: Side, value: number, limit: number, clearShare = 0): Verdict {
  if (side === 'above') {
    if (value >= limit) return TRUE;
    return value > limit * (1 - clearShare) ? HOLD : FALSE;
  }
  if (value < limit) return TRUE;
  return value < limit * (1 + clearShare) ? HOLD : FALSE;
}

/** In hundredths of the value's unit: keeps a percentage from missing an exact hit by a float's last bit. */
const EPSILON = 1e-3;
/** Between this share of the percentage and all of it a firing alert stays as it is. */
const HOLD_SHARE = 0.8;

/** Whether something has moved by at least a percentage of what it was; `moved` is positive the way that is asked. */
export function movedBy(moved: number, previous: number, percent: number): Verdict {
  if (moved * 100 >= previous * percent - EPSILON) return TRUE;
  return moved * 100 >= previous * percent * HOLD_SHARE ? HOLD : FALSE;
}
