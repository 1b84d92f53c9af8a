import { setTimeout as sleep } from 'node:timers/promises';
import { iamAction } from '#lib/domain/permission.ts';
import type { Priority } from '#lib/pacing/priority.ts';
import { callSignal } from './call.ts';
import { classifyFailure, noteAction } from './errors.ts';
import { type ApiCall, type ApiUse, Meter } from './meter.ts';
import { Turnstile } from './turnstile.ts';

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
  const meter = new Meter();
  const turnstile = new Turnstile(IN_FLIGHT, SWEEPS_IN_FLIGHT);

  async function send<T>(what: ApiCall, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>) {
    try {
      const answer = await orAbort(work, callSignal(signal));
      meter.end(what, { attempts: attemptsOf(answer), went: 'well' }, time.now());
      return answer;
    } catch (error) {
      noteAction(error, iamAction(what));
      const went = classifyFailure(error).errorClass === 'throttle' ? 'refused' : 'wrong';
      meter.end(what, { attempts: attemptsOf(error), went }, time.now());
      throw error;
    }
  }

  return {
    async call(what, signal, work) {
      // The token first: an action that waits for seconds must not keep the others of its region waiting.
      const waitMs = meter.take(what, time.now());
      if (waitMs > 0) await time.sleep(waitMs, signal);
      const { service, region, priority = 'normal' } = what;
      const visit = { lane: `${service} ${region}`, priority };
      return turnstile.enter(visit, signal, () => send(what, signal, work));
    },
    drain: () => meter.drain(),
  };
}

/**
 * What a call comes to, or the end of its signal. Credentials that come from a command or a host that never answers are
 * waited for without a look at the signal: the place of such a call would be lost to everybody for good.
 */
function orAbort<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    // The SDK is given a turn to say itself what it was that ended.
    const give = () => setImmediate(() => reject(signal.reason));
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
    work(signal)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', give));
  });
}

/** The SDK tries again by itself: each try is a call to AWS. */
function attemptsOf(result: unknown): number {
  return (result as { $metadata?: { attempts?: number } } | undefined)?.$metadata?.attempts ?? 1;
}
