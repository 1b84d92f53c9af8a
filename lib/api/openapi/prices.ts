import {
  dated,
  fraction,
  instant,
  type Json,
  listOf,
  object,
  orNull,
  outcome,
  tableRoute,
  text,
  usd,
} from './schema.ts';

const latestRow = object({
  type: text,
  region: text,
  zoneId: { ...orNull(text), description: 'null: the region has no pool of this type; the outcome says why' },
  product: text,
  priceUsd: orNull(usd),
  effectiveAt: orNull(instant),
  confirmedAt: orNull(instant),
  perAcceleratorUsd: orNull(usd),
  onDemandUsd: orNull(usd),
  shareOfOnDemand: fraction,
  change24h: fraction,
  change7d: fraction,
  change30d: fraction,
  outcome,
});

const onDemandRow = object({
  type: text,
  region: text,
  priceUsd: orNull(usd),
  effectiveAt: orNull(instant),
  confirmedAt: orNull(instant),
  perAcceleratorUsd: orNull(usd),
  outcome,
});

const historySeries = object({
  type: text,
  region: text,
  zoneId: text,
  product: text,
  points: listOf(object({ at: instant, priceUsd: usd })),
  gaps: listOf(object({ from: instant, to: instant, outcome })),
});

export const pricePaths: Json = {
  '/prices/latest': tableRoute(
    'The newest spot price of every pool. When a type is named (and no zone), a row with zoneId null follows for each watched region without a pool of it; without a type the answer is pools only',
    ['type', 'region', 'zone', 'product', 'format'],
    dated(latestRow),
  ),
  '/prices/history': tableRoute(
    'Spot prices over time; the first point is the price in force at the start',
    ['type', 'region', 'zone', 'product', 'from', 'to', 'buckets', 'format'],
    object({ series: listOf(historySeries) }),
  ),
  '/on-demand': tableRoute('On-demand prices, Linux', ['type', 'region', 'format'], dated(onDemandRow)),
};
