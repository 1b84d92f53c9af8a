'use client';

import { useEffect, useMemo, useState } from 'react';
import { instant } from '#app/_ui/format.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { fetchHistory } from './fetch-history.ts';
import { gapWords, type HistoryLine, type SharedGap, shareGaps } from './history.ts';
import { Legend } from './legend.client.tsx';
import { Numbers } from './numbers.client.tsx';
import { Plot } from './plot.client.tsx';
import { isFarAbove, missingOnDemand, type OnDemandLine, plotModel, spotOnly } from './plot-model.ts';
import type { ZoneNow } from './pools.ts';
import { type Unit, writeUnit } from './units.ts';

export type ChartPanelProps = {
  type: string;
  regions: string[];
  unit: Unit;
  onDemand: OnDemandLine[];
  zones: ZoneNow[];
  rangeMs: number;
  rangeWords: string;
  /** The end of the chart: product time, on the minute. */
  to: number;
  version: number;
};

type Loaded = { lines: HistoryLine[]; from: number; to: number };

/** The chart with its table and its numbers, drawn from the public history route. */
export function ChartPanel(props: ChartPanelProps) {
  const { type, regions, unit, onDemand, zones, rangeWords } = props;
  const { loaded, error } = useHistory(props);
  const [wantsOnDemand, setWantsOnDemand] = useState<boolean>();
  const model = useMemo(
    () => loaded && plotModel({ ...loaded, history: loaded.lines, onDemand, unit }),
    [loaded, onDemand, unit],
  );
  const gaps = useMemo(
    () =>
      loaded
        ? [
            ...missingOnDemand({ ...loaded, history: loaded.lines, onDemand, unit }),
            ...shareGaps(loaded.lines),
          ]
        : [],
    [loaded, onDemand, unit],
  );
  const withOnDemand = wantsOnDemand ?? (model !== undefined && !isFarAbove(model.lines));
  const drawn = useMemo(
    () => (withOnDemand || model === undefined ? model : spotOnly(model)),
    [withOnDemand, model],
  );
  if (drawn === undefined || model === undefined || loaded === undefined) {
    return (
      <p className="grid place-items-center text-faint" style={{ minHeight: expectedHeight(zones.length) }}>
        {error === undefined ? 'Asking for the history…' : `The history could not be fetched: ${error}`}
      </p>
    );
  }
  if (loaded.lines.length === 0)
    return (
      <p className="py-10 text-soft">
        No spot price of {type} is on record in {regions.join(', ')}.
      </p>
    );
  const lists = model.lines.filter((line) => line.dashed && line.stats !== undefined);
  return (
    <>
      {error !== undefined && (
        <p className="text-warn">
          The chart is as of {instant(loaded.to)} UTC: {error}.
        </p>
      )}
      <Plot
        model={drawn}
        gaps={gaps}
        unit={unit}
        label={`Spot price of ${type} by zone over ${rangeWords}`}
      />
      <p className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-soft">
        {lists.length > 0 && (
          <label className="inline-flex items-center gap-1.5">
            <input
              type="checkbox"
              checked={withOnDemand}
              onChange={(event) => setWantsOnDemand(event.target.checked)}
              className="accent-ink"
            />
            On-demand, dashed:{' '}
            {lists.map((line) => `${writeUnit(unit, line.stats?.max ?? 0)} in ${line.region}`).join(', ')}
          </label>
        )}
        <GapWords gaps={gaps} />
      </p>
      <Legend
        lines={model.lines}
        zones={zones}
        unit={unit}
        gaps={gaps}
        rangeWords={rangeWords}
        from={loaded.from}
        onDemand={onDemand}
      />
      <Numbers type={type} regions={regions} lines={loaded.lines} from={loaded.from} to={loaded.to} />
    </>
  );
}

/** Chart, legend with a row for each zone, and numbers: what is below stays where it is once they are there. */
function expectedHeight(zones: number): string {
  return `calc(360px + ${zones + 1} * 2.1rem + 5.5rem)`;
}

/** Shorter than one look takes to come round: an edge, not a hole. */
const WORTH_NAMING = COLLECTOR_INTERVALS_MS['spot-price'];

function GapWords({ gaps }: { gaps: readonly SharedGap[] }) {
  const whole = gaps.filter((gap) => gap.whole && gap.to - gap.from > WORTH_NAMING);
  if (whole.length === 0) return null;
  return (
    <span>
      Hatched:{' '}
      {whole
        .map((gap) => `${gap.region} ${gapWords(gap)}, ${instant(gap.from)} to ${instant(gap.to)} UTC`)
        .join('; ')}
    </span>
  );
}

function useHistory({ type, regions, rangeMs, to, version }: ChartPanelProps): {
  loaded: Loaded | undefined;
  error: string | undefined;
} {
  const [loaded, setLoaded] = useState<Loaded>();
  const [error, setError] = useState<string>();
  const region = regions.join(',');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `to` moves with the clock; only news is a reason to ask again
  useEffect(() => {
    const abort = new AbortController();
    const from = to - rangeMs;
    fetchHistory({ type, region, from, to }, abort.signal)
      .then((lines) => {
        setLoaded({ lines, from, to });
        setError(undefined);
      })
      .catch((reason: unknown) => {
        if (!abort.signal.aborted) setError(reason instanceof Error ? reason.message : String(reason));
      });
    return () => abort.abort();
  }, [type, region, rangeMs, version]);
  return { loaded, error };
}
