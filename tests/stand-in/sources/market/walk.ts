import { randomFrom } from '../../hash.ts';
import type { Bounds, Range } from './bounds.ts';
import { normal } from './normal.ts';
import type { PoolProfile } from './profile.ts';
import { EPOCH_SECONDS } from './situation.ts';
import type { PoolTides } from './tides.ts';

const DAY = 86_400;
const STEP_LIMIT = 0.025;
const DAY_LIMIT = 0.1;
/** Seconds between two looks of a pool at its price: 4.4 to 7.5 hours, evenly. */
const CLOCK = { least: 15_840, span: 11_160 } as const;
/** One look in 16 leaves the price as it is: 0.85 to 0.94 of the gaps of seven hours show a change, not all. */
const QUIET = 1 / 16;
/** How much of a pool's own tendency is left after one look: half after three days. */
const KEEPS = 0.948;
const RENEWS = Math.sqrt(1 - KEEPS * KEEPS);
/** How much of a step is tendency, and how much the moment's chance. */
const TENDENCY = 0.9;
const CHANCE = Math.sqrt(1 - TENDENCY * TENDENCY);
/** Towards the mean: a pool 10 % off it is pushed as hard as its usual tendency goes. */
const PULL = 9;
const STRONGEST_PULL = 1.2;
const LEAVES_CAP = 0.018;

/**
 * Most steps are in proportion to what drives them, a few are far larger: body and tail of section 3. Prices rise in
 * many small steps and fall in fewer, larger ones.
 */
const sizes = (scale: number, tail: number): Float64Array =>
  Float64Array.from(
    { length: 1024 },
    (_, index) => scale * (0.085 + index / 128 + tail * (index / 128) ** 5),
  );
const RISES = sizes(0.00225, 0.055);
const FALLS = sizes(0.0035, 0.11);
const UPWARDS = 0.18;

/** One pool's price in ticks of 0.0001 dollars, update by update, always the same from the same seed. */
export class PriceWalk {
  at: number;
  ticks: number;
  readonly #bounds: Bounds;
  #range: Range;
  readonly #profile: PoolProfile;
  readonly #tides: PoolTides;
  readonly #random: () => number;
  #own: number;
  /** The last eight changes, for the limit of a day. */
  readonly #ringAt = new Float64Array(8);
  readonly #ringTicks = new Float64Array(8);
  #ringNext = 1;
  #dayAgo = 0;

  constructor(seed: number, bounds: Bounds, profile: PoolProfile, tides: PoolTides) {
    this.#random = randomFrom(seed);
    this.#bounds = bounds;
    this.#profile = profile;
    this.#tides = tides;
    const { launchedAt } = profile;
    this.at = launchedAt ?? EPOCH_SECONDS + Math.floor(this.#random() * 6.1 * 3600);
    this.#range = bounds.at(this.at);
    this.#own = normal(this.#random());
    const startsAt = launchedAt === undefined ? this.#mean() * (0.95 + 0.1 * this.#random()) : 0;
    this.ticks = this.#bounded(Math.round(startsAt));
    this.#ringTicks[0] = this.ticks;
    this.#ringAt[0] = this.at;
  }

  /** Goes on to the pool's next look at its price; the price may stay. */
  advance(): void {
    const draw = this.#random() * 4096;
    const moment = draw - Math.floor(draw);
    this.at += Math.floor(CLOCK.least + (CLOCK.span / 4096) * draw);
    if (this.at >= this.#range.until) this.#range = this.#bounds.at(this.at);
    this.#own = KEEPS * this.#own + RENEWS * normal(this.#random());
    const chance = normal(this.#random());
    const before = this.ticks;
    this.#step(before, this.#share(before, moment, chance));
    if (this.ticks === before) return;
    this.#ringAt[this.#ringNext] = this.at;
    this.#ringTicks[this.#ringNext] = this.ticks;
    this.#ringNext = (this.#ringNext + 1) & 7;
  }

  /** The step as a share of the price, before any limit. */
  #share(ticks: number, moment: number, chance: number): number {
    const push = this.#push();
    if (push !== 0) return push;
    const mean = this.#mean();
    const { floor, cap } = this.#range;
    if (ticks <= floor && mean < 1.3 * floor) {
      if (moment > this.#profile.leavesFloor) return 0;
      this.#own = Math.abs(this.#own);
      return 0.0006 + 0.002 * Math.abs(chance);
    }
    if (ticks >= cap && mean > 0.8 * cap) {
      if (moment > LEAVES_CAP) return 0;
      this.#own = -Math.abs(this.#own);
      return -0.001 - 0.003 * Math.abs(chance);
    }
    if (moment < QUIET) return 0;
    const tendency = this.#tides.own * this.#own + this.#tides.sharedAt(this.at);
    const { pressed } = this.#profile;
    const strongest = pressed === undefined || pressed(this.at) === 0 ? STRONGEST_PULL : 3;
    const pull = Math.max(-STRONGEST_PULL, Math.min(strongest, PULL * (mean / ticks - 1)));
    const drive = TENDENCY * tendency + CHANCE * chance + UPWARDS + pull;
    const size = (drive > 0 ? RISES : FALLS)[Math.min(1023, (Math.abs(drive) * 128) | 0)] ?? 0;
    return (drive > 0 ? size : -size) * this.#profile.liveliness;
  }

  /** Ticks the price is drawn back to. */
  #mean(): number {
    const { meanRatio, pressed, launchedAt } = this.#profile;
    const { ceiling } = this.#range;
    if (launchedAt !== undefined) return ceiling * (0.1 + (0.0009 * (this.at - launchedAt)) / DAY);
    if (pressed === undefined) return ceiling * meanRatio;
    return ceiling * (meanRatio + (1.15 - meanRatio) * pressed(this.at));
  }

  /** A day of full steps up, and two days later one of full steps back; 0 when the market is left to itself. */
  #push(): number {
    const { shock } = this.#profile;
    if (shock === undefined) return 0;
    const day = (Math.floor(this.at / DAY) + shock.phase) % shock.everyDays;
    if (day === 0) return STEP_LIMIT;
    return day === 3 && this.ticks > this.#mean() ? -STEP_LIMIT : 0;
  }

  #step(before: number, share: number): void {
    const limited = Math.max(-STEP_LIMIT, Math.min(STEP_LIMIT, share));
    const wanted = before * (1 + limited);
    // Towards the old price, so that rounding never breaks the step limit; but one tick at least, where it fits.
    const rounded = share > 0 ? Math.floor(wanted) : Math.ceil(wanted);
    const moved = rounded === before && before * STEP_LIMIT >= 1 ? before + Math.sign(share) : rounded;
    const dayAgo = this.#ticksAt(this.at - DAY);
    const low = Math.ceil(dayAgo * (1 - DAY_LIMIT));
    const high = Math.floor(dayAgo * (1 + DAY_LIMIT));
    this.ticks = this.#bounded(Math.min(Math.max(moved, low), high));
  }

  /** The price in force at an instant of the last day; instants must not go back. */
  #ticksAt(seconds: number): number {
    let next = (this.#dayAgo + 1) & 7;
    while (next !== this.#ringNext && (this.#ringAt[next] ?? 0) <= seconds) {
      this.#dayAgo = next;
      next = (next + 1) & 7;
    }
    return this.#ringTicks[this.#dayAgo] ?? this.ticks;
  }

  #bounded(ticks: number): number {
    return Math.min(this.#range.cap, Math.max(this.#range.floor, ticks));
  }
}
