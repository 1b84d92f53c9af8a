import { dayName } from '#app/_ui/format.ts';
import { type RangeStats, rangeStats } from '#lib/series/stats.ts';
import { type TimedValue, valueAt } from '#lib/series/timeline.ts';
import { type Grid, joinSteps } from './grid.ts';
import { cutGaps, type HistoryLine, type SharedGap } from './history.ts';
import { inUnit, type Unit } from './units.ts';

/** A line of the chart in the unit it is shown in. */
export type PlotLine = {
  name: string;
  region: string;
  dashed: boolean;
  points: TimedValue[];
  stats: RangeStats | undefined;
};
export type PlotModel = { lines: PlotLine[]; grid: Grid };

export type OnDemandLine = { region: string; points: TimedValue[] };
export type PlotInput = {
  history: readonly HistoryLine[];
  onDemand: readonly OnDemandLine[];
  unit: Unit;
  from: number;
  to: number;
};

/** Everything the chart draws: a line per zone, then one per region for on-demand. */
export function plotModel({ history, onDemand, unit, from, to }: PlotInput): PlotModel {
  const lists = new Map(onDemand.map((line) => [line.region, line.points]));
  const spot = history.map((line): PlotLine => {
    const points = toUnit(cutGaps(line), unit, lists.get(line.region));
    return {
      name: line.zoneId,
      region: line.region,
      dashed: false,
      points,
      stats: rangeStats(points, from, to),
    };
  });
  const list = onDemand.map((line): PlotLine => {
    const points = toUnit(line.points, unit, line.points);
    return {
      name: 'on-demand',
      region: line.region,
      dashed: true,
      points,
      stats: rangeStats(points, from, to),
    };
  });
  const lines = [...spot, ...list];
  return {
    lines,
    grid: joinSteps(
      lines.map((line) => line.points),
      from,
      to,
    ),
  };
}

/** The stretches in which a share is not known because the on-demand price is not, told region by region. */
export function missingOnDemand({ history, onDemand, unit, from, to }: PlotInput): SharedGap[] {
  if (unit.name !== 'share') return [];
  return [...new Set(history.map((line) => line.region))].flatMap((region) => {
    const points = onDemand.find((line) => line.region === region)?.points ?? [];
    const known = points.find((point) => point.value !== null)?.at;
    if (known !== undefined && known <= from) return [];
    const before = known === undefined ? '' : ` before ${dayName(known)}`;
    const words = `no on-demand price on record${before}`;
    return [
      {
        region,
        from,
        to: Math.min(known ?? to, to),
        outcome: 'none' as const,
        words,
        zoneIds: [],
        whole: true,
      },
    ];
  });
}

/** The instant from which a line is known within a range that begins at `from`; undefined where it never is. */
export function knownFrom({ points }: PlotLine, from: number): number | undefined {
  if (valueAt(points, from) != null) return from;
  return points.find(({ at, value }) => at > from && value !== null)?.at;
}

/** A share moves with either of its two prices; every other unit only with the one. */
function toUnit(
  points: readonly TimedValue[],
  unit: Unit,
  onDemand: readonly TimedValue[] | undefined,
): TimedValue[] {
  if (unit.name !== 'share') return points.map(({ at, value }) => ({ at, value: inUnit(unit, value, null) }));
  const instants = new Set([...points, ...(onDemand ?? [])].map((point) => point.at));
  return [...instants]
    .sort((a, b) => a - b)
    .map((at) => ({
      at,
      value: inUnit(unit, valueAt(points, at) ?? null, onDemand && valueAt(onDemand, at)),
    }));
}

/** True when the on-demand line would press the spot lines together: it then stays off until asked for. */
export function isFarAbove(lines: readonly PlotLine[]): boolean {
  const highest = Math.max(...lines.filter((line) => !line.dashed).map((line) => line.stats?.max ?? 0));
  const lowest = Math.min(...lines.filter((line) => line.dashed).map((line) => line.stats?.min ?? Infinity));
  return highest > 0 && Number.isFinite(lowest) && lowest > highest * 2.5;
}

/** The same chart without its on-demand lines; shares stay what they are. */
export function spotOnly({ lines, grid }: PlotModel): PlotModel {
  const isSpot = (_: unknown, index: number) => lines[index]?.dashed === false;
  return { lines: lines.filter(isSpot), grid: { at: grid.at, rows: grid.rows.filter(isSpot) } };
}
