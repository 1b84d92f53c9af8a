import type { Gate, GateTime } from '#jobs/aws/gate.ts';
import { makeGate } from '#jobs/aws/gate.ts';

/**
 * Time that passes only while everybody waits: sleepers are parked, and once no call is in flight the clock goes on
 * to the earliest wake-up. A day of pacing takes as long as its calls do.
 */
export class VirtualTime implements GateTime {
  #now: number;
  #inFlight = 0;
  readonly #parked = new Set<{ at: number; wake: () => void }>();

  readonly #follow: (now: number) => Promise<void>;

  /** `follow` is told of every step before anybody wakes: the clock of a market in another process. */
  constructor(now: number, follow: (now: number) => Promise<void> = async () => {}) {
    this.#now = now;
    this.#follow = follow;
  }

  now = (): number => this.#now;

  sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const stopped = () => {
        this.#parked.delete(sleeper);
        reject(signal.reason);
      };
      const wake = () => {
        // A listener that stays would keep its signal, and all that hangs on it, for ever.
        signal.removeEventListener('abort', stopped);
        resolve();
      };
      const sleeper = { at: this.#now + ms, wake };
      this.#parked.add(sleeper);
      signal.addEventListener('abort', stopped, { once: true });
    });

  /** The product's own gate on this time. */
  gate(): Gate {
    const gate = makeGate(this);
    return {
      drain: () => gate.drain(),
      call: (what, signal, work) =>
        gate.call(what, signal, async (callSignal) => {
          this.#inFlight++;
          try {
            return await work(callSignal);
          } finally {
            this.#inFlight--;
          }
        }),
    };
  }

  /** Runs `work` to its end, letting time pass whenever everything waits for it. */
  async during<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const ended = work.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      // One turn for what has just been answered to ask its next question, one for that to arrive here.
      await turn();
      await turn();
      if (!isOver && this.#inFlight === 0) await this.#passToNext();
    }
    return ended;
  }

  /** Lets time pass while nobody waits for it. */
  passTo(at: number): void {
    this.#now = Math.max(this.#now, at);
  }

  async #passToNext(): Promise<void> {
    if (this.#parked.size === 0) return;
    const next = Math.max(this.#now, Math.min(...[...this.#parked].map((one) => one.at)));
    if (next > this.#now) {
      this.#now = next;
      await this.#follow(next);
    }
    for (const sleeper of this.#parked) {
      if (sleeper.at > this.#now) continue;
      this.#parked.delete(sleeper);
      sleeper.wake();
    }
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
