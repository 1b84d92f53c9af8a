import type { Observed } from '#db/queries/observe.ts';
import type { SeenOffer } from '#lib/capacity/episodes.ts';
import { MINUTE } from '#lib/domain/time.ts';

/** Decimals of a price that was divided: a micro-dollar, the finest there is. */
const DERIVED_SCALE = 6;

export type About = { region: string; item: string; qualifier: string };

/** What a complete answer says of the series of its question: cheapest price, earliest start, number of offers. */
export function seriesOf(
  about: About,
  offers: readonly SeenOffer[],
  outcome: 'value' | 'none' | 'not_sold',
  at: number,
): Observed[] {
  const prices = offers.flatMap((offer) => offer.perAcceleratorHour ?? []);
  const earliest = Math.min(...offers.map((offer) => offer.startAt));
  const absent = outcome === 'not_sold' ? outcome : 'none';
  const price: Observed[] =
    outcome === 'value' && prices.length === 0
      ? // Offers of a type whose accelerators nobody has described: there is a price, and it cannot be told.
        [{ ...identity('block-price', about), unit: 'microusd/acc-h', outcome: 'failed' }]
      : [series('block-price', 'microusd/acc-h', about, Math.min(...prices), absent, DERIVED_SCALE)];
  return [
    ...price,
    series('block-lead', 'min', about, Math.max(0, Math.round((earliest - at) / MINUTE)), absent),
    outcome === 'not_sold'
      ? { ...identity('block-offers', about), unit: 'offers', outcome }
      : { ...identity('block-offers', about), unit: 'offers', outcome: 'value', value: offers.length },
  ];
}

/** The largest count that could be had; 0: not even one. */
export function largestSeries(about: About, found: number | 'not_sold'): Observed {
  const unit = 'instances';
  if (found === 'not_sold') return { ...identity('block-max-count', about), unit, outcome: found };
  return series('block-max-count', unit, about, found === 0 ? Number.POSITIVE_INFINITY : found, 'none');
}

/** A value, or none where the smallest of nothing is endless. */
function series(
  kind: string,
  unit: string,
  about: About,
  value: number,
  absent: 'none' | 'not_sold',
  scale = 0,
): Observed {
  return Number.isFinite(value)
    ? { ...identity(kind, about), unit, outcome: 'value', value, scale }
    : { ...identity(kind, about), unit, outcome: absent };
}

function identity(kind: string, { region, item, qualifier }: About) {
  return { kind, region, zoneId: '', instanceType: item, qualifier };
}
