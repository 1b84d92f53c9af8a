import { ULTRASERVERS } from '#lib/catalogue/ultraservers.ts';
import type { BlockOnSale, BlockReading, RuleLook } from '#lib/rules/types.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** What rules may look at after one look at a question for Capacity Blocks: the offers that are open under it. */
export function readBlockReading(db: Db, region: string, targetId: number, look: RuleLook): BlockReading {
  const question = prepared(db, 'SELECT types, products FROM target WHERE id = ?').get(targetId) as
    | [string | null, string | null]
    | undefined;
  const [item, qualifier] = question ?? [null, null];
  if (item === null || qualifier === null)
    return { region, look, question: undefined, chip: null, offers: [] };
  return {
    region,
    look,
    question: { item, qualifier },
    chip: chipOf(db, ULTRASERVERS.get(item)?.instanceType ?? item),
    offers: openOffers(db, region, item, qualifier),
  };
}

/** A target's key is its item and qualifier; that of an offer is made of the same parts. */
const OPEN = `SELECT zone_id, start_at, end_at, fee, fee_scale, per_accelerator_hour, first_seen_at, last_seen_at
  FROM offer WHERE market = 'capacity-block' AND gone_at IS NULL AND region = ? AND item_type = ?
    AND item_count || 'x' || duration_hours || 'h' || variant = ?`;

function openOffers(db: Db, region: string, item: string, qualifier: string): BlockOnSale[] {
  const rows = prepared(db, OPEN).all(region, item, qualifier) as [
    string,
    number,
    number,
    number,
    number,
    number | null,
    number,
    number,
  ][];
  return rows.map(
    ([zoneId, startAt, endAt, feeMicro, feeScale, perAcceleratorHour, firstSeenAt, lastSeenAt]) => ({
      zoneId,
      startAt,
      endAt,
      feeMicro,
      feeScale,
      perAcceleratorHour,
      firstSeenAt,
      lastSeenAt,
    }),
  );
}

function chipOf(db: Db, type: string): BlockReading['chip'] {
  const row = prepared(db, 'SELECT accelerator, accelerator_count FROM instance_type WHERE name = ?').get(
    type,
  ) as [string | null, number | null] | undefined;
  const [name, count] = row ?? [null, null];
  return name === null || count === null || count <= 0 ? null : { name, count };
}
