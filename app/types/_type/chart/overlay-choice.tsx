import { valueAt } from '#lib/series/timeline.ts';
import { OVERLAYS, type OverlayKind } from '../params.ts';
import { type Unit, writeUnit } from '../units.ts';
import type { PlotLine } from './plot-model.ts';
import { Swatch } from './swatch.tsx';

const NAMES: Readonly<Record<OverlayKind, string>> = {
  'on-demand': 'On-demand',
  'savings-plan': 'Savings plans',
  'capacity-block': 'Capacity Blocks',
};

type Props = {
  lines: readonly PlotLine[];
  unit: Unit;
  on: readonly OverlayKind[];
  to: number;
  onChoose: (overlays: OverlayKind[]) => void;
};

/** The other ways to buy that can be drawn, with what each costs at the end of the chart. */
export function OverlayChoice({ lines, unit, on, to, onChoose }: Props) {
  const kinds = OVERLAYS.filter((kind) => lines.some((line) => line.kind === kind));
  if (kinds.length === 0) return null;
  return (
    <fieldset className="flex flex-wrap gap-x-5 gap-y-1 text-soft" aria-label="Other ways to buy, as lines">
      {kinds.map((kind) => (
        <label key={kind} className="inline-flex items-center gap-1.5">
          <input
            type="checkbox"
            checked={on.includes(kind)}
            onChange={(event) =>
              onChoose(OVERLAYS.filter((one) => (one === kind ? event.target.checked : on.includes(one))))
            }
            className="accent-ink"
          />
          <Swatch kind={kind} colour={-1} />
          {NAMES[kind]} <span className="text-faint max-sm:hidden">{prices(lines, kind, unit, to)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** $55.04/h in us-east-1, or what the plans of one and three years cost. */
function prices(lines: readonly PlotLine[], kind: OverlayKind, unit: Unit, to: number): string {
  const own = lines.filter((line) => line.kind === kind);
  const isOneRegion = new Set(own.map(({ region }) => region)).size === 1;
  return own
    .map(({ name, region, points }) => {
      const value = valueAt(points, to) ?? null;
      const words = value === null ? 'none now' : writeUnit(unit, value);
      return `${kind === 'savings-plan' ? `${name.replace('plan ', '')} ` : ''}${words}${isOneRegion ? '' : ` in ${region}`}`;
    })
    .join(', ');
}
