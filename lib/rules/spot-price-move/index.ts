import type { PriceCondition as Condition, Facts, SpotFacts } from '#lib/alerts/facts.ts';
import type { Labels } from '#lib/alerts/identity.ts';
import type { Verdict } from '#lib/alerts/lifecycle.ts';
import type { ResolveReason } from '#lib/alerts/reasons.ts';
import { formatUsd, parseUsd } from '#lib/domain/money.ts';
import { parseDuration } from '#lib/domain/time.ts';
import {
  judgePrices,
  ofPools,
  poolFilterFields,
  poolFilterKey,
  poolFilterWords,
  pricesOf,
  watchesPool,
} from '../pools.ts';
import type { Finding, PoolReading, PricedPool, RuleKind } from '../types.ts';
import { FALSE, movedBy, NO_DATA, TRUE } from '../verdicts.ts';
import { paramsSchema, type SpotPriceMoveParams } from './params.ts';

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
    ...poolFilterFields,
    { name: 'moves', label: 'Moves by', hint: 'a percentage within a window, up, down or either way' },
    {
      name: 'crosses',
      label: 'Crosses',
      hint: 'a price per hour within a window, up, down or either way; not what is beyond it already',
    },
  ],
  needs: (params) => ({ windowsMs: questionsOf(params).map((question) => question.windowMs) }),
  evaluate,
  watches: (params, labels) =>
    watchesPool(params, labels) &&
    questionsOf(params).some((question) => question.condition === labels.condition),
  filterKey: poolFilterKey,
  describe,
  whyEnded,
} satisfies RuleKind<SpotPriceMoveParams, 'pools'>;

function evaluate(params: SpotPriceMoveParams, input: PoolReading, now: number, atRest = false): Finding[] {
  const unknownLook = judgePrices(input, now);
  if (atRest && unknownLook !== undefined) return [];
  const isMine = ofPools(params, input.region);
  const prices = pricesOf(input, now);
  const findings: Finding[] = [];
  for (const question of questionsOf(params)) {
    const before = prices.before(question.windowMs);
    const since = now - question.windowMs;
    const is = testOf(question);
    for (const [index, pool] of input.pools.entries()) {
      const verdict = unknownLook ?? is(prices.now[index] ?? Number.NaN, before[index] ?? Number.NaN);
      if ((atRest && verdict !== TRUE) || !isMine(pool)) continue;
      findings.push({
        verdict,
        labels: () => labelsOf(question.condition, pool, input.region),
        facts: () => factsOf(question, pool, previousOf(input, question, pool), input.region, since),
      });
    }
  }
  return findings;
}

const previousOf = ({ previous }: PoolReading, { windowMs }: Question, { id }: PricedPool) =>
  previous.get(windowMs)?.get(id) ?? null;

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

/** The verdict on a price and the one before; a price that is not known (NaN) is judged by nobody. */
function testOf({ condition, percent, limitMicro }: Question): (price: number, previous: number) => Verdict {
  const limit = limitMicro ?? 0;
  const most = percent ?? 0;
  const judge: Record<Condition, (price: number, previous: number) => Verdict> = {
    rise: (price, previous) => movedBy(price - previous, previous, most),
    fall: (price, previous) => movedBy(previous - price, previous, most),
    above: (price, previous) => (previous < limit && price >= limit ? TRUE : FALSE),
    below: (price, previous) => (previous >= limit && price < limit ? TRUE : FALSE),
  };
  const is = judge[condition];
  return (price, previous) => (Number.isNaN(price) || Number.isNaN(previous) ? NO_DATA : is(price, previous));
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

const MOVE_WORDS = { either: 'moves', up: 'rises', down: 'falls' } as const;
const CROSS_WORDS = { either: 'crosses', up: 'rises to or above', down: 'falls below' } as const;

function describe(params: SpotPriceMoveParams): string {
  const { moves, crosses } = params;
  const parts = [
    moves && `${MOVE_WORDS[moves.direction]} ${moves.percent} % or more within ${moves.within}`,
    crosses &&
      `${CROSS_WORDS[crosses.direction]} $${priceText(crosses.usdPerHour)}/h within ${crosses.within}`,
  ].filter((part) => part !== undefined);
  return `spot price of ${poolFilterWords(params)} ${parts.join(', or ')}`;
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
  const asThen = testOf({ condition, windowMs, percent, limitMicro })(priceMicro, fired.previousMicro);
  return asThen.is === 'true' || asThen.is === 'hold' ? 'window_passed' : 'moved_back';
}

/** True when the thresholds it fired with still hold: then it was the rule that changed, not the price. */
function isStillMet(fired: SpotFacts, latest: SpotFacts): boolean {
  if (latest.priceMicro === null || latest.previousMicro === null) return false;
  if (fired.percent === latest.percent && fired.limitMicro === latest.limitMicro) return false;
  const { condition, windowMs, percent, limitMicro } = fired;
  const verdict = testOf({ condition, windowMs, percent, limitMicro })(
    latest.priceMicro,
    latest.previousMicro,
  );
  return verdict.is !== 'false';
}
