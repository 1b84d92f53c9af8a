/** Decides when the page is fetched again after news: at most once per interval, and only while it is looked at. */
export type Throttle = { news(): void; visible(isVisible: boolean): void; stop(): void };

export type Timers = {
  now: () => number;
  set: (work: () => void, ms: number) => unknown;
  clear: (timer: unknown) => void;
};

export function makeThrottle(
  refresh: () => void,
  everyMs: number,
  timers: Timers,
  isVisible = true,
): Throttle {
  let shown = isVisible;
  let waiting = false;
  let last = Number.NEGATIVE_INFINITY;
  let timer: unknown;

  const run = () => {
    timer = undefined;
    if (!(waiting && shown)) return;
    waiting = false;
    last = timers.now();
    refresh();
  };
  const plan = () => {
    if (timer !== undefined || !waiting || !shown) return;
    const wait = last + everyMs - timers.now();
    if (wait <= 0) run();
    else timer = timers.set(run, wait);
  };
  return {
    news() {
      waiting = true;
      plan();
    },
    visible(next) {
      shown = next;
      plan();
    },
    stop() {
      if (timer !== undefined) timers.clear(timer);
      waiting = false;
      timer = undefined;
    },
  };
}
