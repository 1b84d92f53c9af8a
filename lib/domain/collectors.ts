import { DAY, HOUR, MINUTE } from './time.ts';

/** Every source of facts, by the name it has in tables, pages and commands. */
export const COLLECTORS = [
  'region',
  'instance-type',
  'spot-price',
  'on-demand-price',
  'savings-plan',
  'capacity-block',
  'placement-score',
  'interruption',
  'quota',
  'quota-usage',
  'type-offering',
  'reservation',
  'training-plan',
  'supportability',
] as const;
export type CollectorName = (typeof COLLECTORS)[number];

/** Sources that most accounts cannot ask, or have no use for: off until the configuration names them. */
export const OPTIONAL_COLLECTORS = ['training-plan', 'supportability'] as const;
export type OptionalCollector = (typeof OPTIONAL_COLLECTORS)[number];

/** How often each collector looks, in product milliseconds. */
export type Cadence = Readonly<Record<CollectorName, number>>;

/** The cadence of a desk that sets none of its own. */
export const COLLECTOR_INTERVALS_MS: Cadence = {
  region: DAY,
  'instance-type': 6 * HOUR,
  'spot-price': 5 * MINUTE,
  'on-demand-price': DAY,
  'savings-plan': DAY,
  'capacity-block': 30 * MINUTE,
  'placement-score': 30 * MINUTE,
  interruption: 6 * HOUR,
  quota: HOUR,
  'quota-usage': 5 * MINUTE,
  'type-offering': 6 * HOUR,
  reservation: 5 * MINUTE,
  'training-plan': HOUR,
  supportability: HOUR,
};

/** How often a source asks again about what AWS does not sell in a region, where that is more seldom. */
export const UNSOLD_INTERVALS_MS: Partial<Cadence> = { 'capacity-block': DAY };

/** The region of a target that is not about one region. */
export const GLOBAL = 'global';
