import type { LineKind, PlotLine } from './plot-model.ts';

export type Palette = {
  lines: string[];
  ink: string;
  faint: string;
  line: string;
  sunken: string;
  warn: string;
  font: string;
};

/** The colours of the page, as a canvas needs them: computed. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    lines: Array.from({ length: LINE_COLOURS }, (_, i) => read(`--line-${i + 1}`)),
    ink: read('--ink'),
    faint: read('--faint'),
    line: read('--line'),
    sunken: read('--sunken'),
    warn: read('--warn'),
    font: `12px ${style.fontFamily}`,
  };
}

export const LINE_COLOURS = 8;

/** Other ways to buy are grey, and told apart by their strokes; each is named at its end. */
export const OVERLAY_DASH: Readonly<Record<Exclude<LineKind, 'spot'>, number[]>> = {
  'on-demand': [7, 5],
  'savings-plan': [2, 4],
  'capacity-block': [12, 4, 2, 4],
};

/** The look of a line: past the eighth the colours repeat with dots, so that no two are alike. */
export function lineLook(
  { kind, colour }: Pick<PlotLine, 'kind' | 'colour'>,
  palette: Palette,
): { stroke: string; dash?: number[] } {
  if (kind !== 'spot') return { stroke: palette.faint, dash: OVERLAY_DASH[kind] };
  const stroke = palette.lines[colour % LINE_COLOURS] ?? palette.ink;
  return colour < LINE_COLOURS ? { stroke } : { stroke, dash: [2, 2] };
}
