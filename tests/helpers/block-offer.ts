import type { BlockOffer } from '#db/queries/capacity-offers.ts';
import type { BlockPlace, BlockTarget } from '#db/queries/capacity-targets.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';

/** The instant of the tests that use these: a Wednesday. */
export const AT = Date.UTC(2026, 10, 25, 9, 40);

let ids = 0;

/** An offer of 8 × p5.48xlarge for a week at $4.80 per accelerator-hour that starts at 11:30 UTC, some days ahead. */
export function offerOf(fields: Partial<BlockOffer> & { inDays?: number } = {}): BlockOffer {
  const { inDays = 6, count = 8, durationHours = 168, perAcceleratorHour = 4_800_000, ...rest } = fields;
  const startAt = Date.UTC(2026, 10, 25 + inDays, 11, 30);
  const accelerators = count * 8;
  ids += 1;
  return {
    id: ids,
    type: 'p5.48xlarge',
    region: 'us-east-2',
    zoneId: 'use2-az1',
    count,
    durationHours,
    startAt,
    endAt: startAt + durationHours * HOUR,
    accelerators,
    fee: (perAcceleratorHour ?? 0) * accelerators * durationHours,
    feeScale: 2,
    perAcceleratorHour,
    firstSeenAt: AT - 5 * HOUR,
    lastSeenAt: AT - 4 * MINUTE,
    goneAt: null,
    goneWhy: null,
    feeChanges: 0,
    outcome: 'value',
    ...rest,
  };
}

/** A question about p5.48xlarge in us-east-2 that was answered four minutes ago. */
export function targetOf(fields: Partial<BlockTarget> = {}): BlockTarget {
  ids += 1;
  return {
    id: ids,
    region: 'us-east-2',
    item: 'p5.48xlarge',
    qualifier: '8x168h',
    current: true,
    outcome: 'value',
    errorClass: null,
    errorText: null,
    lastLookAt: AT - 4 * MINUTE,
    lastCompleteAt: AT - 4 * MINUTE,
    ...fields,
  };
}

/** A type in a region with the questions asked there. */
export function placeOf(region: string, asked: Partial<BlockTarget>[], fields: Partial<BlockPlace> = {}) {
  const type = fields.type ?? 'p5.48xlarge';
  const targets = asked.map((one) => targetOf({ region, item: type, ...one }));
  return { type, region, asked: targets, unasked: 'not_sold', ...fields } satisfies BlockPlace;
}
