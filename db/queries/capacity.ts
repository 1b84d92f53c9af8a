import { foldOutcomes } from '#lib/capacity/fold.ts';
import { LARGEST_QUALIFIER } from '#lib/capacity/standing.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { DAY } from '#lib/domain/time.ts';
import type { Db } from '../client.ts';
import { type BlockOffer, blockOffers, type OfferFilter } from './capacity-offers.ts';
import { type BlockTarget, blockPlaces, type PlaceFilter } from './capacity-targets.ts';
import { prepared } from './prepared.ts';

/** One item in one region. Prices are micro-dollars per accelerator-hour, times milliseconds UTC. */
export type BlockCell = {
  type: string;
  region: string;
  outcome: Outcome;
  /** On sale now, over all counts and durations asked for. */
  offers: number;
  cheapest: number | null;
  earliestStartAt: number | null;
  /** The largest count to be had for a day; null where that is not known, 0 where not even one is. */
  largestCount: number | null;
  lastLookAt: number | null;
  lastCompleteAt: number | null;
  /** What AWS said where it went wrong. */
  errorText: string | null;
};

/** Region × type: what each type comes to in each watched region, by type and region. */
export function blockMatrix(db: Db, now: number, filter: PlaceFilter = {}): BlockCell[] {
  const offers = groupBy(blockOffers(db, now, { ...filter, state: 'open' }), placeOf);
  const largest = largestCounts(db);
  return blockPlaces(db, filter).map(({ type, region, asked, unasked }) => {
    const own = offers.get(`${type} ${region}`) ?? [];
    const known = asked.length > 0 ? asked : [{ outcome: unasked, lastLookAt: null }];
    const outcome = foldOutcomes(
      known,
      own.some((one) => one.outcome === 'value'),
    );
    return {
      type,
      region,
      outcome,
      offers: own.length,
      cheapest: least(own.map((one) => one.perAcceleratorHour)),
      earliestStartAt: least(own.map((one) => one.startAt)),
      largestCount: largest.get(`${type} ${region}`) ?? null,
      lastLookAt: newest(asked, 'lastLookAt'),
      lastCompleteAt: newest(asked, 'lastCompleteAt'),
      errorText: asked.find((one) => one.errorText !== null)?.errorText ?? null,
    };
  });
}

/** What can start in one week in one region. */
export type CalendarWeek = {
  region: string;
  /** 0 for the seven days from now on. */
  week: number;
  fromAt: number;
  toAt: number;
  offers: number;
  types: string[];
  /** Micro-dollars per accelerator-hour. */
  cheapest: number | null;
  largestCount: number;
};

const WEEK = 7 * DAY;

/** The offers on sale by the week they start in and region; only weeks that have any, in order. */
export function blockCalendar(db: Db, now: number, filter: OfferFilter = {}): CalendarWeek[] {
  const weekOf = (offer: BlockOffer) => Math.max(0, Math.floor((offer.startAt - now) / WEEK));
  const offers = blockOffers(db, now, { ...filter, state: 'open' });
  return [...groupBy(offers, (one) => `${one.region} ${weekOf(one)}`).values()]
    .map((own) => {
      const week = weekOf(own[0] as BlockOffer);
      return {
        region: own[0]?.region ?? '',
        week,
        fromAt: now + week * WEEK,
        toAt: now + (week + 1) * WEEK,
        offers: own.length,
        types: [...new Set(own.map((one) => one.type))].sort(),
        cheapest: least(own.map((one) => one.perAcceleratorHour)),
        largestCount: Math.max(...own.map((one) => one.count)),
      };
    })
    .sort((a, b) => a.region.localeCompare(b.region) || a.week - b.week);
}

/** For how long offers of one item were on sale in one region, first to last sight. Milliseconds. */
export type Lifetimes = {
  type: string;
  region: string;
  episodes: number;
  /** Ended by being bought or withdrawn, not by their start. */
  vanished: number;
  medianMs: number;
  shortestMs: number;
  longestMs: number;
};

/** What was on sale and for how long, by type and region; a sale that still goes on is left out. */
export function blockLifetimes(db: Db, now: number, filter: OfferFilter = {}): Lifetimes[] {
  const gone = groupBy(blockOffers(db, now, { ...filter, state: 'gone' }), placeOf);
  return [...gone.values()].map((own) => {
    const lives = own.map((one) => one.lastSeenAt - one.firstSeenAt).sort((a, b) => a - b);
    return {
      type: own[0]?.type ?? '',
      region: own[0]?.region ?? '',
      episodes: own.length,
      vanished: own.filter((one) => one.goneWhy === 'vanished').length,
      medianMs: lives[Math.floor((lives.length - 1) / 2)] ?? 0,
      shortestMs: lives[0] ?? 0,
      longestMs: lives.at(-1) ?? 0,
    };
  });
}

const placeOf = ({ type, region }: { type: string; region: string }) => `${type} ${region}`;

/** The largest obtainable count by "type region": 0 where a complete look found none. */
function largestCounts(db: Db): Map<string, number> {
  const sql = `SELECT instance_type, region, last_value FROM series
    WHERE kind = 'block-max-count' AND qualifier = ? AND outcome IN ('value', 'none')`;
  const rows = prepared(db, sql).all(LARGEST_QUALIFIER) as [string, string, number | null][];
  return new Map(rows.map(([type, region, value]) => [`${type} ${region}`, value ?? 0]));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function least(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function newest(asked: readonly BlockTarget[], field: 'lastLookAt' | 'lastCompleteAt'): number | null {
  const times = asked.flatMap((one) => one[field] ?? []);
  return times.length === 0 ? null : Math.max(...times);
}
