import type { BlockOffer } from '#db/queries/capacity-offers.ts';
import { blockQuotaCode } from '#lib/catalogue/capacity-blocks.ts';
import { ULTRASERVERS } from '#lib/catalogue/ultraservers.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import type { Asked, Choice, Combination } from './choice.ts';
import { byCheapest, bySoonest, fits, isHidden, type Place } from './places.ts';
import { listWords, type PlaceState, stateWords } from './words.ts';

/** An offer with whether the newest look at its region has seen it. */
export type Found = { offer: BlockOffer; confirmed: boolean };

/** Why there is nothing to offer, the most telling reason first, and the regions it holds for. */
export type Reason = { state: PlaceState; regions: string[] };

/** The answer to "when can I get N for D days, and for what fee?". */
export type Answer =
  | {
      kind: 'offer';
      earliest: Found;
      cheapest: Found;
      /** One that starts sooner and was seen by an earlier look only. */
      sooner: Found | undefined;
      offers: number;
      regions: number;
    }
  | { kind: 'absent'; reasons: Reason[]; lastCompleteAt: number | null }
  | { kind: 'not_asked' };

/** Answers from the places of the question; a confirmed offer goes before one that was only seen earlier. */
export function answerOf(places: readonly Place[], isAsked: boolean): Answer {
  if (!isAsked) return { kind: 'not_asked' };
  const found = places.flatMap(({ offers, confirmed }) => offers.map((offer) => ({ offer, confirmed })));
  const confirmed = found.filter((one) => one.confirmed);
  const trusted = confirmed.length > 0 ? confirmed : found;
  const [earliest] = trusted.toSorted((a, b) => bySoonest(a.offer, b.offer));
  const [cheapest] = trusted.toSorted((a, b) => byCheapest(a.offer, b.offer));
  if (earliest === undefined || cheapest === undefined) return absence(places);
  const regions = new Set(found.map((one) => one.offer.region)).size;
  const [sooner] = found
    .filter((one) => !one.confirmed && one.offer.startAt < earliest.offer.startAt)
    .toSorted((a, b) => bySoonest(a.offer, b.offer));
  return { kind: 'offer', earliest, cheapest, sooner, offers: found.length, regions };
}

/** What was looked for and not found; what hides it; what nobody asks; where it is not to be had at all. */
const ORDER: readonly PlaceState[] = [
  'none',
  'no_quota',
  'denied',
  'throttled',
  'failed',
  'never',
  'not_asked',
  'region_disabled',
  'not_sold',
  'value',
];

function absence(places: readonly Place[]): Answer {
  const reasons = ORDER.map((state) => ({
    state,
    regions: places.filter((place) => place.state === state).map((place) => place.region),
  })).filter((reason) => reason.regions.length > 0);
  const looks = places
    .filter((place) => place.state === 'none')
    .flatMap((place) => place.lastCompleteAt ?? []);
  return { kind: 'absent', reasons, lastCompleteAt: looks.length === 0 ? null : Math.min(...looks) };
}

/** A reason in words: "none on offer in 11 regions", "throttled by AWS in ap-south-1". */
export function reasonWords({ state, regions }: Reason, scope: string): string {
  const where = regions.length <= 2 ? listWords(regions) : `${regions.length} regions`;
  return regions.length === 1 && regions[0] === scope
    ? stateWords(state)
    : `${stateWords(state)} in ${where}`;
}

/** Regions of one kind of trouble, since when they have not answered, and what helps. */
export type Trouble = {
  state: PlaceState;
  regions: string[];
  lastCompleteAt: number | null;
  /** What AWS said, where it said the same everywhere. */
  said: string | null;
  remedy: string;
};

/** What Service Quotas says of the Capacity Block quota of the type, vCPU by region; not there: not known. */
export type BlockLimits = ReadonlyMap<string, number>;
const NO_LIMITS: BlockLimits = new Map();

/** Where an offer may be hidden because the look went wrong. */
export function troublesOf(
  places: readonly Place[],
  type: string,
  limits: BlockLimits = NO_LIMITS,
): Trouble[] {
  const groups = new Map<string, Place[]>();
  for (const place of places.filter(isHidden)) {
    const key = `${place.state} ${place.errorClass ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return [...groups.values()].map((own) => {
    const looks = own.flatMap((place) => place.lastCompleteAt ?? []);
    const state = own[0]?.state ?? 'never';
    const regions = own.map((place) => place.region);
    const isZero = regions.every((region) => limits.get(region) === 0);
    return {
      state,
      regions,
      lastCompleteAt: looks.length < own.length ? null : Math.min(...looks),
      said: own[0]?.errorText ?? null,
      remedy: remedyFor(state, own[0]?.errorClass ?? null, type, isZero),
    };
  });
}

const CYCLE_MIN = COLLECTOR_INTERVALS_MS['capacity-block'] / 60_000;

/** What a reader can do about a look that brought nothing. */
export function remedyFor(
  state: PlaceState,
  errorClass: string | null,
  type: string,
  isZero = false,
): string {
  if (state === 'throttled' || state === 'no_quota') return quotaRemedy(state, type, isZero);
  if (state === 'denied')
    return errorClass === 'auth'
      ? 'AWS does not accept the credentials: check those of the worker.'
      : 'Allow ec2:DescribeCapacityBlockOfferings to the role of the worker.';
  if (state === 'never')
    return `It is on the list and has not had its turn: questions of the grid come every ${CYCLE_MIN} min, single durations once a day.`;
  return `It is tried again within ${CYCLE_MIN} min; the Health page has every look.`;
}

function quotaRemedy(state: PlaceState, type: string, isZero: boolean): string {
  const code = blockQuotaCode(ULTRASERVERS.get(type)?.instanceType ?? type);
  const family = type.split('.')[0] ?? type;
  const name =
    code === undefined
      ? `the Capacity Block quota of ${family}`
      : `the Capacity Block quota ${code} (${family}, in vCPU)`;
  const again = `It is tried again every ${CYCLE_MIN} min.`;
  if (isZero)
    return `Service Quotas says that ${name} is 0 there: AWS has to grant some before it tells of offers. ${again}`;
  if (state === 'no_quota')
    return `AWS has answered nothing for 30 min or more, as it does where the quota is 0: check ${name} in Service Quotas. ${again}`;
  return `${again} If it stays so, check ${name} in Service Quotas: an account whose quota is 0 is told the same.`;
}

/** Another question about the same type that has offers. */
export type Alternative = {
  question: Combination;
  earliest: BlockOffer;
  cheapest: BlockOffer;
  offers: number;
};

/** What can be had instead, nearest in size and length first; what the newest look has seen goes before the rest. */
export function alternativesTo(
  choice: Pick<Choice, 'type' | 'count' | 'durationHours'>,
  asked: Asked,
  offers: readonly BlockOffer[],
  most = 4,
): Alternative[] {
  const distance = ({ count, durationHours }: Combination) =>
    Math.abs(Math.log2(count / choice.count)) + Math.abs(Math.log2(durationHours / choice.durationHours));
  return (asked.get(choice.type) ?? [])
    .filter(
      (question) => question.startAfter === null && question.startBefore === null && distance(question) > 0,
    )
    .toSorted((a, b) => distance(a) - distance(b))
    .flatMap((question) => {
      const fitting = offers.filter((offer) => fits(offer, question));
      const confirmed = fitting.filter((offer) => offer.outcome === 'value');
      const own = confirmed.length > 0 ? confirmed : fitting;
      const [earliest] = own.toSorted(bySoonest);
      const [cheapest] = own.toSorted(byCheapest);
      if (earliest === undefined || cheapest === undefined) return [];
      return [{ question, earliest, cheapest, offers: own.length }];
    })
    .slice(0, most);
}
