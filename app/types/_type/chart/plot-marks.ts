import type uPlot from 'uplot';
import { gapWords, type SharedGap } from './history.ts';
import { bundleMarks, MARK_LETTERS, type Mark } from './marks.ts';
import { lineLook, type Palette } from './palette.ts';
import type { PlotLine } from './plot-model.ts';

const MIN_NAMED_WIDTH = 64;

/** Shades the stretches for which a whole region is not known and writes why; behind the lines. */
export function drawGaps(plot: uPlot, gaps: readonly SharedGap[], palette: Palette): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = scaled(palette.font, ratio);
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  for (const gap of gaps.filter((entry) => entry.whole)) {
    const left = Math.max(bbox.left, plot.valToPos(gap.from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(gap.to, 'x', true));
    if (right <= left) continue;
    ctx.fillStyle = palette.sunken;
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    hatch(ctx, { left, right, top: bbox.top, bottom: bbox.top + bbox.height }, palette.line, ratio);
    if (right - left < MIN_NAMED_WIDTH * ratio) continue;
    ctx.fillStyle = palette.faint;
    ctx.fillText(gapWords(gap), left + 6 * ratio, bbox.top + 4 * ratio, right - left - 8 * ratio);
  }
  ctx.restore();
}

type Box = { left: number; right: number; top: number; bottom: number };

function hatch(ctx: CanvasRenderingContext2D, box: Box, colour: string, ratio: number): void {
  const height = box.bottom - box.top;
  ctx.save();
  ctx.beginPath();
  ctx.rect(box.left, box.top, box.right - box.left, height);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.lineWidth = ratio;
  ctx.beginPath();
  for (let x = box.left - height; x < box.right; x += 8 * ratio) {
    ctx.moveTo(x, box.bottom);
    ctx.lineTo(x + height, box.top);
  }
  ctx.stroke();
  ctx.restore();
}

const LABEL_GAP = 13;

/** Names each line at its end, moved apart where ends meet, so that no line needs its colour to be told. */
export function drawEndLabels(plot: uPlot, lines: readonly PlotLine[], palette: Palette): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const ends = lines.flatMap((line, index) => {
    const value = lastShown(plot, index + 1);
    return value == null
      ? []
      : [
          {
            name: endName(line, lines),
            colour: lineLook(line, palette).stroke,
            y: plot.valToPos(value, 'y', true),
          },
        ];
  });
  const inside = { top: bbox.top, bottom: bbox.top + bbox.height };
  spread(ends, LABEL_GAP * ratio, inside);
  ctx.save();
  ctx.font = scaled(palette.font, ratio);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  for (const end of ends) {
    ctx.fillStyle = end.colour;
    ctx.fillText(end.name, bbox.left + bbox.width + 6 * ratio, end.y);
  }
  ctx.restore();
}

/** The last value of a line that the picture shows: a zoom may end before the data. */
function lastShown(plot: uPlot, series: number): number | null {
  const values = plot.data[series] ?? [];
  const end = plot.scales.x?.max ?? Infinity;
  for (let index = values.length - 1; index >= 0; index--)
    if ((plot.data[0][index] ?? 0) <= end && values[index] != null) return values[index] ?? null;
  return null;
}

/** Of one kind a line is plain; of several, each names its region. */
function endName(line: PlotLine, lines: readonly PlotLine[]): string {
  const isOneOfSeveral =
    line.kind !== 'spot' && lines.some((other) => other.kind !== 'spot' && other.region !== line.region);
  return isOneOfSeveral ? `${line.name} ${line.region}` : line.name;
}

const MARK_ROOM = 14;

/** A thin line at each thing that happened, with its letter on top; what lies close together is one, with its number. */
export function drawEvents(plot: uPlot, marks: readonly Mark[], palette: Palette): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const { min = 0, max = 0 } = plot.scales.x ?? {};
  const shown = marks.filter(({ at }) => at >= (min ?? 0) && at <= (max ?? 0));
  ctx.save();
  ctx.font = `bold ${scaled(palette.font, ratio)}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'bottom';
  ctx.setLineDash([ratio, 3 * ratio]);
  ctx.lineWidth = ratio;
  for (const { x, kind, count } of bundleMarks(
    shown,
    (at) => plot.valToPos(at, 'x', true),
    MARK_ROOM * ratio,
  )) {
    ctx.strokeStyle = kind === 'alert' ? palette.warn : palette.faint;
    ctx.fillStyle = ctx.strokeStyle;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText(count > 1 ? `${MARK_LETTERS[kind]}${count}` : MARK_LETTERS[kind], x, bbox.top - ratio);
  }
  ctx.restore();
}

/** A line across at a limit, where the picture reaches so far. */
export function drawLimit(plot: uPlot, limit: number | undefined, palette: Palette): void {
  const { min = null, max = null } = plot.scales.y ?? {};
  if (limit === undefined || min === null || max === null || limit < min || limit > max) return;
  const { ctx, bbox } = plot;
  const y = plot.valToPos(limit, 'y', true);
  ctx.save();
  ctx.strokeStyle = palette.warn;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

/** Moves labels apart: down in order of height, then up again from the bottom edge. */
export function spread(ends: { y: number }[], gap: number, box: { top: number; bottom: number }): void {
  ends.sort((a, b) => a.y - b.y);
  let least = box.top;
  for (const end of ends) {
    end.y = Math.max(end.y, least);
    least = end.y + gap;
  }
  let most = box.bottom;
  for (const end of [...ends].reverse()) {
    end.y = Math.min(end.y, most);
    most = end.y - gap;
  }
}

function scaled(font: string, ratio: number): string {
  return font.replace(/^(\d+)px/, (_, size) => `${Number(size) * ratio}px`);
}
