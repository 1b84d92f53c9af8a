import { ChangeCell } from '#app/_ui/change.tsx';
import { Age } from '#app/_ui/clock.client.tsx';
import { count, finePercent, percent } from '#app/_ui/format.ts';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import { formatAge } from '#lib/domain/time.ts';
import { valueAt } from '#lib/series/timeline.ts';
import type { ZoneNow } from '../pools.ts';
import { inUnit, type Unit, writeExact, writeUnit } from '../units.ts';
import type { Figures } from './figures.ts';
import type { PlotLine } from './plot-model.ts';

/** What a line was at the instant under the cursor. */
export function CursorCell(props: { line: PlotLine | undefined; unit: Unit; cursor: number | undefined }) {
  const { line, unit, cursor } = props;
  if (cursor === undefined || line === undefined) return <td className="num text-faint max-sm:hidden">·</td>;
  const value = valueAt(line.points, cursor) ?? null;
  return (
    <td className="num max-sm:hidden">
      {value === null ? (
        <span className="text-faint">not known</span>
      ) : (
        writeExact({ ...unit, suffix: '' }, value)
      )}
    </td>
  );
}

/** The unit stands above the table once. */
function amount(unit: Unit, value: number): string {
  return writeUnit({ ...unit, suffix: '' }, value);
}

type NowProps = { zone: ZoneNow; unit: Unit; onDemand: number | null | undefined };

/** What a zone costs now, and how that has changed. */
export function NowCells({ zone, unit, onDemand }: NowProps) {
  if (zone.price === null) {
    return (
      <td colSpan={5} className="text-right">
        <OutcomeMark outcome={zone.outcome} />
      </td>
    );
  }
  const value = inUnit(unit, zone.price, onDemand);
  return (
    <>
      <td className="num font-medium">
        {value === null ? <span className="font-normal text-faint">no on-demand</span> : amount(unit, value)}
      </td>
      <ChangeCell fraction={zone.h24} />
      <ChangeCell fraction={zone.d7} />
      <ChangeCell fraction={zone.d30} />
      <td className="num text-faint">{zone.changedAt === null ? 'not told' : <Age at={zone.changedAt} />}</td>
    </>
  );
}

/** For how much of the known time the price was at or below the limit. */
export function LimitCell({ figures }: { figures: Figures | undefined }) {
  if (figures === undefined) return <td className="num text-faint">asking…</td>;
  const { under } = figures;
  return <td className="num font-medium">{under === undefined ? 'not known' : percent(under)}</td>;
}

type FigureProps = { figures: Figures | undefined; unit: Unit };

/** How the prices of a zone were spread over the time shown. */
export function FigureCells({ figures, unit }: FigureProps) {
  const span = 7;
  if (figures === undefined)
    return (
      <td colSpan={span} className="num text-faint">
        asking…
      </td>
    );
  const { stats, volatility } = figures;
  if (stats === undefined)
    return (
      <td colSpan={span} className="num text-faint">
        no price in this time
      </td>
    );
  return (
    <>
      {[stats.min, stats.mean, stats.p50, stats.p95, stats.max].map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: five fixed columns
        <td key={index} className="num text-soft">
          {amount(unit, value)}
        </td>
      ))}
      <td className="num text-soft">
        {volatility === undefined ? (
          <span className="text-faint" title="Fewer than six days are known one after another">
            too short
          </span>
        ) : (
          <span title={`over ${count(volatility.changes)} changes from day to day`}>
            {finePercent(volatility.daily)} a day
          </span>
        )}
      </td>
      <td className="num text-faint" title={`known for ${formatAge(stats.knownMs)}`}>
        {count(stats.samples)}
      </td>
    </>
  );
}
