import { hash32, randomFrom } from '../../hash.ts';
import { normal } from './normal.ts';
import { EPOCH_SECONDS } from './situation.ts';

const DAY = 86_400;
/** What is left of a tendency after a day; the walk's own keeps as much over a day's four looks. */
const KEEPS = 0.8;
const RENEWS = Math.sqrt(1 - KEEPS * KEEPS);

/**
 * Shares of the variance of a pool's tendency: what all zones of a type and region go through together, what all sizes
 * of a family in a zone do, and what everything does. From the correlations of section 5, which chance waters down.
 */
const SHARED = { typeInRegion: 0.27, familyInZone: 0.16, everywhere: 0.045 } as const;
const OWN = Math.sqrt(1 - SHARED.typeInRegion - SHARED.familyInZone - SHARED.everywhere);

/** One shared tendency, a value a day from the epoch on, made as far as it is asked for. */
class Tide {
  readonly #random: () => number;
  #days = new Float32Array(1500);
  #made = 0;
  #last: number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
    this.#last = normal(this.#random());
  }

  on(day: number): number {
    while (this.#made <= day) this.#grow();
    return this.#days[day] ?? 0;
  }

  #grow(): void {
    if (this.#made === this.#days.length) {
      const days = new Float32Array(this.#made * 2);
      days.set(this.#days);
      this.#days = days;
    }
    this.#last = KEEPS * this.#last + RENEWS * normal(this.#random());
    this.#days[this.#made] = this.#last;
    this.#made += 1;
  }
}

/** What one pool shares with others; remembers the day it was last asked for. */
export class PoolTides {
  /** The weight of what it shares with nobody. */
  readonly own = OWN;
  readonly #tides: readonly (readonly [number, Tide])[];
  #day = -1;
  #shared = 0;

  constructor(tides: readonly (readonly [number, Tide])[]) {
    this.#tides = tides;
  }

  sharedAt(seconds: number): number {
    const day = Math.max(0, Math.floor((seconds - EPOCH_SECONDS) / DAY));
    if (day === this.#day) return this.#shared;
    this.#day = day;
    this.#shared = 0;
    for (const [weight, tide] of this.#tides) this.#shared += weight * tide.on(day);
    return this.#shared;
  }
}

/** The shared tendencies of one market. */
export class Tides {
  readonly #seed: number;
  readonly #known = new Map<string, Tide>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  of(type: string, region: string, zoneId: string): PoolTides {
    const family = type.slice(0, type.indexOf('.'));
    return new PoolTides([
      [Math.sqrt(SHARED.typeInRegion), this.#tide(`${type} ${region}`)],
      [Math.sqrt(SHARED.familyInZone), this.#tide(`${family} ${zoneId}`)],
      [Math.sqrt(SHARED.everywhere), this.#tide('everywhere')],
    ]);
  }

  #tide(key: string): Tide {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const tide = new Tide(hash32(`tide ${this.#seed} ${key}`));
    this.#known.set(key, tide);
    return tide;
  }
}
