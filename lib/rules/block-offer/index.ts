import type { BlockFacts, Facts } from '#lib/alerts/facts.ts';
import type { Labels } from '#lib/alerts/identity.ts';
import type { Verdict } from '#lib/alerts/lifecycle.ts';
import type { ResolveReason } from '#lib/alerts/reasons.ts';
import { parseBlockDuration } from '#lib/capacity/durations.ts';
import { qualifierOf } from '#lib/capacity/question.ts';
import { formatUsd, parseUsd } from '#lib/domain/money.ts';
import { formatInstant, parseInstant } from '#lib/domain/time.ts';
import type { BlockOnSale, BlockReading, Finding, RuleKind } from '../types.ts';
import { type BlockOfferParams, paramsSchema } from './params.ts';

export const blockOffer = {
  kind: 'block-offer',
  label: 'Capacity Block on offer',
  collector: 'capacity-block',
  reads: 'blocks',
  source: 'AWS Capacity Block offerings',
  paramsSchema,
  fields: [
    { name: 'type', label: 'Type', hint: 'an instance type or UltraServer type' },
    { name: 'count', label: 'How many', hint: 'instances in one block, 1 to 64' },
    { name: 'duration', label: 'For how long', hint: '1 to 14 days, then weeks up to 26: 24h, 7d, 21d' },
    { name: 'regions', label: 'Regions', hint: 'empty: every watched region where it is sold' },
    { name: 'startAfter', label: 'Starts after', hint: 'a date; empty: at once' },
    { name: 'startBefore', label: 'Starts before', hint: 'a date; empty: as late as AWS sells' },
    { name: 'usdPerAcceleratorHour', label: 'At most', hint: 'dollars per accelerator-hour; empty: any' },
  ],
  needs: () => ({ windowsMs: [] }),
  asks: (params) => questionOf(params),
  evaluate,
  watches: (params, labels) =>
    labels.type === params.type &&
    labels.block === qualifier(params) &&
    (params.regions.length === 0 || params.regions.includes(labels.region ?? '')),
  filterKey: (params) => JSON.stringify([params.type, qualifier(params), [...params.regions].sort()]),
  describe,
  whyEnded,
} satisfies RuleKind<BlockOfferParams, 'blocks'>;

/** A look that is this many intervals old says nothing about now. */
const STALE_INTERVALS = 3;

/**
 * One finding a look at the very question. Seen is seen, whatever else of the look failed; that nothing is there only a
 * complete look can say. Once the window for the start has passed, any look at the region ends what is open.
 */
function evaluate(params: BlockOfferParams, reading: BlockReading, now: number): Finding[] {
  const { region, question } = reading;
  if (params.regions.length > 0 && !params.regions.includes(region)) return [];
  const { startBefore } = questionOf(params);
  const isOver = startBefore !== undefined && startBefore <= now;
  const isMine = question?.item === params.type && question.qualifier === qualifier(params);
  if (!isMine && !isOver) return [];
  const matching = isMine && !isOver ? matchingOffers(params, reading, now) : [];
  const verdict: Verdict = isOver ? { is: 'false' } : judge(matching, reading, now);
  return [
    { verdict, labels: () => labelsOf(params, region), facts: () => factsOf(params, reading, matching) },
  ];
}

function judge(matching: readonly BlockOnSale[], { look }: BlockReading, now: number): Verdict {
  if (now - look.at > STALE_INTERVALS * look.intervalMs) return { is: 'unknown', health: 'no_data' };
  if (matching.some((offer) => offer.lastSeenAt >= look.at)) return { is: 'true' };
  return look.completeness === 'complete' ? { is: 'false' } : { is: 'unknown', health: 'error' };
}

/** A price that is not known is not known to be low enough. */
function matchingOffers(params: BlockOfferParams, { offers }: BlockReading, now: number): BlockOnSale[] {
  const limit = limitOf(params);
  const { startAfter = Number.NEGATIVE_INFINITY, startBefore = Number.POSITIVE_INFINITY } =
    questionOf(params);
  return offers.filter(
    ({ startAt, endAt, perAcceleratorHour }) =>
      endAt > now &&
      startAt >= startAfter &&
      startAt <= startBefore &&
      (limit === null || (perAcceleratorHour !== null && perAcceleratorHour <= limit)),
  );
}

function labelsOf(params: BlockOfferParams, region: string): Labels {
  return { block: qualifier(params), region, type: params.type };
}

function factsOf(
  params: BlockOfferParams,
  { region, look, chip, lastGone }: BlockReading,
  matching: readonly BlockOnSale[],
): BlockFacts {
  const { durationHours } = questionOf(params);
  const [cheapest] = matching.toSorted(byPrice);
  const starts = matching.map((offer) => offer.startAt);
  return {
    topic: 'block-offer',
    condition: 'available',
    type: params.type,
    region,
    count: params.count,
    durationHours,
    chip,
    offers: matching.length,
    best: cheapest === undefined ? null : bestOf(cheapest),
    earliestAt: starts.length === 0 ? null : Math.min(...starts),
    limitMicro: limitOf(params),
    lastGone,
    lookedAt: look.at,
  };
}

function bestOf({ lastSeenAt: _, ...offer }: BlockOnSale): NonNullable<BlockFacts['best']> {
  return offer;
}

function byPrice(a: BlockOnSale, b: BlockOnSale): number {
  const [x, y] = [a, b].map((offer) => offer.perAcceleratorHour ?? Number.MAX_SAFE_INTEGER) as [
    number,
    number,
  ];
  return x - y || a.startAt - b.startAt;
}

type Question = {
  type: string;
  count: number;
  durationHours: number;
  regions: readonly string[];
  startAfter?: number;
  startBefore?: number;
};

function questionOf({ type, count, duration, regions, startAfter, startBefore }: BlockOfferParams): Question {
  const window = {
    startAfter: startAfter === undefined ? undefined : parseInstant(startAfter),
    startBefore: startBefore === undefined ? undefined : parseInstant(startBefore),
  };
  return {
    type,
    count,
    durationHours: parseBlockDuration(duration) ?? 0,
    regions,
    ...(window.startAfter === undefined ? {} : { startAfter: window.startAfter }),
    ...(window.startBefore === undefined ? {} : { startBefore: window.startBefore }),
  };
}

function qualifier(params: BlockOfferParams): string {
  const { type: item, ...question } = questionOf(params);
  return qualifierOf({ item, ...question });
}

function limitOf({ usdPerAcceleratorHour: usd }: BlockOfferParams): number | null {
  return usd === undefined ? null : (parseUsd(usd)?.micro ?? null);
}

function describe(params: BlockOfferParams): string {
  const { type, count, duration, regions } = params;
  const { startAfter, startBefore } = questionOf(params);
  const limit = limitOf(params);
  return [
    `${count} × ${type} for ${duration} on offer`,
    regions.length === 0 ? '' : ` in ${regions.join(', ')}`,
    startAfter === undefined ? '' : `, starting from ${formatInstant(startAfter)}`,
    startBefore === undefined ? '' : `, starting by ${formatInstant(startBefore)}`,
    limit === null ? '' : `, at most $${formatUsd(limit, 2)} per accelerator-hour`,
  ].join('');
}

function whyEnded(fired: Facts, latest: Facts): ResolveReason {
  if (fired.topic !== 'block-offer' || latest.topic !== 'block-offer') return 'cleared';
  const { lastGone } = latest;
  // One that went before it fired has nothing to do with this end.
  if (lastGone?.why === 'start_passed' && lastGone.at > fired.lookedAt) return 'offer_start_passed';
  return fired.limitMicro === latest.limitMicro ? 'cleared' : 'rule_changed';
}
