'use client';

import { useCallback, useMemo, useState } from 'react';
import { instant } from '#app/_ui/format.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { weekPattern } from '#lib/series/week-pattern.ts';
import { Choices, type RegionChoice } from '../choices.client.tsx';
import { type KnownView, shownOf, windowOf } from '../params.ts';
import type { ZoneNow } from '../pools.ts';
import type { Unit } from '../units.ts';
import { useStable } from '../use-stable.client.ts';
import { useTypeView } from '../use-view.client.ts';
import { limitIn } from './figures.ts';
import { gapWords, type SharedGap, shareGaps } from './history.ts';
import { Legend } from './legend.client.tsx';
import { LimitField } from './limit-field.client.tsx';
import type { Mark } from './marks.ts';
import { MarksList } from './marks-list.tsx';
import { Numbers } from './numbers.client.tsx';
import { OverlayChoice } from './overlay-choice.tsx';
import { Overview } from './overview.client.tsx';
import { Plot } from './plot.client.tsx';
import { fittingOverlays, missingOnDemand, type OverlayLine, plotLines, plotModel } from './plot-model.ts';
import { RuleLink } from './rule-link.tsx';
import { useHistory } from './use-history.client.ts';
import { WeekPatternPart } from './week-pattern.tsx';
import { ZoomBar } from './zoom-bar.tsx';

export type ChartPanelProps = {
  type: string;
  known: KnownView;
  units: Unit[];
  regions: RegionChoice[];
  overlays: OverlayLine[];
  marks: Mark[];
  /** Every zone of the type; those of the regions chosen are drawn. */
  zones: ZoneNow[];
  /** From when overlays and marks are known. */
  knownFrom: number;
  /** The end of the chart: product time, on the minute. */
  to: number;
  version: number;
};

/** The chart with its table and its numbers, drawn from the public history route. */
export function ChartPanel(props: ChartPanelProps) {
  const { type, regions, to, version } = props;
  const [known, units] = [useStable(props.known), useStable(props.units)];
  const [overlays, marks] = [useStable(props.overlays), useStable(props.marks)];
  const { view, change } = useTypeView(type, known, props.knownFrom);
  const unit = units.find((one) => one.name === view.unit) ?? (units[0] as Unit);
  const asked = useMemo(() => windowOf(view, to), [view, to]);
  const { loaded, error } = useHistory({ type, regions: view.regions, window: asked, version });
  const window = loaded?.window ?? asked;
  const shown = useMemo(() => shownOf(view, window), [view, window]);
  const zones = useMemo(
    () => props.zones.filter((zone) => view.regions.includes(zone.region)),
    [props.zones, view.regions],
  );
  const zoneIds = useStable(inColourOrder(zones));
  const [cursor, setCursor] = useState<number>();
  const [focus, setFocus] = useState<string>();
  const onZoom = useCallback((zoom: Parameters<typeof shownOf>[0]['zoom']) => change({ zoom }), [change]);

  const lines = useMemo(
    () => plotLines({ history: loaded?.lines ?? [], overlays, unit, zoneIds }),
    [loaded, overlays, unit, zoneIds],
  );
  const gaps = useMemo(
    () =>
      loaded
        ? [...missingOnDemand({ history: loaded.lines, overlays, unit }, window), ...shareGaps(loaded.lines)]
        : [],
    [loaded, overlays, unit, window],
  );
  const on = useMemo(
    () => view.overlays ?? (loaded === undefined ? [] : fittingOverlays(lines, shown)),
    [view.overlays, lines, loaded, shown],
  );
  const model = useMemo(() => {
    const drawn = lines.filter((line) =>
      line.kind === 'spot' ? !view.hidden.includes(line.name) : on.includes(line.kind),
    );
    return loaded && plotModel(drawn, window);
  }, [lines, loaded, view.hidden, on, window]);
  const pattern = useMemo(() => {
    const drawn = model?.lines.filter(({ kind }) => kind === 'spot').map(({ points }) => points);
    return drawn && { of: weekPattern(drawn, shown), zones: drawn.length };
  }, [model, shown]);

  return (
    <>
      <Choices type={type} view={view} change={change} units={units} regions={regions} />
      {error !== undefined && (
        <p className="text-warn" role="status">
          {loaded === undefined
            ? 'The history could not be fetched'
            : `The chart is as of ${instant(window.to)} UTC`}
          : {error}. It is asked for again with the next news.
        </p>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <ZoomBar window={window} shown={shown} onZoom={onZoom} />
        <OverlayChoice
          {...{ lines, unit, on }}
          to={window.to}
          onChoose={(next) => change({ overlays: next })}
        />
      </div>
      {model === undefined ? (
        <div>
          <p className="grid min-h-[280px] place-items-center text-faint sm:min-h-[360px]">
            {error === undefined ? 'Asking for the history…' : 'No history to draw.'}
          </p>
          <div className="h-10 border-y border-line" />
        </div>
      ) : (
        <>
          <Plot
            {...{ model, gaps, marks, unit, window, shown, focus, onZoom }}
            onCursor={setCursor}
            limit={limitIn(unit, view.under)}
            label={`Spot price of ${type} by zone`}
          />
          <Overview model={model} window={window} shown={shown} onZoom={onZoom} />
        </>
      )}
      <MarksList marks={marks} shown={shown} />
      <div className="mt-3 flex flex-wrap items-center gap-x-6 gap-y-1">
        <p className="text-faint">
          Figures in {unit.label}, of {instant(shown.from)} to {instant(shown.to)} UTC, each price weighted by
          how long it held.
        </p>
        <LimitField key={unit.name} unit={unit} under={view.under} onLimit={(under) => change({ under })} />
        <RuleLink type={type} view={view} />
      </div>
      <Legend
        lines={loaded && lines}
        {...{ zones, zoneIds, unit, gaps, shown, cursor, overlays }}
        hidden={view.hidden}
        under={view.under}
        onHide={(hidden) => change({ hidden })}
        onFocus={setFocus}
      />
      <GapWords gaps={gaps} />
      <Numbers type={type} regions={view.regions} lines={loaded?.lines ?? []} {...shown} />
      <WeekPatternPart
        pattern={pattern?.of}
        zones={pattern?.zones ?? 0}
        shown={shown}
        isLoading={loaded === undefined && error === undefined}
      />
    </>
  );
}

/** Colours go by region and zone, so that they stay when prices change places. */
function inColourOrder(zones: readonly ZoneNow[]): string[] {
  return zones
    .toSorted(
      (a, b) =>
        a.region.localeCompare(b.region, 'en') || a.zoneId.localeCompare(b.zoneId, 'en', { numeric: true }),
    )
    .map((zone) => zone.zoneId);
}

/** Shorter than one look takes to come round: an edge, not a hole. */
const WORTH_NAMING = COLLECTOR_INTERVALS_MS['spot-price'];

function GapWords({ gaps }: { gaps: readonly SharedGap[] }) {
  const whole = gaps.filter((gap) => gap.whole && gap.to - gap.from > WORTH_NAMING);
  if (whole.length === 0) return null;
  return (
    <p className="mt-2 text-soft">
      Hatched:{' '}
      {whole
        .map((gap) => `${gap.region} ${gapWords(gap)}, ${instant(gap.from)} to ${instant(gap.to)} UTC`)
        .join('; ')}
    </p>
  );
}
