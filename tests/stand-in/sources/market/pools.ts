import { hash32 } from '../../hash.ts';
import type { SpotSelection, SpotSeries } from '../market-source.ts';
import { Bounds } from './bounds.ts';
import type { ListPrices } from './list-prices.ts';
import type { Pool } from './on-sale.ts';
import { type PoolProfile, profileOf, ranksOf } from './profile.ts';
import { SimulatedSeries, SurchargedSeries } from './simulated-series.ts';
import { type Situation, strength } from './situation.ts';
import { Tides } from './tides.ts';
import { PriceWalk } from './walk.ts';

const DAY = 86_400;
/** A little more than DescribeSpotPriceHistory shows, so that the price in force at its start is there too. */
const KEPT = 93 * DAY;

const LINUX = 'Linux/UNIX';
const RED_HAT = 'Red Hat Enterprise Linux';
const SUSE = 'SUSE Linux';
const WINDOWS = 'Windows';
const WITH_WINDOWS = /^(g4dn|g5|g6|g6e|g4ad|m7i)\./;
/** What everybody wants in the story `scarcity`. */
const WANTED = /^(p|trn)\d/;

// Offered without a spot market (facts/aws-apis.md 5.1, late 2025).
const NO_SPOT = new Set(['p5.4xlarge us-east-1', 'p5.4xlarge us-east-2', 'p5.4xlarge us-west-2']);

const hasSpot = ({ region, entry }: Pool): boolean =>
  entry.classes.includes('spot') && !NO_SPOT.has(`${entry.type} ${region}`);

const redHatUsd = (vcpu: number): number => (vcpu <= 4 ? 0.06 : 0.13);
const suseUsd = (vcpu: number): number => (vcpu <= 8 ? 0.125 : 0.15);

class PoolMarket {
  readonly #pool: Pool;
  /** A new walk from the first instant on: the same whenever it is begun. */
  readonly #walk: () => PriceWalk;
  #linux: SimulatedSeries | undefined;
  #others: SpotSeries[] = [];

  constructor(pool: Pool, walk: () => PriceWalk) {
    this.#pool = pool;
    this.#walk = walk;
  }

  series(selection: SpotSelection, fromSeconds: number, toSeconds: number): SpotSeries[] {
    if (!selection.types(this.#pool.entry.type)) return [];
    if (this.#linux === undefined || fromSeconds - 2 * DAY < this.#linux.keptFrom) {
      this.#start(Math.min(fromSeconds - 2 * DAY, toSeconds - KEPT));
    }
    const linux = this.#linux as SimulatedSeries | undefined;
    if (linux === undefined) return [];
    linux.extendTo(toSeconds);
    // Not offered yet, or no more since before anybody asks.
    if (linux.length === 0 || (linux.times[0] ?? 0) > toSeconds) return [];
    return [linux, ...this.#others].filter((series) => selection.products(series.product));
  }

  /** From the first instant on, keeping only what is asked for: the walk is the same whatever is kept. */
  #start(keepFrom: number): void {
    const { type, vcpu } = this.#pool.entry;
    const linux = new SimulatedSeries(this.#pool, this.#walk(), keepFrom);
    this.#linux = linux;
    this.#others = [
      new SurchargedSeries(linux, RED_HAT, redHatUsd(vcpu), 0),
      new SurchargedSeries(linux, SUSE, suseUsd(vcpu), 0),
    ];
    if (!WITH_WINDOWS.test(type)) return;
    const delay = 600 + (hash32(`${type} ${this.#pool.zoneId} windows`) % 6600);
    this.#others.push(new SurchargedSeries(linux, WINDOWS, 0.046 * vcpu, delay));
  }
}

export class SpotMarket {
  readonly #situation: Situation;
  readonly #tides: Tides;
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #byRegion = new Map<string, PoolMarket[]>();

  constructor(situation: Situation, pools: readonly Pool[], prices: ListPrices) {
    this.#situation = situation;
    this.#tides = new Tides(situation.seed);
    this.#ranks = ranksOf(
      situation.seed,
      pools.map(({ entry, region }) => ({ type: entry.type, region })),
    );
    for (const pool of pools.filter(hasSpot)) {
      const ceilings = prices.ceilings(pool.entry, pool.region);
      if (ceilings.length === 0) continue;
      const list = this.#byRegion.get(pool.region) ?? [];
      list.push(new PoolMarket(pool, () => this.#walk(pool, new Bounds(ceilings))));
      this.#byRegion.set(pool.region, list);
    }
  }

  series(region: string, selection: SpotSelection, fromSeconds: number, toSeconds: number): SpotSeries[] {
    if (![LINUX, RED_HAT, SUSE, WINDOWS].some(selection.products)) return [];
    return (this.#byRegion.get(region) ?? []).flatMap((pool) =>
      pool.series(selection, fromSeconds, toSeconds),
    );
  }

  #walk(pool: Pool, bounds: Bounds): PriceWalk {
    const { region, entry, zoneId } = pool;
    const { seed } = this.#situation;
    const tides = this.#tides.of(entry.type, region, zoneId);
    return new PriceWalk(hash32(`${seed} ${entry.type} ${zoneId}`), bounds, this.#profile(pool), tides);
  }

  #profile({ region, entry: { type }, zoneId, launchedAt }: Pool): PoolProfile {
    const { seed, story, beginsAt } = this.#situation;
    const own = profileOf(seed, type, region, zoneId, this.#ranks.get(`${type} ${region}`));
    if (launchedAt !== undefined) return { ...own, leavesFloor: 0.3, launchedAt };
    if (story !== 'scarcity' || !WANTED.test(type)) return own;
    return { ...own, pressed: (seconds) => strength(seconds, beginsAt) };
  }
}
