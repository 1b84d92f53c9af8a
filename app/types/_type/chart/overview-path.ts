import type { Span } from '#lib/series/coverage.ts';
import { keepExtremes } from '#lib/series/sample.ts';
import type { PlotModel } from './plot-model.ts';

export type OverviewBox = { width: number; height: number };

/** More steps than this are not seen at the height of the strip. */
const BUCKETS = 240;

/** The cheapest of the spot lines over all there is, as the path of a picture; broken where none of them is known. */
export function overviewPath({ lines, grid }: PlotModel, window: Span, box: OverviewBox): string {
  const rows = grid.rows.filter((_, row) => lines[row]?.kind === 'spot');
  const value = grid.at.map((_, index) => lowest(rows.map((row) => row[index] ?? null)));
  const known = value.filter((one) => one !== null);
  if (known.length === 0) return '';
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (at: number) => round(((at - window.from) / (window.to - window.from)) * box.width);
  const y = (one: number) => round(box.height - 2 - ((one - low) / (high - low || 1)) * (box.height - 4));
  let path = '';
  let isOpen = false;
  for (const index of keepExtremes({ at: grid.at, value }, window, BUCKETS)) {
    const one = value[index] ?? null;
    const left = x(grid.at[index] ?? 0);
    if (one === null) path += isOpen ? `H${left}` : '';
    else path += isOpen ? `H${left}V${y(one)}` : `M${left} ${y(one)}`;
    isOpen = one !== null;
  }
  return path;
}

function lowest(values: readonly (number | null)[]): number | null {
  const known = values.filter((one) => one !== null);
  return known.length === 0 ? null : Math.min(...known);
}

const round = (value: number) => Math.round(value * 10) / 10;
