'use client';

import { ChangeText } from '#app/_ui/change.tsx';
import { Age } from '#app/_ui/clock.client.tsx';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import { valueAt } from '#lib/series/timeline.ts';
import type { SharedGap } from './history.ts';
import { keyOf } from './plot.client.tsx';
import type { OnDemandLine, PlotLine } from './plot-model.ts';
import type { ZoneNow } from './pools.ts';
import { Swatch } from './swatch.tsx';
import { inUnit, type Unit, writeUnit } from './units.ts';

export type LegendProps = {
  lines: readonly PlotLine[];
  zones: readonly ZoneNow[];
  unit: Unit;
  gaps: readonly SharedGap[];
  rangeWords: string;
  onDemand: readonly OnDemandLine[];
};

/** The legend is the table of the chart: what each zone costs now and how it was spread over the range. */
export function Legend({ lines, zones, unit, gaps, rangeWords, onDemand }: LegendProps) {
  const spot = lines.map((line, index) => ({ line, index })).filter(({ line }) => !line.dashed);
  return (
    <div className="mt-3 overflow-x-auto">
      <table className="grid-table">
        <caption className="sr-only">Zones of the chart</caption>
        <thead>
          <tr>
            <th scope="col">Zone</th>
            <th scope="col" className="num">
              Now
            </th>
            <th scope="col" className="num">
              24 h
            </th>
            <th scope="col" className="num">
              7 d
            </th>
            <th scope="col" className="num">
              30 d
            </th>
            <th scope="col" className="num" title="When the present price began">
              Changed
            </th>
            <th scope="col" className="num" title="AWS's newest record of the present price">
              Confirmed
            </th>
            <th scope="col" className="num">
              Low, {rangeWords}
            </th>
            <th scope="col" className="num">
              Mean
            </th>
            <th scope="col" className="num" title="Half of the time the price was at or below this">
              p50
            </th>
            <th scope="col" className="num" title="95 % of the time the price was at or below this">
              p95
            </th>
            <th scope="col" className="num">
              High
            </th>
          </tr>
        </thead>
        <tbody>
          {spot.map(({ line, index }) => {
            const zone = zones.find((entry) => entry.zoneId === line.name && entry.region === line.region);
            const list = onDemand.find((entry) => entry.region === line.region);
            return (
              <tr key={keyOf(line)}>
                <th scope="row" className="!border-b-0 !text-[13px] !text-ink">
                  <Swatch index={index} />
                  {line.name} <span className="text-faint">{line.region}</span>
                  <ZoneGaps line={line} gaps={gaps} />
                </th>
                <NowCells zone={zone} unit={unit} onDemand={list && valueAt(list.points, Infinity)} />
                <StatCells line={line} unit={unit} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function NowCells({
  zone,
  unit,
  onDemand,
}: {
  zone: ZoneNow | undefined;
  unit: Unit;
  onDemand: number | null | undefined;
}) {
  if (zone === undefined || zone.price === null) {
    return (
      <td colSpan={6} className="text-right">
        <OutcomeMark outcome={zone?.outcome ?? 'none'} />
      </td>
    );
  }
  const value = inUnit(unit, zone.price, onDemand);
  return (
    <>
      <td className="num font-medium">
        {value === null ? (
          <span className="font-normal text-faint">no on-demand</span>
        ) : (
          writeUnit(unit, value)
        )}
      </td>
      <Change fraction={zone.h24} />
      <Change fraction={zone.d7} />
      <Change fraction={zone.d30} />
      <td className="num text-faint">{zone.changedAt === null ? 'not told' : <Age at={zone.changedAt} />}</td>
      <td className="num text-faint">
        {zone.confirmedAt === null ? 'not told' : <Age at={zone.confirmedAt} />}
      </td>
    </>
  );
}

export function Change({ fraction, className = '' }: { fraction: number | null; className?: string }) {
  return (
    <td className={`num ${className}`}>
      {fraction === null ? (
        <span className="text-faint" title="The price then is not known">
          not known
        </span>
      ) : (
        <ChangeText fraction={fraction} />
      )}
    </td>
  );
}

function StatCells({ line, unit }: { line: PlotLine; unit: Unit }) {
  const { stats } = line;
  if (stats === undefined) {
    return (
      <td colSpan={5} className="num text-faint">
        no price in this range
      </td>
    );
  }
  return [stats.min, stats.mean, stats.p50, stats.p95, stats.max].map((value, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: five fixed columns
    <td key={index} className="num text-soft">
      {writeUnit(unit, value)}
    </td>
  ));
}

function ZoneGaps({ line, gaps }: { line: PlotLine; gaps: readonly SharedGap[] }) {
  const own = gaps.filter(
    (gap) => !gap.whole && gap.region === line.region && gap.zoneIds.includes(line.name),
  );
  if (own.length === 0) return null;
  return <span className="text-warn"> · {own.length === 1 ? 'one gap' : `${own.length} gaps`}</span>;
}
