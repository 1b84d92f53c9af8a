import { LINE_COLOURS, OVERLAY_DASH } from './palette.ts';
import type { PlotLine } from './plot-model.ts';

/** The mark of a line beside its name, as the chart draws it. */
export function Swatch({ kind, colour }: Pick<PlotLine, 'kind' | 'colour'>) {
  const dash = kind !== 'spot' ? OVERLAY_DASH[kind].join(' ') : colour >= LINE_COLOURS ? '2 2' : undefined;
  return (
    <svg viewBox="0 0 22 8" className="mr-2 inline-block h-2 w-[22px]" aria-hidden="true">
      <path
        d="M0 4H22"
        stroke={kind === 'spot' ? `var(--line-${(colour % LINE_COLOURS) + 1})` : 'var(--faint)'}
        strokeWidth="2.5"
        {...(dash !== undefined && { strokeDasharray: dash })}
      />
    </svg>
  );
}
