import { randomFrom } from '../../hash.ts';
import type { PoolProfile } from './profile.ts';

/** The first instant of every simulated market. */
export const EPOCH_SECONDS = Date.UTC(2023, 0, 1) / 1000;

const DAY = 86_400;
const STEP_LIMIT = 0.025;
const DAY_LIMIT = 0.1;
const MOMENTUM = 0.75;
const LEAVES_BOUND = 0.08;

/** Step sizes by uniform draw: log-normal, median 0.2 %, 90th percentile 0.7 %, cut at 2.5 % (section 3, era D). */
const STEPS = Float64Array.from({ length: 1024 }, (_, index) => {
  const level = (index + 0.5) / 1024;
  // Tukey's lambda approximation of the normal quantile.
  const normal = (level ** 0.135 - (1 - level) ** 0.135) / 0.1975;
  return Math.min(STEP_LIMIT, 0.002 * Math.exp(0.98 * normal));
});

/** One pool's price in ticks of 0.0001 dollars, update by update, always the same from the same seed. */
export class PriceWalk {
  at: number;
  ticks: number;
  readonly #floor: number;
  readonly #cap: number;
  readonly #mean: number;
  readonly #shock: PoolProfile['shock'];
  readonly #random: () => number;
  #rising: boolean;
  /** The last eight changes, for the limit of a day. */
  readonly #ringAt = new Float64Array(8);
  readonly #ringTicks = new Float64Array(8);
  #ringNext = 0;

  constructor(seed: number, ceilingUsd: number, profile: PoolProfile) {
    this.#random = randomFrom(seed);
    this.#cap = Math.floor(ceilingUsd * 10_000 + 1e-6);
    this.#floor = Math.ceil(ceilingUsd * 1000 - 1e-6);
    this.#mean = Math.max(1, profile.meanRatio * ceilingUsd * 10_000);
    this.#shock = profile.shock;
    this.#rising = this.#random() < 0.5;
    this.at = EPOCH_SECONDS + Math.floor(this.#random() * 6.1 * 3600);
    this.ticks = this.#bounded(Math.round(this.#mean * (0.9 + 0.2 * this.#random())));
    this.#ringTicks.fill(this.ticks);
    this.#ringAt.fill(this.at);
  }

  /** Goes on to the pool's next look at its price, 4.7 to 7.5 hours later; the price may stay. */
  advance(): void {
    this.at += Math.floor(16_920 + 10_080 * this.#random());
    const before = this.ticks;
    const draw = this.#random();
    const size = this.#random();
    const push = this.#push();
    if (push !== 0) this.#step(before, push);
    else if ((before <= this.#floor || before >= this.#cap) && draw > LEAVES_BOUND) return;
    else this.#step(before, this.#direction(draw) * (STEPS[(size * 1024) | 0] ?? 0));
    if (this.ticks === before) return;
    this.#rising = this.ticks > before;
    this.#ringAt[this.#ringNext] = this.at;
    this.#ringTicks[this.#ringNext] = this.ticks;
    this.#ringNext = (this.#ringNext + 1) & 7;
  }

  /** A day of full steps up, and two days later one of full steps back; 0 when the market is left to itself. */
  #push(): number {
    if (this.#shock === undefined) return 0;
    const { everyDays, phase } = this.#shock;
    const day = (Math.floor(this.at / DAY) + phase) % everyDays;
    if (day === 0) return STEP_LIMIT;
    return day === 3 && this.ticks > this.#mean ? -STEP_LIMIT : 0;
  }

  #direction(draw: number): 1 | -1 {
    if (this.ticks <= this.#floor) return 1;
    if (this.ticks >= this.#cap) return -1;
    const pull = 0.6 * Math.log(this.#mean / this.ticks);
    const up = (this.#rising ? MOMENTUM : 1 - MOMENTUM) + Math.max(-0.4, Math.min(0.4, pull));
    return draw < up ? 1 : -1;
  }

  #step(before: number, share: number): void {
    const wanted = before * (1 + share);
    // Towards the old price, so that rounding never breaks the step limit; but one tick at least, where it fits.
    const rounded = share > 0 ? Math.floor(wanted) : Math.ceil(wanted);
    const moved = rounded === before && before * STEP_LIMIT >= 1 ? before + Math.sign(share) : rounded;
    const dayAgo = this.#ticksAt(this.at - DAY);
    const low = Math.ceil(dayAgo * (1 - DAY_LIMIT));
    const high = Math.floor(dayAgo * (1 + DAY_LIMIT));
    this.ticks = this.#bounded(Math.min(Math.max(moved, low), high));
  }

  /** The price in force at an instant of the last day. */
  #ticksAt(seconds: number): number {
    let best = -1;
    let ticks = this.ticks;
    let oldest = Number.POSITIVE_INFINITY;
    let oldestTicks = this.ticks;
    for (let slot = 0; slot < 8; slot += 1) {
      const at = this.#ringAt[slot] ?? 0;
      if (at <= seconds && at > best) {
        best = at;
        ticks = this.#ringTicks[slot] ?? ticks;
      }
      if (at < oldest) {
        oldest = at;
        oldestTicks = this.#ringTicks[slot] ?? oldestTicks;
      }
    }
    return best < 0 ? oldestTicks : ticks;
  }

  #bounded(ticks: number): number {
    return Math.min(this.#cap, Math.max(this.#floor, ticks));
  }
}
