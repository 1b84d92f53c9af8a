import { z } from 'zod';
import { anyGlob } from '#lib/domain/glob.ts';
import { median } from '#lib/series/stats.ts';
import { product, regions, someTypes } from '../fields.ts';
import { listed, whyMeasureEnded } from '../measured.ts';
import { judgePrices, priceNow } from '../pools.ts';
import type { Finding, PoolReading, RuleKind } from '../types.ts';
import { beyond, NO_DATA, type Side } from '../verdicts.ts';

const ratio = z
  .number('expected a ratio such as 4')
  .gt(0, 'must be above 0')
  .lte(1000, 'must be at most 1000');

const paramsSchema = z
  .strictObject({
    of: someTypes,
    to: someTypes,
    regions,
    product,
    above: ratio.optional(),
    below: ratio.optional(),
  })
  .refine(({ above, below }) => above !== undefined || below !== undefined, {
    error: 'say what to watch for: above or below, a ratio such as 4',
  });
type Params = z.infer<typeof paramsSchema>;

/** Share by which the ratio has to come back over its limit before the alert is over. */
const CLEAR_SHARE = 0.02;

export const priceRatio = {
  kind: 'price-ratio',
  label: 'Ratio between two prices crosses',
  collector: 'spot-price',
  reads: 'pools',
  source: 'AWS spot price history',
  paramsSchema,
  fields: [
    { name: 'of', label: 'Of', hint: 'types or patterns such as p5*' },
    { name: 'to', label: 'To', hint: 'types or patterns such as trn2*' },
    { name: 'regions', label: 'Regions', hint: 'each on its own; empty: all watched regions' },
    { name: 'product', label: 'Product', hint: 'the operating system that is priced' },
    { name: 'above', label: 'At or above', hint: 'such as 4' },
    { name: 'below', label: 'Below', hint: 'such as 2' },
  ],
  needs: () => ({ windowsMs: [] }),
  evaluate,
  joins: ({ of, to, product: system }, { type, product: own }) =>
    own === system && anyGlob([...of, ...to])(type),
  watches: (params, { region = '', condition, ratio: pair }) =>
    listed(params.regions, region) && pair === pairOf(params) && params[condition as Side] !== undefined,
  filterKey: (params) => JSON.stringify([pairOf(params), [...params.regions].sort(), params.product]),
  describe: (params) => {
    const { regions: places, above, below } = params;
    const parts = [above && `is ${above} or more`, below && `is below ${below}`].filter(Boolean);
    return `${nameOf(params)}${places.length === 0 ? '' : ` in ${places.join(', ')}`} ${parts.join(', or ')}`;
  },
  whyEnded: whyMeasureEnded,
} satisfies RuleKind<Params, 'pools'>;

const pairOf = ({ of, to }: Params) => JSON.stringify([[...of].sort(), [...to].sort()]);
const nameOf = ({ of, to }: Params) =>
  `spot price per accelerator-hour of ${of.join(', ')} to ${to.join(', ')}`;

/** One number for each region: the median price per accelerator-hour of the one over that of the other. */
function evaluate(params: Params, reading: PoolReading, now: number): Finding[] {
  const { region, look } = reading;
  if (!listed(params.regions, region)) return [];
  const unknownLook = judgePrices(reading, now);
  const [top, bottom] = [
    medianOf(params.of, params, reading, now),
    medianOf(params.to, params, reading, now),
  ];
  const value = top === undefined || bottom === undefined ? null : top / bottom;
  return (['above', 'below'] as const).flatMap((side): Finding[] => {
    const limit = params[side];
    if (limit === undefined) return [];
    return [
      {
        verdict: unknownLook ?? (value === null ? NO_DATA : beyond(side, value, limit, CLEAR_SHARE)),
        labels: () => ({ condition: side, ratio: pairOf(params), region }),
        facts: () => ({
          topic: 'measure',
          measure: 'price-ratio',
          condition: side,
          type: '',
          region,
          zoneId: '',
          qualifier: params.product,
          name: nameOf(params),
          chip: null,
          value,
          perAccelerator: true,
          previous: null,
          windowMs: null,
          limit,
          whole: null,
          rank: null,
          changedAt: null,
          lookedAt: look.at,
        }),
      },
    ];
  });
}

/** Micro-dollars per accelerator-hour; undefined where no pool of these types has a known price. */
function medianOf(
  globs: readonly string[],
  { product: system }: Params,
  { pools }: PoolReading,
  now: number,
) {
  const isType = anyGlob(globs);
  const prices = pools.flatMap((pool) => {
    const price = priceNow(pool, now);
    const isAsked = pool.product === system && isType(pool.type);
    return !isAsked || price === null || pool.chip === null ? [] : [price / pool.chip.count];
  });
  return median(prices);
}
