import { instant } from '#app/_ui/format.ts';
import type { Span } from '#lib/series/coverage.ts';
import { type Unit, writeExact } from '../units.ts';
import type { PlotLine, PlotModel } from './plot-model.ts';
import { Swatch } from './swatch.tsx';

/** More lines than this are read in the table, which has a column for the cursor. */
const MOST_LINES = 8;

/** What each line is at the cursor, beside it. */
export function Readout(props: { model: PlotModel; unit: Unit; index: number; shown: Span }) {
  const { model, unit, index, shown } = props;
  const at = model.grid.at[index];
  if (at === undefined) return null;
  const isRight = at > (shown.from + shown.to) / 2;
  return (
    <div
      className={`pointer-events-none absolute top-4 rounded border border-strong bg-panel/95 px-2.5 py-1.5 text-[12px] shadow-sm ${isRight ? 'left-[72px]' : 'right-[92px]'}`}
    >
      <p className="text-faint">{instant(at)} UTC</p>
      {model.lines.length <= MOST_LINES && (
        <table>
          <tbody>
            {model.lines.map((line, row) => (
              <tr key={keyOf(line)}>
                <th scope="row" className="pr-3 text-left font-normal">
                  <Swatch kind={line.kind} colour={line.colour} />
                  {line.name}
                  {line.kind !== 'spot' && ` ${line.region}`}
                </th>
                <td className="text-right">{valueText(model, unit, row, index)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

export function keyOf(line: Pick<PlotLine, 'region' | 'name'>): string {
  return `${line.region} ${line.name}`;
}

function valueText(model: PlotModel, unit: Unit, row: number, index: number): string {
  const value = model.grid.rows[row]?.[index];
  return value === null || value === undefined ? 'not known' : writeExact(unit, value);
}

/** The same in one sentence. */
export function readout(model: PlotModel, unit: Unit, index: number): string {
  const values = model.lines.map((line, row) => `${line.name} ${valueText(model, unit, row, index)}`);
  return `${instant(model.grid.at[index] ?? 0)} UTC: ${values.join(', ')}`;
}
