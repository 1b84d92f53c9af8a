import { useId } from 'react';
import { type Box, plotSteps, type Scale, type StepSeries } from '#lib/plot/steps.ts';
import type { Span } from '#lib/series/coverage.ts';

const BOX: Box = { width: 330, height: 84 };
const LEFT = 52;
const BELOW = 16;

type ChartProps = {
  series: StepSeries;
  window: Span;
  /** What the line is, for whoever does not see it. */
  label: string;
  write: (value: number) => string;
  /** Shared by the pictures beside this one. */
  scale: Scale;
  /** Its size in units of its own; as wide as its place allows in any case. */
  box?: Box;
};

/** A step line on the server: broken where nothing is known, hatched where nobody looked or the look failed. */
export function StepChart({ series, window, label, write, scale, box = BOX }: ChartProps) {
  const hatch = useId();
  const plot = plotSteps(series, window, box, scale);
  return (
    <svg
      viewBox={`0 -6 ${box.width + LEFT} ${box.height + BELOW + 6}`}
      role="img"
      aria-label={label}
      className="block w-full text-[10.5px]"
    >
      <defs>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V5" className="stroke-strong" strokeWidth="1.5" />
        </pattern>
      </defs>
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <path
            d={`M${LEFT} ${box.height * (1 - share)}H${LEFT + box.width}`}
            className={share === 0 ? 'stroke-strong' : 'stroke-line'}
          />
          <text x={LEFT - 6} y={box.height * (1 - share) + 3} textAnchor="end" className="fill-faint">
            {write(scale.bottom + (scale.top - scale.bottom) * share)}
          </text>
        </g>
      ))}
      <g transform={`translate(${LEFT} 0)`}>
        {plot.unknown.map((span) => (
          <rect key={span.x} x={span.x} width={span.width} height={box.height} fill={`url(#${hatch})`} />
        ))}
        {plot.nothing.map((span) => (
          <rect
            key={span.x}
            x={span.x}
            y={box.height - 4}
            width={span.width}
            height="4"
            className="fill-warn"
          />
        ))}
        <path d={plot.path} fill="none" className="stroke-accent" strokeWidth="1.4" />
        {plot.ticks.map((tick) => (
          <text key={tick.x} x={tick.x} y={box.height + 12} className="fill-faint">
            {tick.words}
          </text>
        ))}
      </g>
    </svg>
  );
}
