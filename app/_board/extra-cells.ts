import type { BlockOffer } from '#db/queries/capacity-offers.ts';
import type { BlockPlace } from '#db/queries/capacity-targets.ts';
import type { Interruption } from '#db/queries/interruptions.ts';
import type { PlacementScore } from '#db/queries/placement-scores.ts';
import { foldOutcomes } from '#lib/capacity/fold.ts';
import type { QuotaScope } from '#lib/catalogue/quotas.ts';
import { type Outcome, outcomeWords } from '#lib/domain/outcome.ts';
import type { RegionQuotas } from '#lib/quotas/book.ts';
import { mayStart, type QuotaType, type Sold } from '#lib/quotas/headroom.ts';
import type { BlockCell, HeadroomCell, InterruptionCell, ScoreCell, Unsaid } from './row.ts';

/** What several places without a number come to: what was looked for and not found, what hides one, what nobody asks. */
const ORDER: readonly Exclude<Outcome, 'value'>[] = [
  'none',
  'denied',
  'failed',
  'throttled',
  'never',
  'not_sold',
  'region_disabled',
];

function foldUnsaid(outcomes: readonly Outcome[]): Exclude<Outcome, 'value'> {
  return ORDER.find((outcome) => outcomes.includes(outcome)) ?? 'never';
}

const unsaid = (
  outcome: Exclude<Outcome, 'value'>,
  seenAt: number | null,
  own: Partial<Record<Outcome, string>> = {},
  reason?: string,
): Unsaid => {
  const words = own[outcome] ?? outcomeWords(outcome);
  return { outcome, words, reason: reason ?? words, seenAt };
};

const isShown = (regions: readonly string[] | undefined) => (one: { region: string }) =>
  regions?.includes(one.region) ?? true;

/** The soonest of the blocks on sale in the regions shown; of those that start together, the cheapest. */
export function blockCell(
  offers: readonly BlockOffer[],
  places: readonly BlockPlace[],
  regions: readonly string[] | undefined,
): BlockCell {
  const [first] = offers
    .filter(isShown(regions))
    .sort((a, b) => a.startAt - b.startAt || priceOf(a) - priceOf(b) || a.zoneId.localeCompare(b.zoneId));
  if (first === undefined) return noBlock(places.filter(isShown(regions)));
  return {
    outcome: 'value',
    item: first.type,
    count: first.count,
    durationHours: first.durationHours,
    startAt: first.startAt,
    perAccelerator: first.perAcceleratorHour,
    region: first.region,
    zoneId: first.zoneId,
    seenAt: first.lastSeenAt,
    trouble: first.outcome === 'value' ? null : first.outcome,
  };
}

const priceOf = (offer: BlockOffer) => offer.perAcceleratorHour ?? Number.POSITIVE_INFINITY;

function noBlock(places: readonly BlockPlace[]): Unsaid {
  // A type that is nowhere among the questions is sold as no block that anybody knows of.
  if (places.length === 0) return unsaid('not_sold', null, NO_BLOCK, 'not sold as Capacity Blocks');
  const outcome = foldUnsaid(
    places.map(({ asked, unasked }) => (asked.length === 0 ? unasked : foldOutcomes(asked, false))),
  );
  const looks = places.flatMap(({ asked }) => asked.flatMap(({ lastLookAt }) => lastLookAt ?? []));
  return unsaid(outcome, looks.length === 0 ? null : Math.max(...looks), NO_BLOCK);
}

const NO_BLOCK = { none: 'none on offer', not_sold: 'no blocks' };

/**
 * The score in the region of the cheapest pool; the best one of the regions shown where that is not asked about. Of
 * several questions the one for fewest instances, about the fewest types.
 */
export function scoreCell(
  scores: readonly PlacementScore[],
  home: string | null,
  regions: readonly string[] | undefined,
): ScoreCell {
  const shown = scores.filter(isShown(regions));
  const local = shown.filter(({ region, score }) => region === home && score !== null);
  const [best] = (local.length > 0 ? local : shown)
    .filter((one): one is PlacementScore & { score: number } => one.score !== null)
    .sort(
      (a, b) =>
        a.capacity - b.capacity ||
        a.types.length - b.types.length ||
        b.score - a.score ||
        a.region.localeCompare(b.region),
    );
  if (best !== undefined && best.outcome === 'value') {
    const { score, basket, capacity, region, observedAt } = best;
    return { outcome: 'value', score, basket, capacity, region, seenAt: observedAt };
  }
  if (shown.length === 0)
    return unsaid('never', null, { never: 'not asked' }, 'no configuration asks about this type');
  const outcome = foldUnsaid((best === undefined ? shown : [best]).map((one) => one.outcome));
  return unsaid(outcome, best?.observedAt ?? null, { none: 'no score' });
}

/** How often instances of the type were interrupted in one region. */
export function interruptionCell(rate: Interruption | undefined, home: string | null): InterruptionCell {
  if (home === null) return { ...unsaid('not_sold', null, { not_sold: 'not sold' }), region: null };
  if (rate === undefined) return { ...unsaid('never', null), region: home };
  const { index, outcome, observedAt: seenAt, region } = rate;
  if (index !== null && outcome === 'value') return { outcome, bucket: index, region, seenAt };
  const words = { none: 'no rate', not_sold: 'not on spot' };
  return {
    ...unsaid(outcome === 'value' ? 'none' : outcome, seenAt, words, rate.reason ?? undefined),
    region,
  };
}

const NOT_SOLD: Readonly<Record<QuotaScope, string>> = {
  spot: 'not on spot',
  'on-demand': 'not on demand',
  'capacity-block': 'no blocks',
  'capacity-block-organization': 'no blocks',
};

/** What a quota leaves of a type in one region. */
export function headroomCell(
  type: QuotaType,
  scope: QuotaScope,
  region: RegionQuotas | undefined,
  sold: (type: string, region: string) => Sold,
): HeadroomCell {
  if (region === undefined)
    return { ...unsaid('never', null, { never: 'not asked' }), scope, region: null, atMost: null };
  const place = { scope, region: region.region };
  const headroom = mayStart(type, region, scope, sold(type.name, region.region));
  const seenAt = region.usage.lastCompleteAt ?? region.limits.lastCompleteAt;
  if (headroom.known) return { outcome: 'value', instances: headroom.instances, ...place, seenAt };
  const { outcome, reason, atMost } = headroom;
  const words = { none: 'no such quota', not_sold: NOT_SOLD[scope] };
  return { ...unsaid(outcome, seenAt, words, reason), ...place, atMost };
}
