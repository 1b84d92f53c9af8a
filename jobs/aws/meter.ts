import { type AdaptiveBucket, charge, makeAdaptive, slowDown, speedUp, take } from '#lib/pacing/adaptive.ts';
import type { Priority } from '#lib/pacing/priority.ts';
import { ownRate } from '#lib/pacing/rates.ts';

/** What one call is, as far as pacing goes; `priority` is that of the job, normal where none is given. */
export type ApiCall = { service: string; action: string; region: string; priority?: Priority };

/** What has been asked of one action in one region since it was last read. */
export type ApiUse = Omit<ApiCall, 'priority'> & {
  calls: number;
  throttled: number;
  waitedMs: number;
  perSecond: number;
};

/** How a call went, and how often the SDK has tried. */
type Ended = { attempts: number; went: 'well' | 'wrong' | 'refused' };

/** A bucket of tokens and a tally for each action in each region. Times are product milliseconds. */
export class Meter {
  readonly #buckets = new Map<string, AdaptiveBucket>();
  readonly #used = new Map<string, ApiUse>();

  /** Takes a token, in advance if need be; returns how long to wait for it. */
  take(what: ApiCall, now: number): number {
    const key = keyOf(what);
    const known = this.#buckets.get(key) ?? makeAdaptive(ownRate(what.service, what.action), now);
    const { next, waitMs } = take(known, now);
    this.#buckets.set(key, next);
    this.#use(what).waitedMs += waitMs;
    return waitMs;
  }

  /** Counts a call that is over. Every try is paid for, those that the SDK made by itself afterwards. */
  end(what: ApiCall, { attempts, went }: Ended, now: number): void {
    // Looked up only now: what was read while the call was under way is not added to any more.
    const use = this.#use(what);
    use.calls += attempts;
    if (went === 'refused') use.throttled++;
    const key = keyOf(what);
    const before = this.#buckets.get(key);
    if (before === undefined) return;
    const charged = charge(before, attempts - 1, now);
    const after = went === 'well' ? speedUp(charged) : went === 'refused' ? slowDown(charged, now) : charged;
    this.#buckets.set(key, after);
    use.perSecond = after.bucket.perSecond;
  }

  /** The use since the last drain. */
  drain(): ApiUse[] {
    const all = [...this.#used.values()];
    this.#used.clear();
    return all;
  }

  #use(what: ApiCall): ApiUse {
    const key = keyOf(what);
    const { service, action, region } = what;
    const known = this.#used.get(key);
    if (known !== undefined) return known;
    const { perSecond } = this.#buckets.get(key)?.bucket ?? ownRate(service, action);
    const use = { service, action, region, calls: 0, throttled: 0, waitedMs: 0, perSecond };
    this.#used.set(key, use);
    return use;
  }
}

function keyOf({ service, action, region }: ApiCall): string {
  return `${service} ${action} ${region}`;
}
