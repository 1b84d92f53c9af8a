/** What a price may be during a time, in ticks of 0.0001 dollars. */
export interface Range {
  /** On-demand, unrounded. */
  readonly ceiling: number;
  readonly cap: number;
  readonly floor: number;
  /** Epoch seconds at which another range begins. */
  readonly until: number;
}

/** A list price in dollars from an instant on. */
export interface PricedFrom {
  readonly from: number;
  readonly usd: number;
}

/** A price at a bound follows it in steps it may take: less than 2.5 % an update and 10 % a day. */
const GLIDE_STEP = 0.018;
const GLIDE_SECONDS = 8 * 3600;

const capOf = (usd: number): number => Math.floor(usd * 10_000 + 1e-6);
const floorOf = (usd: number): number => Math.ceil(usd * 1000 - 1e-6);

function rangeOf(capUsd: number, floorUsd: number, usd: number, until: number): Range {
  return { ceiling: usd * 10_000, cap: capOf(capUsd), floor: floorOf(floorUsd), until };
}

/**
 * The glide that ends one update before `next` takes over. Spot is never above on-demand and never below a tenth of
 * it, so a cut is seen coming at the cap, and a raise at the floor.
 */
function glide(usd: number, next: PricedFrom): Range[] {
  const count = Math.ceil(Math.abs(Math.log(next.usd / usd)) / GLIDE_STEP);
  const ranges: Range[] = [];
  for (let step = 1; step <= count; step += 1) {
    const toward = usd * (next.usd / usd) ** (step / count);
    const until = next.from - (count - step) * GLIDE_SECONDS;
    ranges.push(rangeOf(Math.min(usd, toward), Math.max(usd, toward), usd, until));
  }
  return ranges;
}

/** The bounds of one pool over time. */
export class Bounds {
  readonly #ranges: readonly Range[];

  /** @param prices oldest first, at least one, further apart than a glide is long */
  constructor(prices: readonly PricedFrom[]) {
    const ranges: Range[] = [];
    for (const [index, { usd }] of prices.entries()) {
      const next = prices[index + 1];
      const toNext = next === undefined ? [] : glide(usd, next);
      const until = next === undefined ? Number.POSITIVE_INFINITY : next.from - toNext.length * GLIDE_SECONDS;
      ranges.push(rangeOf(usd, usd, usd, until), ...toNext);
    }
    this.#ranges = ranges;
  }

  at(seconds: number): Range {
    const range = this.#ranges.find(({ until }) => seconds < until);
    if (range === undefined) throw new Error('a pool has no list price to be measured against');
    return range;
  }
}
