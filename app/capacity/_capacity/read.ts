import type { Db } from '#db/client.ts';
import { type BlockHistory, blockHistories } from '#db/queries/capacity-history.ts';
import { type BlockOffer, blockOffers, offerFees } from '#db/queries/capacity-offers.ts';
import { type BlockPlace, blockPlaces, blockTargets } from '#db/queries/capacity-targets.ts';
import { newestLook } from '#db/queries/looks.ts';
import { zoneIdsByName } from '#db/queries/places.ts';
import { readQuotaBook } from '#db/queries/quota-book.ts';
import { blockQuotaCode } from '#lib/catalogue/capacity-blocks.ts';
import { ULTRASERVERS } from '#lib/catalogue/ultraservers.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { DAY } from '#lib/domain/time.ts';
import type { BlockLimits } from './answer.ts';
import {
  type Asked,
  askedOf,
  type Choice,
  type Combination,
  combinationOf,
  parseChoice,
  type SearchParams,
} from './choice.ts';
import { fits, type Place, placesFor } from './places.ts';

/** A change of the fee of an offer that is on sale. Micro-dollars. */
type FeeStep = { at: number; fee: number };

/** All that the page says, read from the store at one instant. */
export type CapacityPage = {
  asked: Asked;
  regions: string[];
  choice: Choice;
  /** undefined when exactly this is not asked. */
  question: Combination | undefined;
  /** Every type in every watched region, for the count and duration chosen. */
  all: Place[];
  /** The chosen type, in the chosen region or every one. */
  places: Place[];
  /** Everything on sale of the chosen type there, whatever the count and duration. */
  ofType: BlockOffer[];
  /** Fees over time of the listed offers whose fee has changed. */
  fees: Map<number, FeeStep[]>;
  /** Offers of this question that went in the last days chosen. */
  gone: BlockOffer[];
  histories: BlockHistory[];
  /** Read only where AWS refuses: what its quota says of why. */
  limits: BlockLimits;
  /** This account's own names of zones, by zone ID. */
  zoneNames: Map<string, string>;
  /** The newest look at anything about Capacity Blocks; null before the first. */
  lookedAt: number | null;
};

/** How far the pictures reach back. */
export const HISTORY_WINDOW = 30 * DAY;
/** More regions than these are not drawn beside each other. */
const MOST_DRAWN = 3;

/** Reads the page; undefined while nothing is asked about Capacity Blocks. */
export function readCapacityPage(db: Db, params: SearchParams, now: number): CapacityPage | undefined {
  const asked = askedOf(blockTargets(db).values());
  if (asked.size === 0) return undefined;
  const known = blockPlaces(db, {});
  const regions = [...new Set(known.map((place) => place.region))].sort();
  const choice = parseChoice(params, asked, homeType(known), regions);
  const question = combinationOf(choice, asked);
  const { type, count, durationHours } = choice;
  const scope = choice.region === '' ? undefined : [choice.region];
  const wanted = question ?? { ...NO_WINDOW, qualifier: `${count}x${durationHours}h`, count, durationHours };
  const sized = blockOffers(db, now, { counts: [count], durationsHours: [durationHours] });
  const all = placesFor(known, sized, wanted);
  const places = all.filter((place) => place.type === type && (scope?.includes(place.region) ?? true));
  const about = { types: [type], regions: scope, counts: [count], durationsHours: [durationHours] };
  return {
    asked,
    regions,
    choice,
    question,
    all,
    places,
    ofType: blockOffers(db, now, { types: [type], regions: scope }),
    fees: feesOf(db, places),
    gone: blockOffers(db, now, {
      ...about,
      state: 'gone',
      seen: { from: sinceOf(choice, now), to: now },
    }).filter((offer) => fits(offer, wanted)),
    histories: question === undefined ? [] : readHistories(db, about, question, now),
    limits: limitsOf(db, type, places),
    zoneNames: zoneNamesOf(db, places),
    lookedAt: newestLook(db, 'capacity-block'),
  };
}

const NO_WINDOW = { startAfter: null, startBefore: null };

/** The type that is asked about, and not found unsold, in most regions. */
function homeType(places: readonly BlockPlace[]): string {
  const regions = new Map<string, number>();
  for (const { type, asked } of places) {
    const isSold = asked.some((one) => one.outcome !== 'not_sold' && one.outcome !== 'region_disabled');
    // UltraServers are looked for everywhere and sold almost nowhere: one question a region does not count.
    const weight = isSold ? asked.length : 0;
    regions.set(type, (regions.get(type) ?? 0) + weight);
  }
  return [...regions].sort(([a, x], [b, y]) => y - x || a.localeCompare(b))[0]?.[0] ?? '';
}

function feesOf(db: Db, places: readonly Place[]): Map<number, FeeStep[]> {
  const changed = places.flatMap((place) => place.offers).filter((offer) => offer.feeChanges > 0);
  return new Map(changed.map((offer) => [offer.id, offerFees(db, offer.id)]));
}

function limitsOf(db: Db, type: string, places: readonly Place[]): BlockLimits {
  const refused = places.filter(({ state }) => state === 'throttled' || state === 'no_quota');
  const code = blockQuotaCode(ULTRASERVERS.get(type)?.instanceType ?? type);
  if (code === undefined || refused.length === 0) return new Map();
  const book = readQuotaBook(
    db,
    refused.map((place) => place.region),
  );
  return new Map(
    book.flatMap(({ region, quotas }) => {
      const limit = quotas.find((quota) => quota.code === code)?.limit.value ?? null;
      return limit === null ? [] : [[region, limit] as const];
    }),
  );
}

function zoneNamesOf(db: Db, places: readonly Place[]): Map<string, string> {
  const regions = places.filter((place) => place.offers.length > 0).map((place) => place.region);
  const names = regions.flatMap((region) => [...zoneIdsByName(db, region)]);
  return new Map(names.map(([name, zoneId]) => [zoneId, name]));
}

type About = { types: string[]; regions: string[] | undefined; counts: number[]; durationsHours: number[] };

/** Price and lead time of the regions with most to tell, by region. */
function readHistories(db: Db, about: About, question: Combination, now: number): BlockHistory[] {
  const window = { from: now - HISTORY_WINDOW, to: now };
  const asked = { ...about, measures: ['block-price', 'block-lead'] as const, window, now };
  const own = [...blockHistories(db, asked)].filter(
    (one) => one.startAfter === question.startAfter && one.startBefore === question.startBefore,
  );
  const telling = own.filter((one) => one.measure === 'block-lead' && one.at.length > 0);
  const drawn = telling
    .toSorted((a, b) => knownMs(b) - knownMs(a) || a.region.localeCompare(b.region))
    .slice(0, MOST_DRAWN)
    .map((one) => one.region);
  return own.filter((one) => drawn.includes(one.region));

  function knownMs({ gaps }: BlockHistory): number {
    return HISTORY_WINDOW - gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  }
}

/** Where the time that is looked back on begins. */
export function sinceOf({ days }: Pick<Choice, 'days'>, now: number): number {
  return now - days * DAY;
}

/** Whether a place has something to tell about its type: an offer of any size, or a question that was asked. */
export function isTold({ region, state }: Place, ofType: readonly BlockOffer[]): boolean {
  const isSilentState = state === 'not_sold' || state === 'region_disabled' || state === 'not_asked';
  return !isSilentState || ofType.some((offer) => offer.region === region);
}

/** Looks are this far apart at least when something has stopped: two cycles of nothing. */
const SILENCE = 2 * COLLECTOR_INTERVALS_MS['capacity-block'];

/** Whether nobody has looked at any Capacity Block for so long that the worker may have stopped. */
export function isSilent(lookedAt: number | null, now: number): boolean {
  return lookedAt !== null && now - lookedAt > SILENCE;
}
