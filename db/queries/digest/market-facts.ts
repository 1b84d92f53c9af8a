import type { BlockFacts, PoolFacts } from '#lib/digest/facts.ts';
import { groupBy } from '#lib/domain/group.ts';
import { DEFAULT_PRODUCT } from '#lib/domain/product.ts';
import { DAY } from '#lib/domain/time.ts';
import type { Span } from '#lib/series/coverage.ts';
import { median } from '#lib/series/stats.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import type { Db } from '../../client.ts';
import { listPools, pointsSince, poolValuesAt } from '../board.ts';
import type { Wanted } from '../market-news.ts';
import { prepared } from '../prepared.ts';
import { POOLS } from './daily.ts';

/** A pool before its days are read. */
export type DaylessPool = Omit<PoolFacts, 'days'> & { id: number };

/** Every pool that is asked for, with its price at the end, at the beginning, and 30 days before the end; in steps. */
export function* poolFacts(
  db: Db,
  { isType, isRegion }: Wanted,
  { from, to }: Span,
): Generator<undefined, DaylessPool[]> {
  const values: Map<number, number>[] = [];
  for (const at of [to, from, to - 30 * DAY]) {
    values.push(poolValuesAt(db, at));
    yield;
  }
  const [now, before, month] = values;
  return listPools(db)
    .filter(({ type, region }) => isType(type) && isRegion(region))
    .map(({ id, type, region, zoneId }) => ({
      ...{ id, type, region, zoneId },
      now: now?.get(id) ?? null,
      before: before?.get(id) ?? null,
      month: month?.get(id) ?? null,
    }));
}

const OFFERS = `SELECT o.item_type, o.region, min(o.first_seen_at),
    CASE WHEN count(*) = count(o.gone_at) THEN max(o.gone_at) END, max(o.gone_why), o.start_at,
    o.per_accelerator_hour * 1.0 / o.fee, o.fee, group_concat(o.id)
  FROM offer o WHERE o.market = 'capacity-block' AND o.first_seen_at <= @to AND (o.gone_at IS NULL OR o.gone_at > @from)
  GROUP BY o.item_type, o.region, o.zone_id, o.item_count, o.duration_hours, o.start_at, o.end_at, o.first_seen_at`;

/** The prices of every pool of a type from an instant on, each led by the one in force then. */
export function poolPoints(db: Db, type: string, regions: readonly string[], from: number): TimedValue[][] {
  const asked = { type, regions: JSON.stringify(regions), product: DEFAULT_PRODUCT };
  const ids = (prepared(db, POOLS).all(asked) as [number][]).map(([id]) => id);
  return [...pointsSince(db, ids, from).values()];
}

type OfferRow = [
  ...[type: string, region: string, firstSeenAt: number, goneAt: number | null, goneWhy: string | null],
  ...[startAt: number, perFee: number | null, fee: number, ids: string],
];

const FEE_AT = `SELECT fee FROM offer_fee WHERE offer_id IN (SELECT value FROM json_each(?)) AND at <= ?
  ORDER BY at DESC LIMIT 1`;

/** Capacity Blocks of every type that was on sale at some time within. */
export function blockFacts(db: Db, { isType, isRegion }: Wanted, time: Span): BlockFacts[] {
  const rows = (prepared(db, OFFERS).all(time) as OfferRow[]).filter(
    ([type, region]) => isType(type) && isRegion(region),
  );
  return [...groupBy(rows, ([type]) => type)]
    .map(([type, offers]) => blocksOf(db, type, offers, time))
    .sort((a, b) => a.type.localeCompare(b.type, 'en', { numeric: true }));
}

function blocksOf(db: Db, type: string, offers: readonly OfferRow[], { from, to }: Span): BlockFacts {
  const onSale = (at: number) =>
    offers.filter(
      ([, , seenAt, goneAt, , startAt]) => seenAt <= at && (goneAt === null || goneAt > at) && startAt > at,
    );
  const cheapest = (at: number) => {
    const prices = onSale(at).flatMap(([, , , , , , perFee, fee, ids]) => {
      if (perFee === null) return [];
      const [then = fee] = (prepared(db, FEE_AT).get(`[${ids}]`, at) ?? []) as number[];
      return [Math.round(perFee * then)];
    });
    return prices.length === 0 ? null : Math.min(...prices);
  };
  const within = (at: number | null) => at !== null && at > from && at <= to;
  const left = offers.filter(([, , , goneAt, why]) => within(goneAt) && why === 'vanished');
  const starts = onSale(to).map(([, , , , , startAt]) => startAt - to);
  return {
    ...{ type, open: onSale(to).length, cheapest: cheapest(to), before: cheapest(from) },
    appeared: offers.filter(([, , seenAt]) => within(seenAt)).length,
    vanished: left.length,
    lifetimeMs: median(left.map(([, , seenAt, goneAt]) => (goneAt ?? 0) - seenAt)) ?? null,
    leadMs: starts.length === 0 ? null : Math.min(...starts),
  };
}
