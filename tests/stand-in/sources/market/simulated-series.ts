import type { SpotSeries } from '../market-source.ts';
import type { PriceWalk } from './walk.ts';

const DAY = 86_400;

/** `0.898000`: six decimals on the wire, four of them real. */
function dollars(ticks: number): string {
  const whole = Math.floor(ticks / 10_000);
  const rest = ticks - whole * 10_000;
  return `${whole}.${String(rest).padStart(4, '0')}00`;
}

/** Linux prices of one pool: a record per change, and one each 24 hours while nothing changes. */
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

  constructor(region: string, type: string, zoneId: string, walk: PriceWalk, keptFrom: number) {
    this.region = region;
    this.type = type;
    this.zoneId = zoneId;
    this.#walk = walk;
    this.keptFrom = keptFrom;
    this.#lastAt = walk.at;
    this.#lastTicks = walk.ticks;
    this.#record(walk.at, walk.ticks);
  }

  /** Makes the records up to this instant; what is there already stays as it is. */
  extendTo(seconds: number): void {
    while (this.#walk.at <= seconds) {
      this.#walk.advance();
      while (this.#lastAt + DAY < this.#walk.at) this.#record(this.#lastAt + DAY, this.#lastTicks);
      if (this.#walk.ticks !== this.#lastTicks) this.#record(this.#walk.at, this.#walk.ticks);
    }
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
