import type { Fault } from './fault.ts';

const stoppedAt = new WeakMap<Fault, number>();

/** Under `frozen-feed` the market stands still from the first answer on, however long the fault lasts. */
export function clockUnder(fault: Fault | undefined, now: number): number {
  if (fault?.kind !== 'frozen-feed') return now;
  const stopped = stoppedAt.get(fault) ?? now;
  stoppedAt.set(fault, stopped);
  return stopped;
}
