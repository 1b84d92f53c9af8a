import { PRIORITIES, type Priority } from '#lib/pacing/priority.ts';

type Visit = { lane: string; priority: Priority };
type Waiting = Visit & { enter: () => void };

/**
 * Lets a number of users in at once, one per lane. The others wait, the more urgent ones first and those of one kind in
 * order, or until they are told to stop. Lane and place are taken together: who waits for a place holds no lane. The
 * least urgent may never hold all places, so that the rest need not wait for one of them to come back.
 */
export class Turnstile {
  readonly #places: number;
  readonly #placesForLast: number;
  readonly #busy = new Set<string>();
  #inside = 0;
  #lastInside = 0;
  #waiting: Waiting[] = [];

  constructor(places: number, placesForLast: number) {
    this.#places = places;
    this.#placesForLast = placesForLast;
  }

  async enter<T>(visit: Visit, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#wait(visit, signal);
    try {
      return await work();
    } finally {
      this.#leave(visit);
    }
  }

  async #wait(visit: Visit, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#isOpenTo(visit)) return this.#letIn(visit);
    await new Promise<void>((resolve, reject) => {
      const stopped = () => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        reject(signal.reason);
      };
      const enter = () => {
        signal.removeEventListener('abort', stopped);
        resolve();
      };
      const waiting: Waiting = { ...visit, enter };
      this.#waiting.push(waiting);
      signal.addEventListener('abort', stopped, { once: true });
    });
  }

  #isOpenTo({ lane, priority }: Visit): boolean {
    if (this.#busy.has(lane) || this.#inside >= this.#places) return false;
    return priority !== 'last' || this.#lastInside < this.#placesForLast;
  }

  #letIn({ lane, priority }: Visit): void {
    this.#busy.add(lane);
    this.#inside++;
    if (priority === 'last') this.#lastInside++;
  }

  #leave({ lane, priority }: Visit): void {
    this.#busy.delete(lane);
    this.#inside--;
    if (priority === 'last') this.#lastInside--;
    for (const kind of PRIORITIES) this.#admit(kind);
  }

  /** Lets those of one kind in, in the order they came, as long as there is room. */
  #admit(kind: Priority): void {
    for (const one of this.#waiting.filter(({ priority }) => priority === kind)) {
      if (this.#inside >= this.#places) return;
      if (!this.#isOpenTo(one)) continue;
      this.#waiting = this.#waiting.filter((other) => other !== one);
      this.#letIn(one);
      one.enter();
    }
  }
}
