import type { GoneWhy } from '#lib/capacity/episodes.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { HOUR } from '#lib/domain/time.ts';
import type { Span } from '#lib/series/coverage.ts';
import { isIncomplete, toOutcome } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** An offer as an episode. Money is micro-dollars, times are milliseconds UTC. */
export type BlockOffer = {
  id: number;
  type: string;
  region: string;
  zoneId: string;
  count: number;
  /** Asked for; what is delivered is endAt - startAt. */
  durationHours: number;
  startAt: number;
  endAt: number;
  accelerators: number | null;
  fee: number;
  feeScale: number;
  perAcceleratorHour: number | null;
  firstSeenAt: number;
  lastSeenAt: number;
  /** null while it is on sale. */
  goneAt: number | null;
  goneWhy: GoneWhy | null;
  /** How often the fee has changed since it was first seen. */
  feeChanges: number;
  /** value, or why it could not be looked at again; never where nobody asks about it any more. */
  outcome: Outcome;
};

type OfferState = 'open' | 'gone' | 'all';

export type OfferFilter = {
  types?: readonly string[] | undefined;
  regions?: readonly string[] | undefined;
  zones?: readonly string[] | undefined;
  counts?: readonly number[] | undefined;
  durationsHours?: readonly number[] | undefined;
  /** open unless told otherwise. */
  state?: OfferState | undefined;
  /** On sale at some time within; of use for gone and all. */
  seen?: Span | undefined;
};

/** A block that starts at once has a start that moves on: it stays on sale for two cycles after it was last seen. */
const AT_ONCE_KEPT = HOUR;

const HAS_STARTED = `(o.start_at <= @now AND NOT
  (o.end_at - o.start_at < o.duration_hours * ${HOUR} AND o.last_seen_at > @now - ${AT_ONCE_KEPT}))`;
const IS_GONE = `(o.gone_at IS NOT NULL OR ${HAS_STARTED})`;

/** What nobody asks about any more is neither known to be on sale nor known to be gone. */
const STATES: Record<OfferState, string> = {
  open: `o.gone_at IS NULL AND NOT ${HAS_STARTED} AND t.id IS NOT NULL`,
  gone: IS_GONE,
  all: '1',
};

/** Another question that shows the same block, at the same time, and comes before this one. */
const SHOWN_BEFORE = `SELECT 1 FROM offer p WHERE p.market = o.market AND p.region = o.region AND p.item_type = o.item_type
  AND p.item_count = o.item_count AND p.duration_hours = o.duration_hours AND p.zone_id = o.zone_id
  AND p.start_at = o.start_at AND p.end_at = o.end_at AND p.variant < o.variant`;
const IS_ASKED = `EXISTS (SELECT 1 FROM target q WHERE q.collector = 'capacity-block' AND q.region = p.region AND q.current = 1
  AND q.query_key = p.item_type || ' ' || p.item_count || 'x' || p.duration_hours || 'h' || p.variant)`;

/**
 * A block that questions with a window show, too, is told of once. One that only an abandoned question has shown, besides,
 * is told of by the question that is asked.
 */
const IS_FIRST = `(o.variant = '' OR NOT EXISTS (${SHOWN_BEFORE} AND iif(o.gone_at IS NULL,
  p.gone_at IS NULL AND ${IS_ASKED}, p.first_seen_at <= o.gone_at AND p.gone_at >= o.first_seen_at)))`;

/**
 * On sale at some time within; an offer that went is gone at the first look that no longer showed it. As a list of ids,
 * and in place of the market: of conditions beside it, or of OR, the planner makes a walk over all that ever was on sale.
 */
const SEEN_WITHIN = `o.id IN (
  SELECT id FROM offer WHERE market = 'capacity-block' AND gone_at >= @from AND first_seen_at <= @to
  UNION ALL SELECT id FROM offer WHERE market = 'capacity-block' AND gone_at IS NULL AND last_seen_at >= @from
    AND first_seen_at <= @to)`;

/** About ten times what a month brings of one type at the busiest. */
const MOST_OFFERS = 50_000;

/** The offers that pass the filter, by type, region, count, duration, start and zone. `now` is product time. */
export function blockOffers(db: Db, now: number, filter: OfferFilter): BlockOffer[] {
  const lists = [
    ['o.item_type', 'types', filter.types],
    ['o.region', 'regions', filter.regions],
    ['o.zone_id', 'zones', filter.zones],
    ['o.item_count', 'counts', filter.counts],
    ['o.duration_hours', 'hours', filter.durationsHours],
  ] as const;
  const given = lists.filter(([, , list]) => list !== undefined);
  const conditions = [
    filter.seen === undefined ? "o.market = 'capacity-block'" : SEEN_WITHIN,
    STATES[filter.state ?? 'open'],
    IS_FIRST,
    ...given.map(([column, name]) => `${column} IN (SELECT value FROM json_each(@${name}))`),
  ];
  const values = Object.fromEntries(given.map(([, name, list]) => [name, JSON.stringify(list)]));
  const rows = prepared(
    db,
    `${SELECT} WHERE ${conditions.join(' AND ')} ${ORDER} LIMIT ${MOST_OFFERS + 1}`,
  ).all({
    now,
    ...values,
    ...filter.seen,
  }) as Row[];
  if (rows.length > MOST_OFFERS) throw tooMany();
  return rows.map(toOffer);
}

function tooMany(): AppError {
  const message = 'that is more offers than one answer holds: name a type or a region, or a shorter range';
  return new AppError('TOO_LARGE', message, { field: 'type', accepted: `up to ${MOST_OFFERS} offers` });
}

const SELECT = `SELECT o.id, o.item_type, o.region, o.zone_id, o.item_count, o.duration_hours, o.start_at, o.end_at,
    o.accelerators, o.fee, o.fee_scale, o.per_accelerator_hour, o.first_seen_at, o.last_seen_at,
    CASE WHEN ${IS_GONE} THEN ifnull(o.gone_at, max(o.start_at, o.last_seen_at)) END,
    CASE WHEN ${IS_GONE} THEN ifnull(o.gone_why, 'start_passed') END,
    (SELECT count(*) - 1 FROM offer_fee f WHERE f.offer_id = o.id), t.outcome
  FROM offer o LEFT JOIN target t ON t.collector = 'capacity-block' AND t.region = o.region AND t.current = 1
    AND t.query_key = o.item_type || ' ' || o.item_count || 'x' || o.duration_hours || 'h' || o.variant`;

const ORDER =
  'ORDER BY o.item_type, o.region, o.item_count, o.duration_hours, o.start_at, o.zone_id, o.first_seen_at';

type Row = [
  id: number,
  type: string,
  region: string,
  zoneId: string,
  count: number,
  durationHours: number,
  startAt: number,
  endAt: number,
  accelerators: number | null,
  fee: number,
  feeScale: number,
  perAcceleratorHour: number | null,
  firstSeenAt: number,
  lastSeenAt: number,
  goneAt: number | null,
  goneWhy: GoneWhy | null,
  feeChanges: number,
  targetOutcome: string | null,
];

function toOffer(row: Row): BlockOffer {
  const [id, type, region, zoneId, count, durationHours, startAt, endAt, accelerators, fee, feeScale] = row;
  const [perAcceleratorHour, firstSeenAt, lastSeenAt, goneAt, goneWhy, feeChanges, targetOutcome] = row.slice(
    11,
  ) as RowEnd;
  const look = toOutcome(targetOutcome ?? 'never');
  return {
    id,
    type,
    region,
    zoneId,
    count,
    durationHours,
    startAt,
    endAt,
    accelerators,
    fee,
    feeScale,
    perAcceleratorHour,
    firstSeenAt,
    lastSeenAt,
    goneAt,
    goneWhy,
    feeChanges,
    outcome: goneAt === null && isIncomplete(look) ? look : 'value',
  };
}

type RowEnd = [number | null, number, number, number | null, GoneWhy | null, number, string | null];

/** The fee of one offer over time, oldest first; micro-dollars. */
export function offerFees(db: Db, offerId: number): { at: number; fee: number }[] {
  const rows = prepared(db, 'SELECT at, fee FROM offer_fee WHERE offer_id = ? ORDER BY at').all(offerId);
  return (rows as [number, number][]).map(([at, fee]) => ({ at, fee }));
}
