import { DAY, HOUR, MINUTE } from './time.ts';

/** Every source of facts, by the name it has in tables, pages and commands. */
export const COLLECTORS = ['region', 'instance-type', 'spot-price', 'on-demand-price'] as const;
export type CollectorName = (typeof COLLECTORS)[number];

/** How often each collector looks, in product time. */
export const COLLECTOR_INTERVALS_MS: Record<CollectorName, number> = {
  region: DAY,
  'instance-type': 6 * HOUR,
  'spot-price': 5 * MINUTE,
  'on-demand-price': DAY,
};

/** The region of a target that is not about one region. */
export const GLOBAL = 'global';
