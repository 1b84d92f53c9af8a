import { hash32 } from '../hash.ts';
import { quotaOfClass } from '../quotas/codes.ts';
import type { Holder } from '../quotas/holder.ts';
import { limitOf } from '../quotas/values.ts';

/** vCPU that one more machine of a class takes. */
const STEPS: Readonly<Record<string, number>> = { 'P/OnDemand': 96, 'P5/Spot': 192, 'P/Spot': 96 };
const SMALL_STEP = 8;

const DAY = 86_400;
/** Machines come and go at most this often. */
const MOVES_EVERY = 900;

const draw = (key: string): number => hash32(key) / 2 ** 32;

/** A day's curve between 0 and 1: low at night, full in the afternoon, later or earlier by the account. */
const dayCurve = (seconds: number, shift: number): number =>
  0.5 + 0.5 * Math.sin(2 * Math.PI * (seconds / DAY - 0.35 + 0.2 * shift));

export interface ClassUsage {
  /** vCPU in use during the minute that begins at this epoch second; undefined: nothing runs, so no point exists. */
  at(seconds: number): number | undefined;
}

const NOTHING: ClassUsage = { at: () => undefined };

/** What an account uses of one class: always within its limit, zero for some classes and for some at night. */
export function usageOf(holder: Holder, usageClass: string): ClassUsage {
  const quota = quotaOfClass(usageClass);
  const key = `usage ${holder.accountId} ${holder.region} ${usageClass}`;
  if (quota === undefined || (holder.standing === 'usual' && draw(key) < 0.3)) return NOTHING;
  const step = STEPS[usageClass] ?? SMALL_STEP;
  const [base, swing, shift] = [0.05 + 0.45 * draw(`${key} base`), 0.45, draw(`${key} shift`)];
  const limits = new Map<number, number>();
  const limitAt = (hour: number): number => {
    const known = limits.get(hour) ?? limitOf(holder, quota, hour * 3600);
    limits.set(hour, known);
    return known;
  };
  return {
    at: (seconds) => {
      const slot = Math.floor(seconds / MOVES_EVERY);
      const share = base + swing * dayCurve(slot * MOVES_EVERY, shift) + 0.1 * (draw(`${key} ${slot}`) - 0.5);
      const used = Math.floor((Math.max(0, share) * limitAt(Math.floor(seconds / 3600))) / step) * step;
      return used === 0 ? undefined : used;
    },
  };
}
