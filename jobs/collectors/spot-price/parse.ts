import { z } from 'zod';
import { type MicroUsd, parseUsd } from '#lib/domain/money.ts';
import { MINUTE } from '#lib/domain/time.ts';

const item = z.object({
  InstanceType: z.string().min(1),
  ProductDescription: z.string().min(1),
  SpotPrice: z.string(),
  Timestamp: z.date(),
  AvailabilityZone: z.string().optional(),
  AvailabilityZoneId: z.string().optional(),
});

type SpotRecord = {
  zoneId: string;
  instanceType: string;
  product: string;
  at: number;
  micro: MicroUsd;
  scale: number;
};

/** A record further ahead of our clock than this is wrong, or our clock is. */
const FUTURE_LIMIT = 15 * MINUTE;

/** Earlier than EC2 itself: a broken timestamp. */
const EPOCH = Date.UTC(2006, 0, 1);

export type SpotParser = (input: unknown) => SpotRecord | string;

/**
 * Reads one item of DescribeSpotPriceHistory; a string says why it is quarantined. The SDK's comments on the item
 * are wrong: SpotPrice is the market price and Timestamp the time of the change.
 * `zoneIds` is the account's own map from zone name to zone ID, for answers without an ID.
 */
export function spotParser(zoneIds: ReadonlyMap<string, string>, now: number): SpotParser {
  return (input) => {
    const parsed = item.safeParse(input);
    if (!parsed.success) return `${parsed.error.issues[0]?.path.join('.') ?? 'item'} is missing or malformed`;
    const { InstanceType, ProductDescription, SpotPrice, Timestamp, AvailabilityZone, AvailabilityZoneId } =
      parsed.data;
    const zoneId = AvailabilityZoneId || zoneIds.get(AvailabilityZone ?? '');
    if (zoneId === undefined) return `zone ${AvailabilityZone ?? '(none)'} is not on this account's list`;
    const price = parseUsd(SpotPrice);
    if (price === undefined || price.micro <= 0)
      return `price ${JSON.stringify(SpotPrice)} is not a positive decimal`;
    const at = Timestamp.getTime();
    if (!(at >= EPOCH && at <= now + FUTURE_LIMIT)) return `timestamp ${String(at)} is out of range`;
    return {
      zoneId,
      instanceType: InstanceType,
      product: ProductDescription,
      at,
      micro: price.micro,
      scale: price.scale,
    };
  };
}
