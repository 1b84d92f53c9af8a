import type { PoolState, TypeFacts } from '#db/queries/board.ts';
import { DESCRIBED } from '#lib/catalogue/described.ts';
import { median } from '#lib/series/stats.ts';

/** One accelerator on the tape: the median price of one of them for an hour, over every pool that has a price. */
export type TapeEntry = {
  accelerator: string;
  /** Micro-dollars per accelerator-hour. */
  median: number;
  pools: number;
  /** Against 24 hours before, over the pools that had a price at both instants; null when none had. */
  change24h: number | null;
};

const ORDER = [...new Set([...DESCRIBED.values()].map((type) => type.accelerator))];

/** Accelerators in the order of the desk, newest and largest first; those without a price are left out. */
export function buildTape(
  types: readonly TypeFacts[],
  pools: readonly PoolState[],
  before: ReadonlyMap<number, number>,
): TapeEntry[] {
  const byName = new Map(types.map((type) => [type.name, type]));
  const groups = new Map<string, { now: number; earlier: number | undefined }[]>();
  for (const pool of pools) {
    const type = byName.get(pool.type);
    if (pool.value === null || type === undefined || type.acceleratorCount <= 0) continue;
    const earlier = before.get(pool.id);
    const price = {
      now: pool.value / type.acceleratorCount,
      earlier: earlier === undefined ? undefined : earlier / type.acceleratorCount,
    };
    const group = groups.get(type.accelerator);
    if (group === undefined) groups.set(type.accelerator, [price]);
    else group.push(price);
  }
  return [...groups]
    .map(([accelerator, prices]) => entry(accelerator, prices))
    .sort((a, b) => rank(a) - rank(b));
}

function entry(
  accelerator: string,
  prices: readonly { now: number; earlier: number | undefined }[],
): TapeEntry {
  const both = prices.filter((price) => price.earlier !== undefined);
  const now = median(both.map((price) => price.now));
  const then = median(both.map((price) => price.earlier ?? 0));
  return {
    accelerator,
    median: median(prices.map((price) => price.now)) ?? 0,
    pools: prices.length,
    change24h: now === undefined || then === undefined || then === 0 ? null : now / then - 1,
  };
}

function rank(entry: TapeEntry): number {
  const index = ORDER.indexOf(entry.accelerator);
  return index < 0 ? -1 : index;
}
