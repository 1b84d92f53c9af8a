import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { ownRate } from '#lib/pacing/rates.ts';

/** How fast, and how often, Capacity Blocks are asked about. */
export const BLOCK_PACE = {
  intervalMs: COLLECTOR_INTERVALS_MS['capacity-block'],
  perSecond: ownRate('ec2', 'DescribeCapacityBlockOfferings').perSecond,
};
