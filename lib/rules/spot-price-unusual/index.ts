import { z } from 'zod';
import { median } from '#lib/series/stats.ts';
import { percent } from '../fields.ts';
import { whyMeasureEnded } from '../measured.ts';
import {
  judgePrices,
  ofPools,
  poolFacts,
  poolFilter,
  poolFilterFields,
  poolFilterKey,
  poolFilterWords,
  poolLabels,
  priceNow,
  watchesPool,
} from '../pools.ts';
import type { Finding, PoolReading, RuleKind } from '../types.ts';
import { FALSE, HOLD, NO_DATA, type Side, TRUE } from '../verdicts.ts';

const percentile = z
  .number('expected a percentile from 50 to 100')
  .min(50, 'must be at least 50')
  .max(100, 'must be at most 100');

const paramsSchema = z
  .strictObject({
    ...poolFilter,
    days: z.union([z.literal(30), z.literal(90)], 'expected 30 or 90').default(90),
    /** Above this percentile of the daily means. */
    high: percentile.optional(),
    /** Below what is left of it: 95 is the cheapest twentieth. */
    low: percentile.optional(),
    /** And at least this far from the median: a price that hardly ever moves is not unusual by a cent. */
    apart: percent(1000).default(5),
  })
  .refine(({ high, low }) => high !== undefined || low !== undefined, {
    error: 'say what to watch for: high or low, a percentile such as 95',
  });
type Params = z.infer<typeof paramsSchema>;

/** A past of which less than this share is known has no percentiles. */
const KNOWN_SHARE = 2 / 3;
/** Percentiles by which the price has to come back before the alert is over. */
const CLEAR_SHARE = 0.05;

export const spotPriceUnusual = {
  kind: 'spot-price-unusual',
  label: 'Spot price unusual against its own past',
  collector: 'spot-price',
  reads: 'pools',
  source: 'AWS spot price history',
  paramsSchema,
  fields: [
    ...poolFilterFields,
    { name: 'days', label: 'Past', hint: '30 or 90 days' },
    { name: 'high', label: 'High from', hint: 'a percentile of the daily means such as 95' },
    { name: 'low', label: 'Low from', hint: 'the same below: 95 is the cheapest twentieth' },
    { name: 'apart', label: 'Apart by', hint: 'percent from the median, 5 by default' },
  ],
  needs: ({ days }) => ({ windowsMs: [], historyDays: [days] }),
  evaluate,
  watches: (params, labels) =>
    watchesPool(params, labels) && params[labels.condition === 'above' ? 'high' : 'low'] !== undefined,
  filterKey: poolFilterKey,
  describe: (params) => {
    const { days, high, low, apart } = params;
    const parts = [
      high && `above ${high} % of its last ${days} days`,
      low && `below ${low} % of its last ${days} days`,
    ];
    return `spot price of ${poolFilterWords(params)} is ${parts.filter(Boolean).join(', or ')}, and ${apart} % from their median`;
  },
  whyEnded: whyMeasureEnded,
} satisfies RuleKind<Params, 'pools'>;

function evaluate(params: Params, reading: PoolReading, now: number, atRest = false): Finding[] {
  const unknownLook = judgePrices(reading, now);
  if (atRest && unknownLook !== undefined) return [];
  const past = reading.daily?.get(params.days);
  const sides: [Side, number | undefined][] = [
    ['above', params.high],
    ['below', params.low],
  ];
  return reading.pools.filter(ofPools(params, reading.region)).flatMap((pool) => {
    const price = priceNow(pool, now);
    const rank = price === null ? null : rankOf(price, past?.get(pool.id) ?? [], params.days);
    return sides.flatMap(([side, percentileAsked]): Finding[] => {
      if (percentileAsked === undefined) return [];
      const verdict =
        unknownLook ??
        (price === null || rank === null ? NO_DATA : judge(side, price, rank, percentileAsked, params));
      if (atRest && verdict.is !== 'true') return [];
      return [
        {
          verdict,
          labels: () => poolLabels(side, pool, reading.region),
          facts: () => ({
            ...poolFacts(pool, reading),
            measure: 'spot-unusual',
            condition: side,
            value: price,
            limit: percentileAsked,
            rank,
          }),
        },
      ];
    });
  });
}

type Rank = { share: number; days: number; samples: number; median: number };

/** The share of the daily means that lie below the price, equal ones counted by half; null for too short a past. */
export function rankOf(price: number, past: readonly number[], days: number): Rank | null {
  const middle = median(past);
  if (middle === undefined || past.length < days * KNOWN_SHARE) return null;
  const below = past.filter((mean) => mean < price).length;
  const equal = past.filter((mean) => mean === price).length;
  return { share: (below + equal / 2) / past.length, days, samples: past.length, median: middle };
}

function judge(side: Side, price: number, { share, median: middle }: Rank, asked: number, { apart }: Params) {
  const reached = side === 'above' ? share : 1 - share;
  const distance = ((side === 'above' ? price - middle : middle - price) / middle) * 100;
  if (reached >= asked / 100 && distance >= apart) return TRUE;
  return reached >= asked / 100 - CLEAR_SHARE && distance >= apart / 2 ? HOLD : FALSE;
}
