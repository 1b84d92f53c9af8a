'use client';

import { useMemo } from 'react';
import { dayName, instant } from '#app/_ui/format.ts';
import { type Head, Heads } from '#app/_ui/heads.tsx';
import { Scroll } from '#app/_ui/scroll.tsx';
import { DAY } from '#lib/domain/time.ts';
import type { Span } from '#lib/series/coverage.ts';
import { valueAt } from '#lib/series/timeline.ts';
import type { ZoneNow } from '../pools.ts';
import type { Unit } from '../units.ts';
import { figuresOf, limitIn } from './figures.ts';
import type { SharedGap } from './history.ts';
import { CursorCell, FigureCells, LimitCell, NowCells } from './legend-cells.tsx';
import { knownFrom, type OverlayLine, type PlotLine } from './plot-model.ts';
import { Swatch } from './swatch.tsx';

export type LegendProps = {
  /** undefined while the history is on its way: the rows are there before their figures. */
  lines: readonly PlotLine[] | undefined;
  /** Zones of the chart in the order of the table; the order of `zoneIds` is that of their colours. */
  zones: readonly ZoneNow[];
  zoneIds: readonly string[];
  hidden: readonly string[];
  unit: Unit;
  gaps: readonly SharedGap[];
  shown: Span;
  under: string;
  /** The instant under the cursor of the chart. */
  cursor: number | undefined;
  overlays: readonly OverlayLine[];
  onHide: (hidden: string[]) => void;
  onFocus: (key: string | undefined) => void;
};

/** Less than a day at the start of a range is its edge. */
const WORTH_NAMING = DAY;

/** The name of a zone stays where a phone scrolls its figures. */
const FIRST = 'max-md:sticky max-md:left-0 max-md:bg-paper';

const headsOf = (cursor: number | undefined, under: string): Head[] => [
  { text: 'Zone', className: FIRST },
  {
    text: cursor === undefined ? 'At the cursor' : `At ${instant(cursor).replace(/ \d{4}/, '')}`,
    num: true,
    className: 'min-w-[8.6rem] max-sm:hidden',
  },
  ...(under === ''
    ? []
    : [{ text: 'At or below', num: true, title: 'Share of the known time at or below the limit' }]),
  { text: 'Now', num: true },
  { text: '24 h', num: true },
  { text: '7 d', num: true },
  { text: '30 d', num: true },
  { text: 'Changed', num: true, title: 'When AWS made the price what it is' },
  { text: 'Low', num: true },
  { text: 'Mean', num: true },
  { text: 'p50', num: true, title: 'Half of the time the price was at or below this' },
  { text: 'p95', num: true, title: '95 % of the time the price was at or below this' },
  { text: 'High', num: true },
  {
    text: 'Volatility',
    num: true,
    title: 'Standard deviation of the logarithmic changes from one UTC day to the next',
  },
  {
    text: 'Prices',
    num: true,
    title: 'Prices that held within the time shown: what the figures are taken over',
  },
];

/** The legend is the table of the chart: what each zone costs, at the cursor and now, and how it was spread over the time shown. */
export function Legend(props: LegendProps) {
  const { zones, zoneIds, cursor, under } = props;
  return (
    <Scroll label="Zones of the chart, in figures" className="mt-3 overflow-x-auto">
      <table className="grid-table">
        <caption className="sr-only">Zones of the chart</caption>
        <Heads heads={headsOf(cursor, under)} />
        <tbody>
          {zones.map((zone) => (
            <ZoneRow
              key={`${zone.region} ${zone.zoneId}`}
              zone={zone}
              colour={zoneIds.indexOf(zone.zoneId)}
              {...props}
            />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

type RowProps = LegendProps & { zone: ZoneNow; colour: number };

function ZoneRow({
  zone,
  colour,
  lines,
  hidden,
  unit,
  gaps,
  shown,
  under,
  cursor,
  overlays,
  onHide,
  onFocus,
}: RowProps) {
  const { zoneId, region } = zone;
  const line = lines?.find((one) => one.kind === 'spot' && one.name === zoneId);
  const list = overlays.find((entry) => entry.kind === 'on-demand' && entry.region === region);
  const figures = useMemo(
    () => line && figuresOf(line.points, shown, limitIn(unit, under)),
    [line, shown, unit, under],
  );
  const isHidden = hidden.includes(zoneId);
  const toggle = () => onHide(isHidden ? hidden.filter((one) => one !== zoneId) : [...hidden, zoneId]);
  return (
    // biome-ignore lint/a11y/useKeyWithMouseEvents: its box does the same for the keyboard
    <tr onMouseOver={() => onFocus(`${region} ${zoneId}`)} onMouseLeave={() => onFocus(undefined)}>
      <th
        scope="row"
        className={`!border-b-0 !text-[13px] ${FIRST} ${isHidden ? '!text-faint' : '!text-ink'}`}
      >
        <label className="inline-flex items-center whitespace-nowrap">
          <input
            type="checkbox"
            checked={!isHidden}
            onChange={toggle}
            onFocus={() => onFocus(`${region} ${zoneId}`)}
            onBlur={() => onFocus(undefined)}
            className="mr-2 accent-ink"
            aria-label={`Draw ${zoneId}`}
          />
          <Swatch kind="spot" colour={colour} />
          {zoneId} <span className="ml-1 text-faint max-sm:hidden">{region}</span>
        </label>
        <ZoneGaps zoneId={zoneId} region={region} gaps={gaps} />
        {line !== undefined && <LaterStart at={knownFrom(line, shown.from)} than={shown.from} />}
      </th>
      <CursorCell line={line} unit={unit} cursor={cursor} />
      {under !== '' && <LimitCell figures={figures} />}
      <NowCells zone={zone} unit={unit} onDemand={list && valueAt(list.points, Infinity)} />
      <FigureCells figures={figures} unit={unit} />
    </tr>
  );
}

/** A line that is known from later than the rest: its figures are of that part only. */
function LaterStart({ at, than }: { at: number | undefined; than: number }) {
  if (at === undefined || at - than <= WORTH_NAMING) return null;
  return <span className="text-faint"> · from {dayName(at)}</span>;
}

function ZoneGaps({ zoneId, region, gaps }: { zoneId: string; region: string; gaps: readonly SharedGap[] }) {
  const own = gaps.filter((gap) => !gap.whole && gap.region === region && gap.zoneIds.includes(zoneId));
  if (own.length === 0) return null;
  return <span className="text-warn"> · {own.length === 1 ? 'one gap' : `${own.length} gaps`}</span>;
}
