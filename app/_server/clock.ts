import { type Clock, makeClock } from '#lib/domain/clock.ts';
import { getConfig } from './config.ts';
import { processWide } from './process-wide.ts';

/** The product's clock in this process. */
export function productClock(): Clock {
  return processWide('clock', () => makeClock(() => Date.now(), getConfig().clock));
}

/** Product time, milliseconds UTC. */
export function productNow(): number {
  return productClock().now();
}
