import type { CollectorName } from '#lib/domain/collectors.ts';

type Names = { full: string; short: string };

/** Every collector in words: for a line, and for the head of a narrow column; in the order people look for them. */
const NAMES: Record<CollectorName, Names> = {
  'spot-price': { full: 'Spot prices', short: 'Spot' },
  'on-demand-price': { full: 'On-demand prices', short: 'On demand' },
  'savings-plan': { full: 'Savings plan rates', short: 'Savings' },
  'capacity-block': { full: 'Capacity Blocks', short: 'Blocks' },
  'training-plan': { full: 'Training plans', short: 'Training' },
  'placement-score': { full: 'Placement scores', short: 'Scores' },
  interruption: { full: 'Interruption rates', short: 'Interrupts' },
  quota: { full: 'Quotas', short: 'Quotas' },
  'quota-usage': { full: 'Quota use', short: 'Use' },
  reservation: { full: 'Reservations', short: 'Reserved' },
  supportability: { full: 'Supportability', short: 'Support' },
  'type-offering': { full: 'Types by zone', short: 'Offered' },
  'instance-type': { full: 'Instance types', short: 'Types' },
  region: { full: 'Regions and zones', short: 'Zones' },
};

const ORDER = Object.keys(NAMES);

export function collectorNames(collector: string): Names {
  return NAMES[collector as CollectorName] ?? { full: collector, short: collector };
}

export function byCollector(one: string, other: string): number {
  const place = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return place(one) - place(other) || one.localeCompare(other, 'en');
}
