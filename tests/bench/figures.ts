import type { TargetName } from './options.ts';
import type { ContestantName, Round } from './results.ts';
import thresholds from './thresholds.json' with { type: 'json' };

export type Threshold = { atLeast?: number; atMost?: number };
type FigureName = keyof typeof thresholds;

export type Figure = {
  name: FigureName;
  unit: string;
  means: string;
  median: number;
  p10: number;
  p90: number;
  /** The same by processor time, where the figure is one of time: a busy machine disturbs it less. Never checked. */
  byCpu: number | undefined;
  threshold: Threshold;
  met: boolean;
};

/** Who has to run for a figure. */
export const NEEDS: Readonly<Record<TargetName, readonly ContestantName[]>> = {
  T0: ['desk', 'sdk'],
  T1: ['store', 'raw'],
  T2: ['store'],
  T3: ['desk'],
  T13: ['desk'],
};

const RAW_BYTES = 12;

type Rule = {
  name: FigureName;
  target: TargetName;
  unit: string;
  means: string;
  of(round: Round): number | undefined;
  byCpu?(round: Round): number | undefined;
};

const RULES: readonly Rule[] = [
  {
    name: 'T0',
    target: 'T0',
    unit: 'x',
    means: 'rate of the whole collection over HTTP, against the SDK alone receiving the same pages',
    of: ({ desk, sdk }) => desk && sdk && sdk.seconds / desk.seconds,
    byCpu: ({ desk, sdk }) => desk && sdk && sdk.cpuSeconds / desk.cpuSeconds,
  },
  {
    name: 'T1',
    target: 'T1',
    unit: 'x',
    means: "rate from the SDK's items to the store, against bare one-row inserts of the same rows",
    of: ({ store, raw }) => store && raw && raw.seconds / store.seconds,
    byCpu: ({ store, raw }) => store && raw && raw.cpuSeconds / store.cpuSeconds,
  },
  {
    name: 'T2',
    target: 'T2',
    unit: 'x',
    means: 'time per record of a poll that brings nothing new, against T1 per record',
    of: ({ store }) => store && store.pollSeconds / store.pollItems / (store.seconds / store.items),
  },
  {
    name: 'T3',
    target: 'T3',
    unit: 'x',
    means: 'bytes per point, all tables and indexes, against 12 raw bytes',
    of: ({ desk }) => desk && desk.tableBytes / desk.points / RAW_BYTES,
  },
  {
    name: 'T13 back-fill',
    target: 'T13',
    unit: 'MB',
    means: 'peak memory (RSS) of the collecting process',
    of: ({ desk }) => desk?.peakRssMb,
  },
];

export function figuresOf(
  rounds: readonly Round[],
  only: readonly TargetName[],
  restRss: readonly number[],
): Figure[] {
  const over = (of: Rule['of']) => rounds.map(of).filter((value) => value !== undefined);
  const found = RULES.filter(({ target }) => only.includes(target)).map((rule) =>
    figure(rule, over(rule.of), rule.byCpu && over(rule.byCpu)),
  );
  if (restRss.length > 0)
    found.push(
      figure({ name: 'T13 rest', unit: 'MB', means: 'memory (RSS) of the worker over that store' }, restRss),
    );
  return found;
}

function figure(
  { name, unit, means }: Pick<Figure, 'name' | 'unit' | 'means'>,
  values: readonly number[],
  byCpu?: readonly number[],
): Figure {
  const threshold: Threshold = thresholds[name];
  const median = percentile(values, 0.5);
  return {
    name,
    unit,
    means,
    median,
    p10: percentile(values, 0.1),
    p90: percentile(values, 0.9),
    byCpu: byCpu && percentile(byCpu, 0.5),
    threshold,
    met: median >= (threshold.atLeast ?? -Infinity) && median <= (threshold.atMost ?? Infinity),
  };
}

/** Between the two nearest values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}
