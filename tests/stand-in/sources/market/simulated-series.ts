import type { SpotSeries } from '../market-source.ts';
import type { Pool, Span } from './on-sale.ts';
import type { PriceWalk } from './walk.ts';

const DAY = 86_400;

/** In place of a price: from here on the pool has none. */
const CLOSED = -1;

/** `0.898000`: six decimals on the wire, four of them real; nothing where there is no price. */
function dollars(ticks: number): string {
  if (ticks === CLOSED) return '';
  const whole = Math.floor(ticks / 10_000);
  const rest = ticks - whole * 10_000;
  return `${whole}.${String(rest).padStart(4, '0')}00`;
}

/** Linux prices of one pool: a record per change, and one each 24 hours while nothing changes; none while the pool is away. */
export class SimulatedSeries implements SpotSeries {
  readonly region: string;
  readonly type: string;
  readonly product = 'Linux/UNIX';
  readonly zoneId: string;
  readonly keptFrom: number;
  times = new Float64Array(512);
  length = 0;
  ticks = new Int32Array(512);
  readonly #walk: PriceWalk;
  #lastAt: number;
  #lastTicks: number;
  /** Still to come, or under way while `#closed`. */
  #absent: readonly Span[];
  #closed: boolean;

  constructor(pool: Pool, walk: PriceWalk, keptFrom: number) {
    this.region = pool.region;
    this.type = pool.entry.type;
    this.zoneId = pool.zoneId;
    this.#walk = walk;
    this.keptFrom = keptFrom;
    this.#lastAt = walk.at;
    this.#lastTicks = walk.ticks;
    this.#absent = pool.absent.filter((span) => span.to > walk.at);
    this.#closed = (this.#absent[0]?.from ?? Number.POSITIVE_INFINITY) <= walk.at;
    if (!this.#closed) this.#record(walk.at, walk.ticks);
  }

  /** Makes the records up to this instant; what is there already stays as it is. */
  extendTo(seconds: number): void {
    while (this.#walk.at <= seconds) {
      this.#walk.advance();
      const { at, ticks } = this.#walk;
      this.#passTo(at);
      if (this.#closed) this.#lastTicks = ticks;
      else if (ticks !== this.#lastTicks) this.#record(at, ticks);
    }
  }

  /** What happens between two looks at the price: repeats, and the pool's going and coming. */
  #passTo(at: number): void {
    for (let span = this.#absent[0]; span !== undefined; span = this.#absent[0]) {
      const turn = this.#closed ? span.to : span.from;
      if (turn > at) break;
      const price = this.#lastTicks;
      if (!this.#closed) this.#repeatUntil(turn);
      this.#record(turn, this.#closed ? price : CLOSED);
      this.#lastTicks = price;
      if (this.#closed) this.#absent = this.#absent.slice(1);
      this.#closed = !this.#closed;
    }
    if (!this.#closed) this.#repeatUntil(at);
  }

  #repeatUntil(at: number): void {
    while (this.#lastAt + DAY < at) this.#record(this.#lastAt + DAY, this.#lastTicks);
  }

  priceAt(index: number): string {
    return dollars(this.ticks[index] ?? 0);
  }

  #record(at: number, ticks: number): void {
    this.#lastAt = at;
    this.#lastTicks = ticks;
    if (at < this.keptFrom) return;
    if (this.length === this.times.length) {
      const times = new Float64Array(this.length * 2);
      times.set(this.times);
      this.times = times;
      const grown = new Int32Array(this.length * 2);
      grown.set(this.ticks);
      this.ticks = grown;
    }
    this.times[this.length] = at;
    this.ticks[this.length] = ticks;
    this.length += 1;
  }
}

/** Another operating system of the same pool: Linux plus a constant, at the same times or at its own. */
export class SurchargedSeries implements SpotSeries {
  readonly product: string;
  readonly #linux: SimulatedSeries;
  readonly #extraTicks: number;
  readonly #delay: number;
  #shifted = new Float64Array(0);

  constructor(linux: SimulatedSeries, product: string, extraUsd: number, delaySeconds: number) {
    this.#linux = linux;
    this.product = product;
    this.#extraTicks = Math.round(extraUsd * 10_000);
    this.#delay = delaySeconds;
  }

  get region(): string {
    return this.#linux.region;
  }

  get type(): string {
    return this.#linux.type;
  }

  get zoneId(): string {
    return this.#linux.zoneId;
  }

  get length(): number {
    return this.#linux.length;
  }

  get times(): Float64Array {
    if (this.#delay === 0) return this.#linux.times;
    if (this.#shifted.length !== this.length) {
      this.#shifted = this.#linux.times.slice(0, this.length).map((at) => at + this.#delay);
    }
    return this.#shifted;
  }

  priceAt(index: number): string {
    return dollars((this.#linux.ticks[index] ?? 0) + this.#extraTicks);
  }
}
