import type { BlockOffer } from '#db/queries/capacity-offers.ts';
import { BOOKING_HORIZON } from '#lib/capacity/durations.ts';
import { DAY } from '#lib/domain/time.ts';
import { byCheapest } from './places.ts';

const WEEKS = 8;
const WEEK_DAYS = 7;

/** Seven days from a UTC midnight on; the last week has the day of the horizon itself too. */
export type Week = { index: number; fromAt: number; days: number };

/** Blocks of one size that start in one week in one region. */
export type WeekSize = {
  count: number;
  /** The durations they can be had for, hours, shortest first. */
  durations: number[];
  /** How many can start on each day of the week, over all durations. */
  starts: number[];
  cheapest: BlockOffer;
  earliestAt: number;
  /** One of them is of the duration and count asked for. */
  isChosen: boolean;
  /** No other week or region has it cheaper. */
  isLowest: boolean;
};

export type CalendarRow = { region: string; weeks: WeekSize[][] };
export type Calendar = { weeks: Week[]; rows: CalendarRow[] };

export type CalendarQuestion = {
  offers: readonly BlockOffer[];
  regions: readonly string[];
  chosen: { count: number; durationHours: number };
  now: number;
};

/** When blocks of one type start, by region and week: every size that is on sale. */
export function buildCalendar({ offers, regions, chosen, now }: CalendarQuestion): Calendar {
  const weeks = weeksFrom(now);
  const lowest = lowestBySize(offers);
  const rows = regions.map((region) => {
    const own = offers.filter((offer) => offer.region === region);
    return { region, weeks: weeks.map((week) => sizesOf(own, week, chosen, lowest)) };
  });
  return { weeks, rows };
}

function weeksFrom(now: number): Week[] {
  const today = Math.floor(now / DAY) * DAY;
  return Array.from({ length: WEEKS }, (_, index) => ({
    index,
    fromAt: today + index * WEEK_DAYS * DAY,
    days: index < WEEKS - 1 ? WEEK_DAYS : BOOKING_HORIZON / DAY - (WEEKS - 1) * WEEK_DAYS + 1,
  }));
}

function sizesOf(
  offers: readonly BlockOffer[],
  week: Week,
  chosen: CalendarQuestion['chosen'],
  lowest: ReadonlyMap<number, number>,
): WeekSize[] {
  const dayOf = (offer: BlockOffer) => Math.max(0, Math.floor((offer.startAt - week.fromAt) / DAY));
  const own = offers.filter((offer) => isWithin(offer, week));
  const counts = [...new Set(own.map((offer) => offer.count))].sort((a, b) => a - b);
  return counts.flatMap((count) => {
    const sized = own.filter((offer) => offer.count === count);
    const [cheapest] = sized.toSorted(byCheapest);
    if (cheapest === undefined) return [];
    return [
      {
        count,
        durations: [...new Set(sized.map((offer) => offer.durationHours))].sort((a, b) => a - b),
        starts: Array.from(
          { length: week.days },
          (_, day) => sized.filter((one) => dayOf(one) === day).length,
        ),
        cheapest,
        earliestAt: Math.min(...sized.map((offer) => offer.startAt)),
        isChosen: count === chosen.count && sized.some((one) => one.durationHours === chosen.durationHours),
        isLowest: cheapest.perAcceleratorHour !== null && lowest.get(count) === cheapest.perAcceleratorHour,
      },
    ];
  });
}

/** A block that could start at once belongs to the first week, though its start has just passed. */
function isWithin({ startAt }: BlockOffer, week: Week): boolean {
  return startAt < week.fromAt + week.days * DAY && (week.index === 0 || startAt >= week.fromAt);
}

/** The lowest price of each size, where prices differ at all. */
function lowestBySize(offers: readonly BlockOffer[]): Map<number, number> {
  const lowest = new Map<number, number>();
  for (const count of new Set(offers.map((offer) => offer.count))) {
    const prices = offers
      .filter((offer) => offer.count === count)
      .flatMap((offer) => offer.perAcceleratorHour ?? []);
    if (new Set(prices).size > 1) lowest.set(count, Math.min(...prices));
  }
  return lowest;
}

/**
 * Durations in days: "7 d", "1 d, 7 d", "1–14 d, 28 d"; neighbours on AWS's ladder are drawn together, and of many with
 * holes between them the first and last are named: "1 … 105 d".
 */
export function durationsWords(hours: readonly number[], ladder: readonly number[]): string {
  const runs: number[][] = [];
  for (const one of hours) {
    const last = runs.at(-1)?.at(-1);
    if (last !== undefined && ladder.indexOf(one) === ladder.indexOf(last) + 1) runs.at(-1)?.push(one);
    else runs.push([one]);
  }
  const days = (one: number | undefined) => String((one ?? 0) / 24);
  const unit = (text: string) => `${text}\u00a0d`;
  const parts = runs
    .flatMap((run) => (run.length < 3 ? run.map(days) : [`${days(run[0])}–${days(run.at(-1))}`]))
    .map(unit);
  return parts.length > 2 ? unit(`${days(hours[0])} … ${days(hours.at(-1))}`) : parts.join(', ');
}
