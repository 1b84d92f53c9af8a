import type { PriceCondition as Condition, Facts, SpotFacts } from '#lib/alerts/facts.ts';
import type { Labels } from '#lib/alerts/identity.ts';
import type { Verdict } from '#lib/alerts/lifecycle.ts';
import type { ResolveReason } from '#lib/alerts/reasons.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { formatUsd, parseUsd } from '#lib/domain/money.ts';
import { DEFAULT_PRODUCT } from '#lib/domain/product.ts';
import { HOUR, parseDuration } from '#lib/domain/time.ts';
import { isCovered, type Span } from '#lib/series/coverage.ts';
import type { Finding, PoolReading, PricedPool, RuleKind } from '../types.ts';
import { ERROR, FALSE, judgeLook, movedBy, NO_DATA, TRUE } from '../verdicts.ts';
import { paramsSchema, type SpotPriceMoveParams } from './params.ts';

/** AWS repeats an unchanged price every 24 h: one that it has not repeated for two days is not known to hold. */
const CONFIRMED_WITHIN_MS = 50 * HOUR;

/** One of up to four questions that a rule asks of a pool. */
type Question = { condition: Condition; windowMs: number; percent: number | null; limitMicro: number | null };

export const spotPriceMove = {
  kind: 'spot-price-move',
  label: 'Spot price moves or crosses a limit',
  collector: 'spot-price',
  reads: 'pools',
  source: 'AWS spot price history',
  paramsSchema,
  fields: [
    { name: 'types', label: 'Instance types', hint: 'types or globs such as p5*; empty: all' },
    { name: 'regions', label: 'Regions', hint: 'empty: all watched regions' },
    { name: 'zones', label: 'Zone IDs', hint: 'such as use1-az4; empty: all' },
    { name: 'product', label: 'Product', hint: DEFAULT_PRODUCT },
    { name: 'moves', label: 'Moves by', hint: 'a percentage within a window, up, down or either way' },
    { name: 'crosses', label: 'Crosses', hint: 'a price per hour within a window, up, down or either way' },
  ],
  needs: (params) => ({ windowsMs: questionsOf(params).map((question) => question.windowMs) }),
  evaluate,
  watches: (params, labels) =>
    matches(
      params,
      labels.region ?? '',
    )({
      type: labels.type ?? '',
      zoneId: labels.zoneId ?? '',
      product: labels.product ?? '',
    }) && questionsOf(params).some((question) => question.condition === labels.condition),
  filterKey: ({ types, regions, zones, product }) =>
    JSON.stringify([[...types].sort(), [...regions].sort(), [...zones].sort(), product]),
  describe,
  whyEnded,
} satisfies RuleKind<SpotPriceMoveParams, 'pools'>;

function evaluate(params: SpotPriceMoveParams, input: PoolReading, now: number, atRest = false): Finding[] {
  const isMine = matches(params, input.region);
  const pools = input.pools.filter(isMine);
  const unknownLook = judgePrices(input, now);
  if (atRest && unknownLook !== undefined) return [];
  const findings: Finding[] = [];
  for (const question of questionsOf(params)) {
    const before = input.previous.get(question.windowMs);
    const since = now - question.windowMs;
    const reaches = reachesBack(since);
    for (const pool of pools) {
      const previous = before?.get(pool.id) ?? null;
      const verdict = unknownLook ?? (reaches(pool.known) ? judge(question, pool, previous, now) : NO_DATA);
      if (atRest && verdict !== TRUE) continue;
      findings.push({
        verdict,
        labels: () => labelsOf(question.condition, pool, input.region),
        facts: () => factsOf(question, pool, previous, input.region, since),
      });
    }
  }
  return findings;
}

/** Whether what is known reaches back to an instant; worked out once for each list that pools share. */
function reachesBack(since: number): (known: readonly Span[]) => boolean {
  const answers = new Map<readonly Span[], boolean>();
  return (known) => {
    const answer = answers.get(known) ?? isCovered(known, since);
    answers.set(known, answer);
    return answer;
  };
}

/** Shared by all rules of a look, so that what is worked out from them is worked out once. */
const labelsByPool = new WeakMap<PricedPool, Map<Condition, Labels>>();

function labelsOf(condition: Condition, pool: PricedPool, region: string): Labels {
  const known = labelsByPool.get(pool) ?? new Map<Condition, Labels>();
  labelsByPool.set(pool, known);
  const { product, type, zoneId } = pool;
  const labels = known.get(condition) ?? { condition, product, region, type, zoneId };
  known.set(condition, labels);
  return labels;
}

/** As for any look; and a region without a single record is not one in which all prices have stayed. */
function judgePrices({ look }: PoolReading, now: number): Verdict | undefined {
  if (look.completeness !== 'complete') return ERROR;
  return look.items === 0 ? NO_DATA : judgeLook(look, now);
}

function judge(question: Question, pool: PricedPool, previous: number | null, now: number): Verdict {
  const price = pool.priceMicro;
  const confirmed = pool.confirmedAt !== null && now - pool.confirmedAt <= CONFIRMED_WITHIN_MS;
  if (price === null || previous === null || previous <= 0 || !confirmed) return NO_DATA;
  return isMet(question, price, previous);
}

function isMet({ condition, percent, limitMicro }: Question, price: number, previous: number): Verdict {
  const limit = limitMicro ?? 0;
  switch (condition) {
    case 'rise':
      return movedBy(price - previous, previous, percent ?? 0);
    case 'fall':
      return movedBy(previous - price, previous, percent ?? 0);
    case 'above':
      return previous < limit && price >= limit ? TRUE : FALSE;
    case 'below':
      return previous >= limit && price < limit ? TRUE : FALSE;
  }
}

function factsOf(
  { condition, windowMs, percent, limitMicro }: Question,
  pool: PricedPool,
  previousMicro: number | null,
  region: string,
  previousAt: number,
): SpotFacts {
  const { type, zoneId, product, chip, priceMicro, scale, changedAt } = pool;
  const known = priceMicro !== null && previousMicro !== null && previousMicro > 0;
  return {
    topic: 'spot-price',
    condition,
    type,
    region,
    zoneId,
    product,
    chip,
    priceMicro,
    scale,
    changedAt,
    previousMicro,
    previousAt,
    windowMs,
    change: known ? priceMicro / previousMicro - 1 : null,
    percent,
    limitMicro,
  };
}

function questionsOf({ moves, crosses }: SpotPriceMoveParams): Question[] {
  const questions: Question[] = [];
  if (moves !== undefined) {
    const windowMs = parseDuration(moves.within) ?? 0;
    const asked = { windowMs, percent: moves.percent, limitMicro: null };
    if (moves.direction !== 'down') questions.push({ condition: 'rise', ...asked });
    if (moves.direction !== 'up') questions.push({ condition: 'fall', ...asked });
  }
  if (crosses !== undefined) {
    const windowMs = parseDuration(crosses.within) ?? 0;
    const asked = { windowMs, percent: null, limitMicro: parseUsd(crosses.usdPerHour)?.micro ?? 0 };
    if (crosses.direction !== 'down') questions.push({ condition: 'above', ...asked });
    if (crosses.direction !== 'up') questions.push({ condition: 'below', ...asked });
  }
  return questions;
}

type Place = Pick<PricedPool, 'type' | 'zoneId' | 'product'>;

function matches(params: SpotPriceMoveParams, region: string): (place: Place) => boolean {
  if (params.regions.length > 0 && !params.regions.includes(region)) return () => false;
  const isType = anyGlob(params.types);
  const zones = new Set(params.zones);
  return (place) =>
    place.product === params.product && (zones.size === 0 || zones.has(place.zoneId)) && isType(place.type);
}

const MOVE_WORDS = { either: 'moves', up: 'rises', down: 'falls' } as const;
const CROSS_WORDS = { either: 'crosses', up: 'rises to or above', down: 'falls below' } as const;

function describe({ types, regions, zones, product, moves, crosses }: SpotPriceMoveParams): string {
  const what = types.length === 0 ? 'all types' : types.join(', ');
  const where = [...regions, ...zones];
  const parts = [
    moves && `${MOVE_WORDS[moves.direction]} ${moves.percent} % or more within ${moves.within}`,
    crosses &&
      `${CROSS_WORDS[crosses.direction]} $${priceText(crosses.usdPerHour)}/h within ${crosses.within}`,
  ].filter((part) => part !== undefined);
  const place = where.length === 0 ? '' : ` in ${where.join(', ')}`;
  const productNote = product === DEFAULT_PRODUCT ? '' : ` (${product})`;
  return `spot price of ${what}${place}${productNote} ${parts.join(', or ')}`;
}

function priceText(usd: string): string {
  return formatUsd(parseUsd(usd)?.micro ?? 0, 2);
}

/**
 * A move ends in one of two ways that must not be mixed up: the price went back, or it stayed and the old price has
 * left the window. The price with which the episode began decides.
 */
function whyEnded(fired: Facts, latest: Facts): ResolveReason {
  if (fired.topic !== 'spot-price' || latest.topic !== 'spot-price') return 'cleared';
  if (fired.windowMs !== latest.windowMs || isStillMet(fired, latest)) return 'rule_changed';
  const { condition, windowMs, percent, limitMicro } = fired;
  const { priceMicro } = latest;
  if (priceMicro === null || fired.previousMicro === null) return 'cleared';
  const asThen = isMet({ condition, windowMs, percent, limitMicro }, priceMicro, fired.previousMicro);
  return asThen.is === 'true' || asThen.is === 'hold' ? 'window_passed' : 'moved_back';
}

/** True when the thresholds it fired with still hold: then it was the rule that changed, not the price. */
function isStillMet(fired: SpotFacts, latest: SpotFacts): boolean {
  if (latest.priceMicro === null || latest.previousMicro === null) return false;
  if (fired.percent === latest.percent && fired.limitMicro === latest.limitMicro) return false;
  const { condition, windowMs, percent, limitMicro } = fired;
  const verdict = isMet(
    { condition, windowMs, percent, limitMicro },
    latest.priceMicro,
    latest.previousMicro,
  );
  return verdict.is !== 'false';
}
