import uPlot from 'uplot';
import { dayName } from '#app/_ui/format.ts';
import type { SharedGap } from './history.ts';
import { lineLook, type Palette } from './palette.ts';
import { drawEndLabels, drawGaps } from './plot-marks.ts';
import type { PlotLine } from './plot-model.ts';
import { type Unit, writeUnit } from './units.ts';

export type PlotSetup = {
  lines: readonly PlotLine[];
  gaps: readonly SharedGap[];
  unit: Unit;
  palette: Palette;
  width: number;
  height: number;
  onCursor: (index: number | null) => void;
};

export function plotOptions(setup: PlotSetup): uPlot.Options {
  const { lines, gaps, unit, palette, width, height, onCursor } = setup;
  const stepped = uPlot.paths.stepped?.({ align: 1 });
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
    padding: [12, labelRoom(lines, width), 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 5 }, drag: { x: false, y: false } },
    scales: { x: { time: true }, y: { range: (_, min, max) => roomy(min, max) } },
    series: [
      {},
      ...lines.map((line, index) => {
        const look = lineLook(line, index, palette);
        return {
          ...look,
          width: line.dashed ? 1 : 1.4,
          points: { show: false },
          ...(stepped && { paths: stepped }),
        };
      }),
    ],
    axes: [
      { ...axis, space: 70, size: 30, values: (_, splits) => splits.map(timeLabel) },
      { ...axis, size: 64, values: (_, splits) => splits.map((value) => axisLabel(unit, value)) },
    ],
    hooks: {
      drawClear: [(plot) => drawGaps(plot, gaps, palette)],
      draw: [(plot) => drawEndLabels(plot, lines, palette)],
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
    },
  };
}

/** Room for the names at the ends of the lines; several on-demand lines carry their region. */
function labelRoom(lines: readonly PlotLine[], width: number): number {
  if (lines.filter((line) => line.dashed).length > 1) return 150;
  return width < 500 ? 72 : 84;
}

const HEADROOM = 0.06;

function roomy(min: number, max: number): [number, number] {
  if (min === null || max === null || !Number.isFinite(min)) return [0, 1];
  const spread = max - min || Math.abs(max) || 1;
  return [Math.max(0, min - spread * HEADROOM), max + spread * HEADROOM];
}

/** Tick labels leave the unit to the switch above the chart: it is the same on all of them. */
function axisLabel(unit: Unit, value: number): string {
  return writeUnit({ ...unit, suffix: '' }, value).replace('.0\u202f%', '\u202f%');
}

function timeLabel(at: number): string {
  const time = new Date(at).toISOString().slice(11, 16);
  return time === '00:00' ? dayName(at) : time;
}
