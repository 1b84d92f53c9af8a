import { setMaxListeners } from 'node:events';

/** A controller that ends with a signal which outlives it, until it lets go. */
export type Follower = { controller: AbortController; letGo(): void };

/**
 * Calls `then` when `signal` aborts, at once if it has; the answer takes the listener away again. By hand: a signal that
 * lives as long as the process must keep nothing of what is over. AbortSignal.any leaves a trace on it for every signal
 * made from it, and of listeners added with a `signal` option Node forgets all but the newest once garbage is collected
 * (measured: one or two megabytes a day each).
 */
export function whenAborted(signal: AbortSignal, then: () => void): () => void {
  if (signal.aborted) {
    then();
    return () => {};
  }
  // Every job that runs listens to the one stop.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', then, { once: true });
  return () => signal.removeEventListener('abort', then);
}

export function follow(stop: AbortSignal): Follower {
  const controller = new AbortController();
  return { controller, letGo: whenAborted(stop, () => controller.abort(stop.reason)) };
}
