import { escapeMarkup } from '#lib/domain/markup.ts';
import type { Span } from '#lib/series/coverage.ts';
import { type Box, plotSteps, type Scale, type StepSeries } from './steps.ts';

/** What a picture shows: its line, the stretch of time, and how its values are written. */
export type Drawing = {
  series: StepSeries;
  window: Span;
  scale: Scale;
  unit: string;
  write: (value: number) => string;
};

/** The picture as a whole, in CSS pixels: a phone shows it at its own size, a wide mail two side by side. */
export const SVG_SIZE: Box = { width: 272, height: 118 };
const PLOT: Box = { width: 206, height: 74 };
const LEFT = 58;
const TOP = 21;

// The light colours of app/globals.css. The ground is part of the picture: it reads the same wherever it is shown.
const COLOUR = { paper: '#fcfcfb', line: '#e4e4df', strong: '#c6c6bf', words: '#555b63', accent: '#1d4ed8' };
const LEVELS = [0, 0.5, 1];

/** A step line as the text of an SVG that needs nothing from outside but a font. */
export function drawSvg({ series, window, scale, unit, write }: Drawing): string {
  const { width, height } = SVG_SIZE;
  const plot = plotSteps(series, window, PLOT, scale);
  const level = (share: number) => {
    const y = PLOT.height * (1 - share);
    const label = write(scale.bottom + (scale.top - scale.bottom) * share);
    return `<path d="M0 ${y}H${PLOT.width}" stroke="${share === 0 ? COLOUR.strong : COLOUR.line}"/>
<text x="-6" y="${y + 3.5}" text-anchor="end">${escapeMarkup(label)}</text>`;
  };
  const hatched = plot.unknown.map(
    (span) => `<rect x="${span.x}" width="${span.width}" height="${PLOT.height}" fill="url(#hatch)"/>`,
  );
  const ticks = plot.ticks.map(
    ({ x, words }) =>
      `<path d="M${x} ${PLOT.height}v4" stroke="${COLOUR.strong}"/><text x="${x}" y="${PLOT.height + 16}">${escapeMarkup(words)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V5" stroke="${COLOUR.strong}" stroke-width="1.5"/></pattern></defs>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" fill="${COLOUR.paper}" stroke="${COLOUR.line}"/>
<g transform="translate(${LEFT} ${TOP})" font-family="DejaVu Sans" font-size="10.5" fill="${COLOUR.words}">
<text x="-6" y="-10" text-anchor="end">${escapeMarkup(unit)}</text>
${[...LEVELS.map(level), ...hatched, ...ticks].join('\n')}
<path d="${plot.path}" fill="none" stroke="${COLOUR.accent}" stroke-width="1.5"/>
</g>
</svg>`;
}
