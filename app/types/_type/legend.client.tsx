'use client';

import { ChangeCell } from '#app/_ui/change.tsx';
import { Age } from '#app/_ui/clock.client.tsx';
import { dayName } from '#app/_ui/format.ts';
import { type Head, Heads } from '#app/_ui/heads.tsx';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import { Scroll } from '#app/_ui/scroll.tsx';
import { DAY } from '#lib/domain/time.ts';
import { valueAt } from '#lib/series/timeline.ts';
import type { SharedGap } from './history.ts';
import { keyOf } from './plot.client.tsx';
import { knownFrom, type OnDemandLine, type PlotLine } from './plot-model.ts';
import type { ZoneNow } from './pools.ts';
import { Swatch } from './swatch.tsx';
import { inUnit, type Unit, writeUnit } from './units.ts';

export type LegendProps = {
  lines: readonly PlotLine[];
  zones: readonly ZoneNow[];
  unit: Unit;
  gaps: readonly SharedGap[];
  rangeWords: string;
  /** The start of the range. */
  from: number;
  onDemand: readonly OnDemandLine[];
};

/** Less than a day at the start of a range is its edge. */
const WORTH_NAMING = DAY;

const headsOf = (statWords: string): Head[] => [
  { text: 'Zone' },
  { text: 'Now', num: true },
  { text: '24 h', num: true },
  { text: '7 d', num: true },
  { text: '30 d', num: true },
  { text: 'Changed', num: true, title: 'When the present price began' },
  { text: 'Confirmed', num: true, title: "AWS's newest record of the present price" },
  { text: `Low, ${statWords}`, num: true },
  { text: 'Mean', num: true },
  { text: 'p50', num: true, title: 'Half of the time the price was at or below this' },
  { text: 'p95', num: true, title: '95 % of the time the price was at or below this' },
  { text: 'High', num: true },
];

/** The legend is the table of the chart: what each zone costs now and how it was spread over the range. */
export function Legend({ lines, zones, unit, gaps, rangeWords, from, onDemand }: LegendProps) {
  const spot = lines.map((line, index) => ({ line, index })).filter(({ line }) => !line.dashed);
  const starts = spot.flatMap(({ line }) => knownFrom(line, from) ?? []);
  const start = starts.length === 0 ? from : Math.min(...starts);
  const statWords = start - from > WORTH_NAMING ? `from ${dayName(start)}` : rangeWords;
  return (
    <Scroll label="Zones of the chart, in figures" className="mt-3 overflow-x-auto">
      <table className="grid-table">
        <caption className="sr-only">Zones of the chart</caption>
        <Heads heads={headsOf(statWords)} />
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
                  <LaterStart at={knownFrom(line, from)} than={start} />
                </th>
                <NowCells zone={zone} unit={unit} onDemand={list && valueAt(list.points, Infinity)} />
                <StatCells line={line} unit={unit} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
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
      <ChangeCell fraction={zone.h24} />
      <ChangeCell fraction={zone.d7} />
      <ChangeCell fraction={zone.d30} />
      <td className="num text-faint">{zone.changedAt === null ? 'not told' : <Age at={zone.changedAt} />}</td>
      <td className="num text-faint">
        {zone.confirmedAt === null ? 'not told' : <Age at={zone.confirmedAt} />}
      </td>
    </>
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

/** A line that is known from later than the others: its figures are of that part only. */
function LaterStart({ at, than }: { at: number | undefined; than: number }) {
  if (at === undefined || at - than <= WORTH_NAMING) return null;
  return <span className="text-faint"> · from {dayName(at)}</span>;
}

function ZoneGaps({ line, gaps }: { line: PlotLine; gaps: readonly SharedGap[] }) {
  const own = gaps.filter(
    (gap) => !gap.whole && gap.region === line.region && gap.zoneIds.includes(line.name),
  );
  if (own.length === 0) return null;
  return <span className="text-warn"> · {own.length === 1 ? 'one gap' : `${own.length} gaps`}</span>;
}
