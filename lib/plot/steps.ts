import { DAY, dayName, formatInstant, HOUR, MINUTE } from '#lib/domain/time.ts';
import { type Span, uncovered } from '#lib/series/coverage.ts';
import type { Gap } from '#lib/series/gaps.ts';
import { keepExtremes } from '#lib/series/sample.ts';

/** A series over a window: `at[i]` is when `value[i]` began. */
export type StepSeries = { at: readonly number[]; value: readonly number[]; gaps: readonly Gap[] };

export type Box = { width: number; height: number };

/** A picture of a step series: where the line runs, where nobody knows, where there was nothing. Pixels of the box. */
export type StepPlot = {
  path: string;
  /** Nobody looked, or the look failed. */
  unknown: { x: number; width: number }[];
  /** Looked, and nothing on offer. */
  nothing: { x: number; width: number }[];
  ticks: { x: number; words: string }[];
};

/** The values at the lower and upper edge of a picture. */
export type Scale = { bottom: number; top: number };

/** More stretches than pixels cannot be told apart. */
const BUCKETS = 240;
/** Shorter holes than this share of the width are the edges of looks, not holes. */
const THINNEST = 0.002;

/** Words of a mark need this much, or run out of the picture. */
const TICK_ROOM = 34;

/** Draws a series as steps, broken in every gap. */
export function plotSteps(series: StepSeries, window: Span, box: Box, { bottom, top }: Scale): StepPlot {
  const thin = keepExtremes(series, window, BUCKETS);
  const points = thin.map((i) => ({ at: series.at[i] ?? 0, value: series.value[i] ?? 0 }));
  const x = (at: number) => round(((at - window.from) / (window.to - window.from)) * box.width);
  const y = (value: number) => round(box.height - ((value - bottom) / (top - bottom)) * box.height);
  const path = uncovered(series.gaps, window)
    .map((stretch) => pathOf(points, stretch, x, y))
    .join('');
  const spans = (gaps: readonly Gap[]) =>
    gaps
      .map((gap) => ({ from: Math.max(gap.from, window.from), to: Math.min(gap.to, window.to) }))
      .map(({ from, to }) => ({ x: x(from), width: round(x(to) - x(from)) }))
      .filter((span) => span.width >= THINNEST * box.width);
  return {
    path,
    unknown: spans(series.gaps.filter((gap) => !isNothing(gap))),
    nothing: spans(series.gaps.filter(isNothing)),
    ticks: ticksOf(window)
      .map(({ at, words }) => ({ x: x(at), words }))
      .filter((tick) => tick.x <= box.width - TICK_ROOM),
  };
}

function pathOf(
  points: readonly { at: number; value: number }[],
  { from, to }: Span,
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  const first = points.findLast((point) => point.at <= from);
  const within = points.filter((point) => point.at > from && point.at < to);
  const all = first === undefined ? within : [{ at: from, value: first.value }, ...within];
  if (all[0] === undefined) return '';
  const steps = all.slice(1).map((point) => `H${x(point.at)}V${y(point.value)}`);
  return `M${x(all[0].at)} ${y(all[0].value)}${steps.join('')}H${x(to)}`;
}

/** Known, and nothing there. */
export function isNothing(gap: Gap): boolean {
  return gap.outcome === 'none' || gap.outcome === 'not_sold';
}

/** Room around prices so that a change can be seen: it does not begin at zero, and the labels say so. */
export function priceScale(prices: readonly number[]): Scale {
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  const room = Math.max((high - low) * 0.25, high * 0.02, 1);
  return { bottom: Math.max(0, low - room), top: high + room };
}

const LEAD_TOPS = [1, 3, 6, 12, 24, 48, 96, 168, 336, 672, 1344].map((hours) => (hours * HOUR) / MINUTE);

/** Lead times in minutes, from now to the next stretch that reads well. */
export function leadScale(minutes: readonly number[]): Scale {
  const most = Math.max(0, ...minutes);
  return { bottom: 0, top: LEAD_TOPS.find((top) => top >= most) ?? most };
}

/** Days between the marks of a long stretch, hours of a short one. */
const SHORT_STEPS = [1, 3, 6, 12].map((hours) => hours * HOUR);

function ticksOf({ from, to }: Span): { at: number; words: string }[] {
  const quarter = (to - from) / 4;
  const hours = SHORT_STEPS.find((step) => step >= quarter);
  const step = hours ?? Math.max(1, Math.round(quarter / DAY)) * DAY;
  const grid = hours ?? DAY;
  const ticks: { at: number; words: string }[] = [];
  for (let at = Math.ceil(from / grid) * grid; at < to; at += step)
    ticks.push({ at, words: tickWords(at, step) });
  return ticks;
}

function tickWords(at: number, step: number): string {
  return step < DAY && at % DAY !== 0 ? formatInstant(at).slice(11, 16) : dayName(at);
}

const round = (value: number) => Math.round(value * 10) / 10;
