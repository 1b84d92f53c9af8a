import { hash32, randomFrom } from '../../hash.ts';
import { normal } from './normal.ts';

/** Quantiles p5, p25, p50, p75, p95 of spot over on-demand, then the share of it exactly at a tenth. */
type Levels = readonly [number, number, number, number, number, number];

/** Era D of facts/market-behaviour.md section 4; families younger than it after the nearest of their kind. */
const FAMILIES: readonly (readonly [RegExp, Levels])[] = [
  [/^(p5|p6|p7)/, [0.315, 0.441, 0.7, 0.718, 0.754, 0]],
  [/^p4/, [0.1, 0.135, 0.212, 0.349, 0.469, 0.145]],
  [/^p3/, [0.1, 0.148, 0.311, 0.381, 0.422, 0.147]],
  [/^g4dn/, [0.106, 0.222, 0.324, 0.399, 0.485, 0.036]],
  [/^g4ad/, [0.145, 0.275, 0.35, 0.424, 0.502, 0.004]],
  [/^g5g/, [0.1, 0.11, 0.176, 0.436, 0.516, 0.164]],
  [/^(g7|g6f|gr6f)/, [0.103, 0.113, 0.129, 0.146, 0.164, 0.007]],
  [/^(g|gr)/, [0.112, 0.221, 0.34, 0.424, 0.528, 0.025]],
  [/^trn1n/, [0.1, 0.111, 0.15, 0.327, 0.387, 0.114]],
  [/^trn/, [0.1, 0.119, 0.174, 0.353, 0.436, 0.052]],
  [/^inf1/, [0.106, 0.202, 0.301, 0.41, 0.531, 0.018]],
  [/^inf/, [0.102, 0.127, 0.213, 0.336, 0.442, 0.036]],
];
const OTHERS: Levels = [0.126, 0.166, 0.33, 0.373, 0.403, 0];

/** How likely a look takes a pool off the floor; over the seven hours of section 1 there are 1.2 looks. */
const LEAVES_FLOOR: readonly (readonly [RegExp, number])[] = [
  [/^p/, 0.043],
  [/^trn/, 0.42],
  [/^inf/, 0.18],
];
const LEAVES_FLOOR_ELSE = 0.085;

/** Steps of Inferentia are larger by a fifth than those of others. */
const livelinessOf = (family: string): number => (family.startsWith('inf') ? 1.22 : 1);

/** How far zones of a region lie apart: the spread of log levels, of most of them and of the odd ones out. */
const ZONES: readonly (readonly [RegExp, readonly [number, number]])[] = [
  [/^trn/, [0.2, 0.3]],
  [/^inf/, [0.06, 0.6]],
  [/^g4ad/, [0.05, 0.3]],
];
const ZONES_ELSE = [0.05, 0.4] as const;

function tableOf(family: string): Levels {
  return FAMILIES.find(([pattern]) => pattern.test(family))?.[1] ?? OTHERS;
}

/** Where a pool of that rank among its family (0 to 1) is at home; a little below the floor for the lowest. */
function ratioAt([p5, p25, p50, p75, p95, floored]: Levels, rank: number): number {
  const points: [number, number][] = [
    [0, floored > 0 ? 0.06 : 0.85 * p5],
    ...(floored > 0 ? [[floored, 0.097] as [number, number]] : []),
    ...(floored < 0.05 ? [[0.05, p5] as [number, number]] : []),
    [0.25, p25],
    [0.5, p50],
    [0.75, p75],
    [0.95, p95],
    [1, p95 * 1.08],
  ];
  const above = Math.max(
    1,
    points.findIndex(([level]) => rank <= level),
  );
  const [low, from] = points[above - 1] ?? [0, p50];
  const [high, to] = points[above] ?? [1, p50];
  return from + ((rank - low) / (high - low)) * (to - from);
}

/** A pool that breaks out upwards every so many days, so that a demo has something to tell. */
interface Shock {
  readonly everyDays: number;
  readonly phase: number;
}

export interface PoolProfile {
  /** Where the ratio of spot to on-demand is drawn back to; above 1 means mostly full. */
  readonly meanRatio: number;
  /** How likely a look takes the pool off the floor. */
  readonly leavesFloor: number;
  /** Its steps against those of the ordinary pool. */
  readonly liveliness: number;
  readonly shock: Shock | undefined;
  /** How much of the way to full a shortage has pushed it, 0 to 1 by epoch seconds. */
  readonly pressed?: (seconds: number) => number;
  /** Epoch seconds at which the type was first sold: it starts at the floor and climbs slowly. */
  readonly launchedAt?: number;
}

const DEMO_SHOCKS = new Set(['p5.48xlarge use1-az4', 'trn1.32xlarge usw2-az4']);

/** One of the pools a demo counts on. */
export const isDemoPool = (type: string, zoneId: string): boolean => DEMO_SHOCKS.has(`${type} ${zoneId}`);

/** @param rank where the type in its region stands among its family, 0 cheapest to 1; drawn from the seed unless told */
export function profileOf(
  seed: number,
  type: string,
  region: string,
  zoneId: string,
  rank = randomFrom(hash32(`${seed} ${type} ${region}`))(),
): PoolProfile {
  const family = type.slice(0, type.indexOf('.'));
  const own = randomFrom(hash32(`${seed} ${type} ${zoneId} profile`));
  // Zones of one region lie close together, but for every sixth, which can be far off (section 5).
  const [near, far] = ZONES.find(([pattern]) => pattern.test(family))?.[1] ?? ZONES_ELSE;
  const spread = Math.exp(normal(own()) * (own() < 0.16 ? far : near));
  const shocked = isDemoPool(type, zoneId);
  const full = own() < (/^p[3-7]/.test(family) ? 0.015 : 0.003) && !shocked;
  const phase = Math.floor(own() * 40);
  return {
    meanRatio: full ? 1.15 : Math.min(0.97, Math.max(0.06, ratioAt(tableOf(family), rank) * spread)),
    leavesFloor: LEAVES_FLOOR.find(([pattern]) => pattern.test(family))?.[1] ?? LEAVES_FLOOR_ELSE,
    liveliness: livelinessOf(family) * Math.exp(0.34 * normal(own())),
    shock: shocked ? { everyDays: 8, phase } : undefined,
  };
}

/**
 * The ranks of types in regions within their families: evenly spread, so that a family of ten pools has the quantiles
 * of its family too, and in an order the seed deals out.
 */
export function ranksOf(
  seed: number,
  pools: readonly { type: string; region: string }[],
): Map<string, number> {
  const families = new Map<string, Set<string>>();
  for (const { type, region } of pools) {
    const family = type.slice(0, type.indexOf('.'));
    const members = families.get(family) ?? new Set();
    families.set(family, members.add(`${type} ${region}`));
  }
  const ranks = new Map<string, number>();
  for (const members of families.values()) {
    const dealt = [...members].sort((a, b) => hash32(`${seed} ${a}`) - hash32(`${seed} ${b}`));
    for (const [index, key] of dealt.entries()) ranks.set(key, (index + 0.5) / dealt.length);
  }
  return ranks;
}
