import { BUYS } from '#lib/compare/ways.ts';
import { dated, instant, type Json, listOf, object, orNull, outcome, tableRoute, text } from './schema.ts';

const usd: Json = { type: ['string', 'null'], description: 'US dollars per hour' };

const way = object({
  type: text,
  accelerator: text,
  buy: { enum: BUYS },
  region: { ...orNull(text), description: 'where it is cheapest' },
  zoneId: orNull(text),
  terms: { ...orNull(text), description: 'which plan, or which block' },
  perHourUsd: { ...usd, description: 'for one instance' },
  perAcceleratorHourUsd: usd,
  perPflopHourUsd: { ...usd, description: 'for 1 PFLOPS of dense BF16' },
  perGibHourUsd: { ...usd, description: 'for 1 GiB of accelerator memory' },
  outcome,
  seenAt: orNull(instant),
  source: text,
});

const step = object({
  at: instant,
  ofUsd: { ...usd, description: 'the cheapest of one side in the unit; null where nobody knows' },
  perUsd: { ...usd, description: 'the cheapest of the other in the unit' },
  ratio: { type: ['number', 'null'] },
});

export const comparePaths: Json = {
  '/compare': tableRoute(
    'Every way to buy types, each where it is cheapest',
    ['type', 'region', 'format'],
    dated(way),
  ),
  '/compare/ratio': tableRoute(
    'What one type costs in terms of another, by the accelerator-hour or another unit',
    ['of', 'per', 'buy', 'unit', 'region', 'from', 'to', 'format'],
    object({
      median: { type: ['number', 'null'], description: 'half of the known time it was at or below' },
      knownShare: { type: 'number', description: 'share of the time for which both sides are known' },
      rows: listOf(step),
    }),
  ),
};
