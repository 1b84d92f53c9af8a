import type { Outcome } from '#lib/domain/outcome.ts';

export const BUYS = ['spot', 'savings-plan', 'on-demand', 'capacity-block'] as const;
export type Buy = (typeof BUYS)[number];

/** The cheapest offer of one way to buy a type. Money is micro-dollars, times are milliseconds UTC. */
export type Way = {
  type: string;
  buy: Buy;
  /** Where it is cheapest; null where it is nowhere. */
  region: string | null;
  zoneId: string | null;
  /** Which plan, or which block. */
  terms: string | null;
  perInstance: number | null;
  perAccelerator: number | null;
  outcome: Outcome;
  /** When it was last confirmed. */
  seenAt: number | null;
  source: string;
};

/** What a type has, as far as it is known. */
export type Chip = {
  accelerator: string;
  count: number;
  /** Dense BF16, of one accelerator. */
  bf16Tflops: number | null;
  memoryGib: number | null;
};

export const UNITS = ['accelerator', 'pflop', 'gib', 'hour'] as const;
export type CompareUnit = (typeof UNITS)[number];

const TERA_PER_PETA = 1000;

/** A way's price in a unit, micro-dollars an hour; null where the price or what the type has is not known. */
export function priceIn({ perInstance, perAccelerator }: Way, chip: Chip, unit: CompareUnit): number | null {
  if (unit === 'hour') return perInstance;
  const has = unitsOf(chip, unit);
  return perAccelerator === null || has === null ? null : perAccelerator / has;
}

/** How much of a unit one accelerator is; null where that is not known. An instance is several of them. */
export function unitsOf({ count, bf16Tflops, memoryGib }: Chip, unit: CompareUnit): number | null {
  const has = {
    accelerator: 1,
    pflop: bf16Tflops === null ? null : bf16Tflops / TERA_PER_PETA,
    gib: memoryGib,
    hour: count > 0 ? 1 / count : null,
  }[unit];
  return has === null || has <= 0 ? null : has;
}

/** Cheapest first in a unit; what has no price comes last, as it came. */
export function cheapestFirst<T extends { way: Way; chip: Chip }>(
  rows: readonly T[],
  unit: CompareUnit,
): T[] {
  const price = ({ way, chip }: T) => priceIn(way, chip, unit) ?? Number.POSITIVE_INFINITY;
  return rows.toSorted((a, b) => {
    const [one, other] = [price(a), price(b)];
    return one === other ? 0 : one - other;
  });
}
