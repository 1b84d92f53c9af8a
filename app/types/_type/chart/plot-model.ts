import { dayName } from '#app/_ui/format.ts';
import type { Span } from '#lib/series/coverage.ts';
import { type TimedValue, valueAt } from '#lib/series/timeline.ts';
import { OVERLAYS, type OverlayKind } from '../params.ts';
import { inUnit, type Unit } from '../units.ts';
import { type Grid, joinSteps } from './grid.ts';
import { cutGaps, type HistoryLine, type SharedGap } from './history.ts';

export type LineKind = 'spot' | OverlayKind;

/** A line of the chart in the unit it is shown in. */
export type PlotLine = {
  kind: LineKind;
  name: string;
  region: string;
  /** Which of the colours of lines; an overlay has none. */
  colour: number;
  points: TimedValue[];
};
export type PlotModel = { lines: PlotLine[]; grid: Grid };

/** Another way to buy in a region: micro-dollars for one instance for an hour. */
export type OverlayLine = { kind: OverlayKind; name: string; region: string; points: TimedValue[] };

export type PlotInput = {
  history: readonly HistoryLine[];
  overlays: readonly OverlayLine[];
  unit: Unit;
  /** Zone IDs in the order of their colours. */
  zoneIds: readonly string[];
};

/** Everything that can be drawn: a line per zone, then the other ways to buy. */
export function plotLines({ history, overlays, unit, zoneIds }: PlotInput): PlotLine[] {
  const lists = listPrices(overlays);
  const spot = history.map(
    (line): PlotLine => ({
      kind: 'spot',
      name: line.zoneId,
      region: line.region,
      colour: Math.max(0, zoneIds.indexOf(line.zoneId)),
      points: toUnit(cutGaps(line), unit, lists.get(line.region)),
    }),
  );
  const others = overlays.map(
    ({ kind, name, region, points }): PlotLine => ({
      ...{ kind, name, region, colour: -1 },
      points: toUnit(points, unit, lists.get(region)),
    }),
  );
  return [...spot, ...others];
}

/** Lines joined on one grid of instants over a stretch of time. */
export function plotModel(lines: PlotLine[], { from, to }: Span): PlotModel {
  const grid = joinSteps(
    lines.map((line) => line.points),
    from,
    to,
  );
  return { lines, grid };
}

function listPrices(overlays: readonly OverlayLine[]): Map<string, TimedValue[]> {
  return new Map(
    overlays.filter(({ kind }) => kind === 'on-demand').map((line) => [line.region, line.points]),
  );
}

/** The stretches in which a share is not known because the on-demand price is not, told region by region. */
export function missingOnDemand(
  { history, overlays, unit }: Pick<PlotInput, 'history' | 'overlays' | 'unit'>,
  { from, to }: Span,
): SharedGap[] {
  if (unit.name !== 'share') return [];
  const lists = listPrices(overlays);
  return [...new Set(history.map((line) => line.region))].flatMap((region) => {
    const points = lists.get(region) ?? [];
    const known = points.find((point) => point.value !== null)?.at;
    if (known !== undefined && known <= from) return [];
    const before = known === undefined ? '' : ` before ${dayName(known)}`;
    const gap = { region, from, to: Math.min(known ?? to, to), outcome: 'none' as const, zoneIds: [] };
    return [{ ...gap, words: `no on-demand price on record${before}`, whole: true }];
  });
}

/** The instant from which a line is known within a range that begins at `from`; undefined where it never is. */
export function knownFrom({ points }: Pick<PlotLine, 'points'>, from: number): number | undefined {
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

/** How far above the highest spot price a line may lie and not press the others together. */
const MOST_ABOVE = 1.4;

/** The other ways to buy that can be drawn beside the spot prices without pressing them together. */
export function fittingOverlays(lines: readonly PlotLine[], span: Span): OverlayKind[] {
  const highest = highestOf(
    lines.filter(({ kind }) => kind === 'spot'),
    span,
  );
  return OVERLAYS.filter((kind) => {
    const own = highestOf(
      lines.filter((line) => line.kind === kind),
      span,
    );
    return own > 0 && (highest === 0 || own <= highest * MOST_ABOVE);
  });
}

function highestOf(lines: readonly PlotLine[], { from, to }: Span): number {
  let highest = 0;
  for (const { points } of lines) {
    highest = Math.max(highest, valueAt(points, from) ?? 0);
    for (const { at, value } of points)
      if (at > from && at < to && value !== null) highest = Math.max(highest, value);
  }
  return highest;
}
