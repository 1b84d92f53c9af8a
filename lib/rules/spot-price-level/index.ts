import { z } from 'zod';
import { formatUsd, parseUsd } from '#lib/domain/money.ts';
import { percent, usd } from '../fields.ts';
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
import type { Finding, PoolReading, PricedPool, RuleKind } from '../types.ts';
import { beyond, NO_DATA, type Side } from '../verdicts.ts';

const limit = z
  .strictObject({
    usdPerHour: usd('40.00').optional(),
    usdPerAcceleratorHour: usd('5.00').optional(),
    percentOfOnDemand: percent().optional(),
  })
  .refine((units) => Object.values(units).filter((value) => value !== undefined).length === 1, {
    error: 'give exactly one of usdPerHour, usdPerAcceleratorHour, percentOfOnDemand',
  });
type Limit = z.infer<typeof limit>;

const paramsSchema = z
  .strictObject({ ...poolFilter, above: limit.optional(), below: limit.optional() })
  .refine(({ above, below }) => above !== undefined || below !== undefined, {
    error: 'say what to watch for: above or below, with a limit',
  });
type Params = z.infer<typeof paramsSchema>;

/** Share by which the price has to come back over its limit before the alert is over. */
const CLEAR_SHARE = 0.02;

export const spotPriceLevel = {
  kind: 'spot-price-level',
  label: 'Spot price stays above or below a limit',
  collector: 'spot-price',
  reads: 'pools',
  source: 'AWS spot price history',
  paramsSchema,
  fields: [
    ...poolFilterFields,
    {
      name: 'above',
      label: 'At or above',
      hint: 'dollars an hour, per accelerator-hour, or % of on-demand; over once 2 % below',
    },
    {
      name: 'below',
      label: 'Below',
      hint: 'dollars an hour, per accelerator-hour, or % of on-demand; over once 2 % above',
    },
  ],
  needs: ({ above, below }) => ({
    windowsMs: [],
    ...([above, below].some((side) => side?.percentOfOnDemand !== undefined) ? { onDemand: true } : {}),
  }),
  evaluate,
  watches: (params, labels) => watchesPool(params, labels) && params[labels.condition as Side] !== undefined,
  filterKey: poolFilterKey,
  describe: (params) => {
    const { above, below } = params;
    const parts = [above && `is at or above ${words(above)}`, below && `is below ${words(below)}`];
    return `spot price of ${poolFilterWords(params)} ${parts.filter(Boolean).join(', or ')}`;
  },
  whyEnded: whyMeasureEnded,
} satisfies RuleKind<Params, 'pools'>;

function evaluate(params: Params, reading: PoolReading, now: number, atRest = false): Finding[] {
  const unknownLook = judgePrices(reading, now);
  if (atRest && unknownLook !== undefined) return [];
  const pools = reading.pools.filter(ofPools(params, reading.region));
  return (['above', 'below'] as const).flatMap((side) => {
    const asked = params[side];
    if (asked === undefined) return [];
    return pools.flatMap((pool): Finding[] => {
      const { value, limit: most } = measured(asked, pool, reading, now);
      const verdict = unknownLook ?? (value === null ? NO_DATA : beyond(side, value, most, CLEAR_SHARE));
      if (atRest && verdict.is !== 'true') return [];
      return [
        {
          verdict,
          labels: () => poolLabels(side, pool, reading.region),
          facts: () => ({
            ...poolFacts(pool, reading),
            measure: asked.percentOfOnDemand === undefined ? 'spot-level' : 'spot-share',
            perAccelerator: asked.usdPerAcceleratorHour !== undefined,
            condition: side,
            value,
            limit: most,
            whole: reading.onDemand?.get(pool.type) ?? null,
          }),
        },
      ];
    });
  });
}

/** The price in the unit of the limit; null where the price, the list price or the number of accelerators is not known. */
function measured(asked: Limit, pool: PricedPool, { onDemand }: PoolReading, now: number) {
  const price = priceNow(pool, now);
  const { usdPerHour, usdPerAcceleratorHour, percentOfOnDemand } = asked;
  if (percentOfOnDemand !== undefined) {
    const list = onDemand?.get(pool.type);
    const value = price === null || list === undefined || list <= 0 ? null : price / list;
    return { value, limit: percentOfOnDemand / 100 };
  }
  const most = parseUsd(usdPerHour ?? usdPerAcceleratorHour ?? '')?.micro ?? 0;
  if (usdPerHour !== undefined) return { value: price, limit: most };
  return { value: price === null || pool.chip === null ? null : price / pool.chip.count, limit: most };
}

function words({ usdPerHour, usdPerAcceleratorHour, percentOfOnDemand }: Limit): string {
  if (percentOfOnDemand !== undefined) return `${percentOfOnDemand} % of on-demand`;
  const price = `$${formatUsd(parseUsd(usdPerHour ?? usdPerAcceleratorHour ?? '')?.micro ?? 0, 2)}`;
  return usdPerHour === undefined ? `${price} per accelerator-hour` : `${price}/h`;
}
