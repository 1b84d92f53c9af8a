import { hash32 } from '../../hash.ts';
import type { CatalogueType } from '../catalogue.ts';
import type { SpotSelection, SpotSeries } from '../market-source.ts';
import { spotCeilingUsd } from './on-demand.ts';
import { profileOf } from './profile.ts';
import { SimulatedSeries, SurchargedSeries } from './simulated-series.ts';
import { PriceWalk } from './walk.ts';

export interface Pool {
  readonly region: string;
  readonly entry: CatalogueType;
  readonly zoneId: string;
}

const DAY = 86_400;
/** A little more than DescribeSpotPriceHistory shows, so that the price in force at its start is there too. */
const KEPT = 93 * DAY;

const LINUX = 'Linux/UNIX';
const RED_HAT = 'Red Hat Enterprise Linux';
const SUSE = 'SUSE Linux';
const WINDOWS = 'Windows';
const WITH_WINDOWS = /^(g4dn|g5|g6|g6e|g4ad|m7i)\./;

// Offered without a spot market (facts/aws-apis.md 5.1, late 2025).
const NO_SPOT = new Set(['p5.4xlarge us-east-1', 'p5.4xlarge us-east-2', 'p5.4xlarge us-west-2']);

const hasSpot = ({ region, entry }: Pool): boolean =>
  entry.classes.includes('spot') && !NO_SPOT.has(`${entry.type} ${region}`);

const redHatUsd = (vcpu: number): number => (vcpu <= 4 ? 0.06 : 0.13);
const suseUsd = (vcpu: number): number => (vcpu <= 8 ? 0.125 : 0.15);

class PoolMarket {
  readonly #pool: Pool;
  readonly #seed: number;
  readonly #ceiling: number;
  #linux: SimulatedSeries | undefined;
  #others: SpotSeries[] = [];

  constructor(seed: number, pool: Pool, ceiling: number) {
    this.#seed = seed;
    this.#pool = pool;
    this.#ceiling = ceiling;
  }

  series(selection: SpotSelection, fromSeconds: number, toSeconds: number): SpotSeries[] {
    if (!selection.types(this.#pool.entry.type)) return [];
    if (this.#linux === undefined || fromSeconds - 2 * DAY < this.#linux.keptFrom) {
      this.#start(Math.min(fromSeconds - 2 * DAY, toSeconds - KEPT));
    }
    const linux = this.#linux as SimulatedSeries | undefined;
    if (linux === undefined) return [];
    linux.extendTo(toSeconds);
    return [linux, ...this.#others].filter((series) => selection.products(series.product));
  }

  /** From the first instant on, keeping only what is asked for: the walk is the same whatever is kept. */
  #start(keepFrom: number): void {
    const { region, entry, zoneId } = this.#pool;
    const { type, vcpu } = entry;
    const profile = profileOf(this.#seed, type, region, zoneId);
    const walk = new PriceWalk(hash32(`${this.#seed} ${type} ${zoneId}`), this.#ceiling, profile);
    const linux = new SimulatedSeries(region, type, zoneId, walk, keepFrom);
    this.#linux = linux;
    this.#others = [
      new SurchargedSeries(linux, RED_HAT, redHatUsd(vcpu), 0),
      new SurchargedSeries(linux, SUSE, suseUsd(vcpu), 0),
    ];
    if (!WITH_WINDOWS.test(type)) return;
    const delay = 600 + (hash32(`${type} ${zoneId} windows`) % 6600);
    this.#others.push(new SurchargedSeries(linux, WINDOWS, 0.046 * vcpu, delay));
  }
}

export class SpotMarket {
  readonly #byRegion = new Map<string, PoolMarket[]>();

  constructor(seed: number, pools: readonly Pool[]) {
    for (const pool of pools.filter(hasSpot)) {
      const ceiling = spotCeilingUsd(pool.entry, pool.region);
      if (ceiling === undefined) continue;
      const list = this.#byRegion.get(pool.region) ?? [];
      list.push(new PoolMarket(seed, pool, ceiling));
      this.#byRegion.set(pool.region, list);
    }
  }

  series(region: string, selection: SpotSelection, fromSeconds: number, toSeconds: number): SpotSeries[] {
    if (![LINUX, RED_HAT, SUSE, WINDOWS].some(selection.products)) return [];
    return (this.#byRegion.get(region) ?? []).flatMap((pool) =>
      pool.series(selection, fromSeconds, toSeconds),
    );
  }
}
