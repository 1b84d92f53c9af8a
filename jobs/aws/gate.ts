import { setTimeout as sleep } from 'node:timers/promises';
import { iamAction } from '#lib/domain/permission.ts';
import { type AdaptiveBucket, makeAdaptive, slowDown, speedUp, take } from '#lib/pacing/adaptive.ts';
import type { Priority } from '#lib/pacing/priority.ts';
import { ownRate } from '#lib/pacing/rates.ts';
import { callSignal } from './call.ts';
import { classifyFailure, noteAction } from './errors.ts';
import { Turnstile } from './turnstile.ts';

/** What one call is, as far as pacing goes; `priority` is that of the job, normal where none is given. */
export type ApiCall = { service: string; action: string; region: string; priority?: Priority };

/** What has been asked of one action in one region since it was last read. */
type ApiUse = Omit<ApiCall, 'priority'> & {
  calls: number;
  throttled: number;
  waitedMs: number;
  perSecond: number;
};

/**
 * Every call to AWS goes through here: a token bucket per (service, action, region), at most one call in flight per
 * (service, region) and six overall, the urgent ones first. A refusal for asking too often slows its own action down, in its own region.
 */
export type Gate = {
  call<T>(what: ApiCall, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** The use since the last drain. */
  drain(): ApiUse[];
};

/** Time for pacing, in product milliseconds; never a clock that can be set back. */
export type GateTime = { now(): number; sleep(ms: number, signal: AbortSignal): Promise<void> };

const IN_FLIGHT = 6;

/** A sweep that AWS keeps waiting leaves two places to those who are in a hurry. */
const SWEEPS_IN_FLIGHT = 4;

/** The same gate for a job of a given priority. */
export function gateFor(gate: Gate, priority: Priority): Gate {
  return {
    call: (what, signal, work) => gate.call({ ...what, priority }, signal, work),
    drain: () => gate.drain(),
  };
}

/** Product time runs `speed` times as fast as the clock given, which counts real milliseconds. */
export function gateTime(monotonic: () => number, speed: number): GateTime {
  return {
    now: () => monotonic() * speed,
    sleep: (ms, signal) => sleep(ms / speed, undefined, { signal }),
  };
}

export function makeGate(time: GateTime): Gate {
  const buckets = new Map<string, AdaptiveBucket>();
  const used = new Map<string, ApiUse>();
  const turnstile = new Turnstile(IN_FLIGHT, SWEEPS_IN_FLIGHT);

  async function awaitToken(what: ApiCall, key: string, signal: AbortSignal): Promise<void> {
    const now = time.now();
    const known = buckets.get(key) ?? makeAdaptive(ownRate(what.service, what.action), now);
    const { next, waitMs } = take(known, now);
    buckets.set(key, next);
    usageOf(used, key, what).waitedMs += waitMs;
    if (waitMs > 0) await time.sleep(waitMs, signal);
  }

  async function send<T>(
    what: ApiCall,
    key: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ) {
    const use = usageOf(used, key, what);
    try {
      const answer = await work(callSignal(signal));
      use.calls += attemptsOf(answer);
      change(key, speedUp, use);
      return answer;
    } catch (error) {
      use.calls += attemptsOf(error);
      noteAction(error, iamAction(what));
      if (classifyFailure(error).errorClass === 'throttle') {
        use.throttled++;
        change(key, (bucket) => slowDown(bucket, time.now()), use);
      }
      throw error;
    }
  }

  function change(key: string, how: (bucket: AdaptiveBucket) => AdaptiveBucket, use: ApiUse): void {
    const bucket = buckets.get(key);
    if (bucket === undefined) return;
    const changed = how(bucket);
    buckets.set(key, changed);
    use.perSecond = changed.bucket.perSecond;
  }

  return {
    async call(what, signal, work) {
      const key = `${what.service} ${what.action} ${what.region}`;
      // The token first: an action that waits for seconds must not keep the others of its region waiting.
      await awaitToken(what, key, signal);
      const { service, region, priority = 'normal' } = what;
      const visit = { lane: `${service} ${region}`, priority };
      return turnstile.enter(visit, signal, () => send(what, key, signal, work));
    },
    drain() {
      const all = [...used.values()];
      used.clear();
      return all;
    },
  };
}

/** The SDK tries again by itself: each try is a call to AWS. */
function attemptsOf(result: unknown): number {
  return (result as { $metadata?: { attempts?: number } } | undefined)?.$metadata?.attempts ?? 1;
}

function usageOf(used: Map<string, ApiUse>, key: string, what: ApiCall): ApiUse {
  const { perSecond } = ownRate(what.service, what.action);
  const { service, action, region } = what;
  const found = used.get(key) ?? { service, action, region, calls: 0, throttled: 0, waitedMs: 0, perSecond };
  used.set(key, found);
  return found;
}
