import { hash32, randomFrom } from '../../hash.ts';

/** Quantiles p5, p25, p50, p75, p95 of spot over on-demand, era D of facts/market-behaviour.md section 4. */
type Quantiles = readonly [number, number, number, number, number];

const FAMILIES: readonly (readonly [RegExp, Quantiles])[] = [
  [/^(p5|p6|p7)/, [0.315, 0.441, 0.7, 0.718, 0.754]],
  [/^p4/, [0.1, 0.135, 0.212, 0.349, 0.469]],
  [/^p3/, [0.1, 0.148, 0.311, 0.381, 0.422]],
  [/^g4dn/, [0.106, 0.222, 0.324, 0.399, 0.485]],
  [/^g4ad/, [0.145, 0.275, 0.35, 0.424, 0.502]],
  [/^g5g/, [0.1, 0.11, 0.176, 0.436, 0.516]],
  [/^(g7|g6f|gr6f)/, [0.103, 0.123, 0.151, 0.22, 0.31]],
  [/^(g|gr)/, [0.112, 0.221, 0.34, 0.424, 0.528]],
  [/^trn/, [0.1, 0.119, 0.174, 0.353, 0.436]],
  [/^inf/, [0.102, 0.15, 0.25, 0.36, 0.5]],
];
const OTHERS: Quantiles = [0.126, 0.166, 0.33, 0.373, 0.403];
const LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

function quantile(quantiles: Quantiles, level: number): number {
  if (level <= LEVELS[0]) return quantiles[0];
  for (let index = 1; index < LEVELS.length; index += 1) {
    const high = LEVELS[index] ?? 1;
    if (level > high) continue;
    const low = LEVELS[index - 1] ?? 0;
    const [from, to] = [quantiles[index - 1] ?? 0, quantiles[index] ?? 0];
    return from + ((level - low) / (high - low)) * (to - from);
  }
  return quantiles[4];
}

/** A pool that breaks out upwards every so many days, so that a demo has something to tell. */
interface Shock {
  readonly everyDays: number;
  readonly phase: number;
}

export interface PoolProfile {
  /** Where the ratio of spot to on-demand is drawn back to; above 1 means mostly full. */
  readonly meanRatio: number;
  readonly shock: Shock | undefined;
}

const DEMO_SHOCKS = new Set(['p5.48xlarge use1-az4', 'trn1.32xlarge usw2-az4']);

export function profileOf(seed: number, type: string, region: string, zoneId: string): PoolProfile {
  const family = type.slice(0, type.indexOf('.'));
  const regional = randomFrom(hash32(`${seed} ${type} ${region}`))();
  const own = randomFrom(hash32(`${seed} ${type} ${zoneId} profile`));
  const table = FAMILIES.find(([pattern]) => pattern.test(family))?.[1] ?? OTHERS;
  // Zones of one region differ by about 1.15 at the median, and by 3 now and then (section 5).
  const outlier = own() < 0.05 ? Math.log(2) * (own() < 0.5 ? 1 : -1) : 0;
  const spread = Math.exp((own() + own() + own() - 1.5) * 0.16 + outlier);
  const shocked = DEMO_SHOCKS.has(`${type} ${zoneId}`);
  const full = own() < 0.03 && /^p[3-7]/.test(family) && !shocked;
  const sometimes = own() < 0.02;
  const phase = Math.floor(own() * 40);
  return {
    meanRatio: full ? 1.15 : Math.max(0.08, quantile(table, regional) * spread),
    shock: shocked || sometimes ? { everyDays: shocked ? 8 : 24, phase } : undefined,
  };
}
