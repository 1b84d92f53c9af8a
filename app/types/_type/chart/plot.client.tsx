'use client';

import { type KeyboardEvent, memo, type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Span } from '#lib/series/coverage.ts';
import type { Unit } from '../units.ts';
import type { SharedGap } from './history.ts';
import type { Mark } from './marks.ts';
import { readPalette } from './palette.ts';
import type { PlotModel } from './plot-model.ts';
import { type PlotSetup, plotOptions } from './plot-options.ts';
import { keyOf, Readout, readout } from './readout.tsx';
import { useHeld } from './use-held.client.ts';
import { panned, zoomed } from './zoom.ts';

export type PlotProps = {
  model: PlotModel;
  gaps: readonly SharedGap[];
  marks: readonly Mark[];
  unit: Unit;
  label: string;
  /** All there is, and the part of it that is shown. */
  window: Span;
  shown: Span;
  /** A price to be drawn across, in the measure of the unit. */
  limit: number | undefined;
  /** The line that stands out, by its key. */
  focus: string | undefined;
  onCursor: (at: number | undefined) => void;
  onZoom: (span: Span | undefined) => void;
};

const PLOT_HEIGHT = { wide: 360, narrow: 280 };

/** The step chart. Its cursor is a slider, so that keys and screen readers can walk along it too. */
export const Plot = memo(function Plot(props: PlotProps) {
  const holder = useRef<HTMLDivElement>(null);
  const drawn = useHeld(props, holder);
  const { model, gaps, marks, unit, label, window, shown, limit, focus, onCursor, onZoom } = drawn;
  const plot = useRef<uPlot>(undefined);
  /** The instant that is pointed at: it stays while the chart around it is drawn anew. */
  const pointed = useRef<number>(undefined);
  const [index, setIndex] = useState<number | null>(null);
  const scheme = useColourScheme();

  const point = useCallback(
    (next: number | null) => {
      setIndex(next);
      pointed.current = next === null ? undefined : model.grid.at[next];
      onCursor(pointed.current);
    },
    [model, onCursor],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colour scheme changes what readPalette reads
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const width = () => Math.max(280, element.clientWidth);
    const height = () => (width() < 500 ? PLOT_HEIGHT.narrow : PLOT_HEIGHT.wide);
    // A chart that is new says that nothing is pointed at.
    const before = pointed.current;
    const setup: PlotSetup = {
      ...{ lines: model.lines, gaps, marks, unit, shown, limit, onZoom },
      ...{ palette: readPalette(element), width: width(), height: height() },
      onCursor: point,
      onReady: (made) => {
        if (before === undefined) return;
        const kept = indexAt(model, shown, before);
        if (kept !== null) placeCursor(made, model, kept);
        point(kept);
      },
    };
    const made = new uPlot(plotOptions(setup), [model.grid.at, ...model.grid.rows], element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: width(), height: height() }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [model, gaps, marks, unit, shown, limit, scheme, point, onZoom]);

  useEffect(() => {
    const found = model.lines.findIndex((line) => keyOf(line) === focus);
    plot.current?.setSeries(found === -1 ? null : found + 1, { focus: true });
  }, [focus, model]);

  const range = reached(model, shown);
  const onKeyDown = (event: KeyboardEvent) => {
    const zoom = { '+': 0.5, '=': 0.5, '-': 2 }[event.key];
    const pan = event.shiftKey ? { ArrowLeft: -0.5, ArrowRight: 0.5 }[event.key] : undefined;
    if (zoom !== undefined)
      onZoom(zoomed(shown, zoom, window, index === null ? undefined : model.grid.at[index]));
    else if (pan !== undefined) onZoom(panned(shown, pan, window));
    else if (event.key === 'Escape') onZoom(undefined);
    else if (!walk(event.key)) return;
    event.preventDefault();
  };
  const walk = (key: string): boolean => {
    const { first, last } = range;
    const steps = {
      ArrowLeft: (index ?? last + 1) - 1,
      ArrowRight: (index ?? first - 1) + 1,
      Home: first,
      End: last,
    };
    const target = (steps as Record<string, number | undefined>)[key];
    if (target === undefined || plot.current === undefined) return false;
    const next = Math.min(last, Math.max(first, target));
    placeCursor(plot.current, model, next);
    point(next);
    return true;
  };
  /** A thumb slides along the chart; up and down it scrolls the page. */
  const slide = (event: PointerEvent) => {
    if (event.pointerType !== 'touch' || plot.current === undefined) return;
    const box = plot.current.over.getBoundingClientRect();
    const left = Math.min(Math.max(event.clientX - box.left, 0), box.width - 1);
    plot.current.setCursor({ left, top: 0 });
  };
  return (
    <div className="relative">
      <div
        ref={holder}
        data-testid="chart"
        className="min-h-[280px] touch-pan-y sm:min-h-[360px]"
        role="slider"
        tabIndex={0}
        aria-label={`${label}. Arrow keys walk from change to change, plus and minus zoom, Escape shows all.`}
        aria-valuemin={range.first}
        aria-valuemax={range.last}
        aria-valuenow={index ?? range.last}
        aria-valuetext={readout(model, unit, index ?? range.last)}
        onKeyDown={onKeyDown}
        onPointerDown={slide}
        onPointerMove={slide}
      />
      {index !== null && <Readout model={model} unit={unit} index={index} shown={shown} />}
    </div>
  );
});

/** Changes may be closer together than pixels: which of them it is, the chart could not tell from the place. */
function placeCursor(plot: uPlot, { grid }: PlotModel, index: number): void {
  plot.setCursor({ left: plot.valToPos(grid.at[index] ?? 0, 'x'), top: 0 }, false);
}

/** The change that holds at an instant; null where that is not shown. */
function indexAt({ grid }: PlotModel, { from, to }: Span, instant: number): number | null {
  const index = grid.at.findLastIndex((at) => at <= instant);
  return index === -1 || instant < from || instant > to ? null : index;
}

/** The first and last instant of the grid that are shown. */
function reached({ grid }: PlotModel, { from, to }: Span): { first: number; last: number } {
  const first = Math.max(
    0,
    grid.at.findIndex((at) => at >= from),
  );
  const last = grid.at.findLastIndex((at) => at <= to);
  return { first, last: Math.max(first, last) };
}

function useColourScheme(): string {
  const [scheme, setScheme] = useState('');
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const update = () => setScheme(query.matches ? 'dark' : 'light');
    update();
    query.addEventListener('change', update);
    return () => query.removeEventListener('change', update);
  }, []);
  return scheme;
}
