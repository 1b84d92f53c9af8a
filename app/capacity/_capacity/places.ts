import type { BlockOffer } from '#db/queries/capacity-offers.ts';
import type { BlockPlace } from '#db/queries/capacity-targets.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { isIncomplete } from '#lib/series/standing.ts';
import type { Combination } from './choice.ts';
import { markOf, type PlaceState } from './words.ts';

/** One question in one region: what came of it, and what is on sale. Times are milliseconds UTC. */
export type Place = {
  type: string;
  region: string;
  state: PlaceState;
  errorClass: string | null;
  errorText: string | null;
  lastLookAt: number | null;
  lastCompleteAt: number | null;
  /** On sale when last seen, soonest first. */
  offers: BlockOffer[];
  /** Whether the newest look has seen the offers; else they are what an earlier one saw. */
  confirmed: boolean;
};

type Question = Pick<Combination, 'qualifier' | 'count' | 'durationHours' | 'startAfter' | 'startBefore'>;

/** What a question comes to in every place. `offers` may hold others: those that do not answer it are left out. */
export function placesFor(
  places: readonly BlockPlace[],
  offers: readonly BlockOffer[],
  question: Question,
): Place[] {
  const fitting = new Map<string, BlockOffer[]>();
  for (const offer of offers) {
    if (!fits(offer, question)) continue;
    const key = `${offer.type} ${offer.region}`;
    fitting.set(key, [...(fitting.get(key) ?? []), offer]);
  }
  return places.map((place) => placeFor(place, fitting.get(`${place.type} ${place.region}`) ?? [], question));
}

function placeFor(place: BlockPlace, offers: BlockOffer[], question: Question): Place {
  const target = place.asked.find((one) => one.qualifier === question.qualifier);
  const { errorClass = null, errorText = null, lastLookAt = null, lastCompleteAt = null } = target ?? {};
  const outcome = target === undefined ? unaskedState(place) : stateOf(target);
  return {
    type: place.type,
    region: place.region,
    state: withOffers(outcome, offers.length > 0),
    errorClass,
    errorText,
    lastLookAt,
    lastCompleteAt,
    offers: offers.toSorted(bySoonest),
    confirmed: outcome === 'value',
  };
}

/** AWS refuses whoever asks too often and whoever has no quota in the same words: the collector tells them apart. */
function stateOf({ outcome, errorClass }: { outcome: Outcome; errorClass: string | null }): PlaceState {
  return outcome === 'throttled' && errorClass === 'quota' ? 'no_quota' : outcome;
}

/** Offers that were there at the last complete look and have started since leave nothing on offer. */
function withOffers(outcome: PlaceState, hasOffers: boolean): PlaceState {
  return outcome === 'value' && !hasOffers ? 'none' : outcome;
}

/** A place is not asked this: because nothing is sold there, or because this is not among the questions. */
function unaskedState({ asked, unasked }: BlockPlace): PlaceState {
  const [first] = asked;
  if (first === undefined) return unasked;
  const shared: readonly Outcome[] = ['not_sold', 'region_disabled'];
  return asked.every((one) => one.outcome === first.outcome) && shared.includes(first.outcome)
    ? first.outcome
    : 'not_asked';
}

/** Whether an offer answers a question: size, length, and a start within its window. */
export function fits(offer: BlockOffer, question: Omit<Question, 'qualifier'>): boolean {
  return (
    offer.count === question.count &&
    offer.durationHours === question.durationHours &&
    offer.startAt >= (question.startAfter ?? Number.NEGATIVE_INFINITY) &&
    offer.startAt <= (question.startBefore ?? Number.POSITIVE_INFINITY)
  );
}

/** True where offers may be hidden: the newest look did not see everything, or there was none. */
export function isHidden({ state }: Pick<Place, 'state'>): boolean {
  return state !== 'not_asked' && state !== 'region_disabled' && isIncomplete(markOf(state));
}

export function bySoonest(a: BlockOffer, b: BlockOffer): number {
  return a.startAt - b.startAt || price(a) - price(b) || a.zoneId.localeCompare(b.zoneId);
}

export function byCheapest(a: BlockOffer, b: BlockOffer): number {
  return price(a) - price(b) || a.fee - b.fee || a.startAt - b.startAt || a.zoneId.localeCompare(b.zoneId);
}

/** A price that is not known is never the cheapest. */
const price = (offer: BlockOffer) => offer.perAcceleratorHour ?? Number.POSITIVE_INFINITY;
