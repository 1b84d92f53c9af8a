import uPlot from 'uplot';
import { dayName } from '#app/_ui/format.ts';
import type { Span } from '#lib/series/coverage.ts';
import { type Unit, writeExact, writeUnit } from '../units.ts';
import type { SharedGap } from './history.ts';
import type { Mark } from './marks.ts';
import { lineLook, type Palette } from './palette.ts';
import { drawEndLabels, drawEvents, drawGaps, drawLimit } from './plot-marks.ts';
import type { PlotLine } from './plot-model.ts';

export type PlotSetup = {
  lines: readonly PlotLine[];
  gaps: readonly SharedGap[];
  marks: readonly Mark[];
  unit: Unit;
  shown: Span;
  limit: number | undefined;
  palette: Palette;
  width: number;
  height: number;
  onCursor: (index: number | null) => void;
  onZoom: (span: Span | undefined) => void;
  onReady: (plot: uPlot) => void;
};

/** From this width on a chart has room for long names. */
export const WIDE = 500;
/** Narrower than this in pixels is a click, not a stretch of time. */
const LEAST_DRAG = 8;
const UNFOCUSED = 0.25;

export function plotOptions(setup: PlotSetup): uPlot.Options {
  const { lines, gaps, marks, unit, shown, limit, palette, width, height, onCursor, onZoom, onReady } = setup;
  const axis = {
    stroke: palette.faint,
    font: palette.font,
    grid: { stroke: palette.line, width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height,
    ms: 1,
    tzDate: (at) => uPlot.tzDate(new Date(at), 'Etc/UTC'),
    padding: [16, labelRoom(lines, width), 0, 0],
    legend: { show: false },
    focus: { alpha: UNFOCUSED },
    cursor: {
      y: false,
      points: { size: 5 },
      drag: { x: true, y: false, setScale: false },
      bind: { dblclick: () => () => showAll(onZoom) },
    },
    scales: {
      x: { time: true, range: () => [shown.from, shown.to] },
      y: { range: (_, min, max) => roomy(min, max) },
    },
    series: [{}, ...lines.map((line) => seriesOf(line, palette))],
    axes: [
      { ...axis, space: 70, size: 30, values: (_, splits) => splits.map(timeLabel) },
      {
        ...axis,
        size: width < WIDE ? 52 : 64,
        values: (_, splits) => axisLabels(unit, splits),
      },
    ],
    hooks: {
      ready: [onReady],
      drawClear: [(plot) => drawGaps(plot, gaps, palette)],
      draw: [
        (plot) => drawEvents(plot, marks, palette),
        (plot) => drawLimit(plot, limit, palette),
        (plot) => drawEndLabels(plot, lines, palette),
      ],
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
      setSelect: [(plot) => takeSelection(plot, onZoom)],
    },
  };
}

function seriesOf(line: PlotLine, palette: Palette): uPlot.Series {
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return {
    ...lineLook(line, palette),
    width: line.kind === 'spot' ? 1.4 : 1,
    points: { show: false },
    ...(stepped && { paths: stepped }),
  };
}

function takeSelection(plot: uPlot, onZoom: PlotSetup['onZoom']): void {
  const { left, width } = plot.select;
  if (width < LEAST_DRAG) return;
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onZoom({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') });
}

/** In place of the chart's own double click, which knows nothing of the address. */
function showAll(onZoom: PlotSetup['onZoom']): null {
  onZoom(undefined);
  return null;
}

/** Room for the names at the ends of the lines; several of one kind carry their region. */
export function labelRoom(lines: readonly PlotLine[], width: number): number {
  const others = lines.filter((line) => line.kind !== 'spot');
  const isNarrow = width < WIDE;
  if (new Set(others.map(({ region }) => region)).size > 1) return isNarrow ? 120 : 190;
  return others.length > 0 ? (isNarrow ? 92 : 108) : isNarrow ? 66 : 84;
}

const HEADROOM = 0.06;

function roomy(min: number, max: number): [number, number] {
  if (min === null || max === null || !Number.isFinite(min)) return [0, 1];
  const spread = max - min || Math.abs(max) || 1;
  return [Math.max(0, min - spread * HEADROOM), max + spread * HEADROOM];
}

/** Under a cent apart, labels rounded to cents would be the same one over and over. */
const CENT = 10_000;

function axisLabels(unit: Unit, splits: readonly number[]): string[] {
  const [first = 0, second = first] = splits;
  const write = unit.name !== 'share' && second - first < CENT ? writeExact : writeUnit;
  return splits.map((value) => axisLabel(write, unit, value));
}

/** Tick labels leave the unit to the switch above the chart: it is the same on all of them. */
function axisLabel(write: typeof writeUnit, unit: Unit, value: number): string {
  return write({ ...unit, suffix: '' }, value).replace('.0\u202f%', '\u202f%');
}

function timeLabel(at: number): string {
  const time = new Date(at).toISOString().slice(11, 16);
  return time === '00:00' ? dayName(at) : time;
}
