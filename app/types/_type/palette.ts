import type { PlotLine } from './plot-model.ts';

export type Palette = {
  lines: string[];
  ink: string;
  faint: string;
  line: string;
  sunken: string;
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
    font: `12px ${style.fontFamily}`,
  };
}

const LINE_COLOURS = 8;

/** The look of a line: past the eighth the colours repeat with dots, so that no two are alike. */
export function lineLook(
  line: PlotLine,
  index: number,
  palette: Palette,
): { stroke: string; dash?: number[] } {
  if (line.dashed) return { stroke: palette.faint, dash: [7, 5] };
  const stroke = palette.lines[index % LINE_COLOURS] ?? palette.ink;
  return index < LINE_COLOURS ? { stroke } : { stroke, dash: [2, 2] };
}
