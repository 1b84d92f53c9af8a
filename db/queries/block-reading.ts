import type { GoneWhy } from '#lib/capacity/episodes.ts';
import { readQualifier, windowOf } from '#lib/capacity/question.ts';
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
  const parts = qualifier === null ? undefined : readQualifier(qualifier);
  if (item === null || qualifier === null || parts === undefined)
    return { region, look, question: undefined, chip: null, offers: [], lastGone: null };
  const key = [region, item, parts.count, parts.durationHours, windowOf({ item, ...parts })] as const;
  return {
    region,
    look,
    question: { item, qualifier },
    chip: chipOf(db, ULTRASERVERS.get(item)?.instanceType ?? item),
    offers: openOffers(db, key),
    lastGone: lastGone(db, key),
  };
}

type Key = readonly [region: string, item: string, count: number, durationHours: number, variant: string];
const OF_QUESTION = `market = 'capacity-block' AND region = ? AND item_type = ? AND item_count = ?
  AND duration_hours = ? AND variant = ?`;

const OPEN = `SELECT zone_id, start_at, end_at, fee, fee_scale, per_accelerator_hour, first_seen_at, last_seen_at
  FROM offer WHERE ${OF_QUESTION} AND gone_at IS NULL`;
type OpenRow = [string, number, number, number, number, number | null, number, number];

function openOffers(db: Db, key: Key): BlockOnSale[] {
  return (prepared(db, OPEN).all(...key) as OpenRow[]).map(
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

const GONE = `SELECT gone_at, gone_why FROM offer WHERE ${OF_QUESTION} AND gone_at IS NOT NULL
  ORDER BY gone_at DESC LIMIT 1`;

function lastGone(db: Db, key: Key): BlockReading['lastGone'] {
  const row = prepared(db, GONE).get(...key) as [number, GoneWhy] | undefined;
  return row === undefined ? null : { at: row[0], why: row[1] };
}

function chipOf(db: Db, type: string): BlockReading['chip'] {
  const row = prepared(db, 'SELECT accelerator, accelerator_count FROM instance_type WHERE name = ?').get(
    type,
  ) as [string | null, number | null] | undefined;
  const [name, count] = row ?? [null, null];
  return name === null || count === null || count <= 0 ? null : { name, count };
}
