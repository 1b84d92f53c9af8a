/**
 * The figures of facts/market-behaviour.md, taken of any market the way they were taken of the real one: era rows from
 * four looks a day, the update clock from the records themselves. Steps and moves are shares of the old price.
 */

const HOUR = 3600;
const DAY = 86_400;
/** When the recording looked: 00:55, 07:13, 14:13 and 21:13. */
const LOOKS = [3300, 25_980, 51_180, 76_380] as const;

export interface PoolPrices {
  readonly type: string;
  readonly region: string;
  readonly zoneId: string;
  /** Record times in epoch seconds, ascending, and the price from each on; NaN where there is none. */
  readonly times: ArrayLike<number>;
  readonly prices: ArrayLike<number>;
  /** On-demand, or what stands for it, at an instant. */
  readonly ceilingAt: (seconds: number) => number;
}

/** One pool as the looks saw it. */
export interface LookedAt {
  readonly pool: PoolPrices;
  readonly family: string;
  readonly group: string;
  /** By look. */
  readonly prices: Float64Array;
  /** Spot over on-demand, by look. */
  readonly shares: Float64Array;
  /** Log moves from one first look of a day to the next. */
  readonly daily: Float64Array;
}

export function lookInstants(from: number, to: number): number[] {
  const first = Math.ceil(from / DAY) * DAY;
  const days = Math.floor((to - first) / DAY);
  return Array.from({ length: days * 4 }, (_, look) => first + (look >> 2) * DAY + (LOOKS[look & 3] ?? 0));
}

function groupOf(family: string): string {
  if (family === 'g4ad') return 'G4ad';
  if (family.startsWith('trn')) return 'Trainium';
  if (family.startsWith('inf')) return 'Inferentia';
  return /^p\d/.test(family) ? 'P' : /^gr?\d/.test(family) ? 'G' : 'other';
}

export function lookAt(pool: PoolPrices, looks: readonly number[]): LookedAt {
  const prices = new Float64Array(looks.length).fill(Number.NaN);
  let record = -1;
  for (const [look, instant] of looks.entries()) {
    while ((pool.times[record + 1] ?? Number.POSITIVE_INFINITY) <= instant) record += 1;
    if (record >= 0) prices[look] = pool.prices[record] ?? Number.NaN;
  }
  const daily = new Float64Array((looks.length >> 2) - 1);
  for (let day = 0; day < daily.length; day += 1) {
    daily[day] = Math.log((prices[4 * day + 4] ?? 0) / (prices[4 * day] ?? 0));
  }
  const family = pool.type.slice(0, pool.type.indexOf('.'));
  const shares = prices.map((price, look) => price / pool.ceilingAt(looks[look] ?? 0));
  return { pool, family, group: groupOf(family), prices, shares, daily };
}

/** Quantiles of the numbers among the values. */
export function quantiles(values: Iterable<number>, levels: readonly number[]): number[] {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  return levels.map((level) => sorted[Math.round(level * (sorted.length - 1))] ?? Number.NaN);
}

type Place = 'floor' | 'cap' | 'between';

/** A bound is a whole number of ten thousandths of a dollar, rounded into the range. */
function placeOf(price: number, ceiling: number): Place {
  if (price <= Math.ceil(ceiling * 1000 - 1e-6) / 10_000 + 1e-9) return 'floor';
  return price >= Math.floor(ceiling * 10_000 + 1e-6) / 10_000 - 1e-9 ? 'cap' : 'between';
}

// After the looks of 07:13 and 14:13 come seven hours, after that of 21:13 less than four.
const STARTS = { 4: [3], 7: [1, 2] } as const;

/** Of each look with prices on both sides and the old one at that place: whether it had changed at the next look. */
function* changesFrom(
  { prices, shares }: LookedAt,
  place: Place,
  starts: readonly number[],
): Generator<boolean> {
  for (let look = 0; look + 1 < prices.length; look += 1) {
    const [price, next] = [prices[look] ?? Number.NaN, prices[look + 1] ?? Number.NaN];
    if (!starts.includes(look & 3) || Number.isNaN(price) || Number.isNaN(next)) continue;
    if (placeOf(price, price / (shares[look] ?? 1)) === place) yield price !== next;
  }
}

/** How often a price at that place is another one after a gap of that many hours. */
export function changeShare(pools: readonly LookedAt[], place: Place, hours: 4 | 7): number {
  let seen = 0;
  let changed = 0;
  for (const pool of pools) {
    for (const hasChanged of changesFrom(pool, place, STARTS[hours])) {
      seen += 1;
      if (hasChanged) changed += 1;
    }
  }
  return changed / seen;
}

/** The signed steps between looks at which the price moved, in percent of the old price. */
export function stepsOf({ prices }: LookedAt): number[] {
  const steps: number[] = [];
  for (let look = 1; look < prices.length; look += 1) {
    const step = 100 * ((prices[look] ?? 0) / (prices[look - 1] ?? 0) - 1);
    if (step !== 0 && !Number.isNaN(step)) steps.push(step);
  }
  return steps;
}

/** The share of steps with the sign of the one before. */
export function momentum(steps: readonly (readonly number[])[]): number {
  let pairs = 0;
  let same = 0;
  for (const own of steps) {
    for (let index = 1; index < own.length; index += 1) {
      pairs += 1;
      if ((own[index] ?? 0) > 0 === (own[index - 1] ?? 0) > 0) same += 1;
    }
  }
  return same / pairs;
}

/** NaN where fewer than 20 pairs, or one that never moves. */
export function correlation(one: ArrayLike<number>, two: ArrayLike<number>): number {
  let [count, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  for (let index = 0; index < one.length && index < two.length; index += 1) {
    const a = one[index] ?? Number.NaN;
    const b = two[index] ?? Number.NaN;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    count += 1;
    sumA += a;
    sumB += b;
    sumAA += a * a;
    sumBB += b * b;
    sumAB += a * b;
  }
  if (count < 20) return Number.NaN;
  const spread = Math.sqrt((sumAA - (sumA * sumA) / count) * (sumBB - (sumB * sumB) / count));
  return spread < 1e-12 ? Number.NaN : (sumAB - (sumA * sumB) / count) / spread;
}

/** Of every pair of pools that `alike` takes, out of each group of `keyOf`; at most `most` pairs, evenly spread. */
export function pairCorrelations(
  pools: readonly LookedAt[],
  keyOf: (pool: LookedAt) => string,
  alike: (one: LookedAt, two: LookedAt) => boolean,
  most: number,
): number[] {
  const groups = new Map<string, LookedAt[]>();
  for (const pool of pools) {
    const key = keyOf(pool);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pool]);
    else group.push(pool);
  }
  const pairs: (readonly [LookedAt, LookedAt])[] = [];
  for (const group of groups.values()) {
    for (const [index, one] of group.entries()) {
      for (const two of group.slice(index + 1)) if (alike(one, two)) pairs.push([one, two]);
    }
  }
  const stride = Math.max(1, Math.floor(pairs.length / most));
  return pairs
    .filter((_, index) => index % stride === 0)
    .map(([one, two]) => correlation(one.daily, two.daily));
}

/** Dearest zone over cheapest, per type, region and day; only where there are two zones. */
export function zoneSpreads(pools: readonly LookedAt[]): number[] {
  const groups = new Map<string, LookedAt[]>();
  for (const pool of pools) {
    const key = `${pool.pool.type} ${pool.pool.region}`;
    groups.set(key, [...(groups.get(key) ?? []), pool]);
  }
  const spreads: number[] = [];
  for (const group of groups.values()) {
    for (let look = 0; look < (group[0]?.prices.length ?? 0); look += 4) {
      const prices = group
        .map((pool) => pool.prices[look] ?? Number.NaN)
        .filter((price) => !Number.isNaN(price));
      if (prices.length > 1) spreads.push(Math.max(...prices) / Math.min(...prices));
    }
  }
  return spreads;
}

/** Hours between the changes of one pool, from its records; a repeat is no change. */
export function changeGaps({ times, prices }: PoolPrices): number[] {
  const gaps: number[] = [];
  let changedAt = Number.NaN;
  for (let record = 1; record < times.length; record += 1) {
    if (prices[record] === prices[record - 1]) continue;
    const at = times[record] ?? 0;
    if (!Number.isNaN(changedAt)) gaps.push((at - changedAt) / HOUR);
    changedAt = at;
  }
  return gaps;
}

/** Percent: how far a day's move strays from the mean of its pool. */
export function dailyVolatility({ daily }: LookedAt): number {
  const moves = daily.filter((move) => !Number.isNaN(move));
  const mean = moves.reduce((sum, move) => sum + move, 0) / moves.length;
  return 100 * Math.sqrt(moves.reduce((sum, move) => sum + (move - mean) ** 2, 0) / moves.length);
}
