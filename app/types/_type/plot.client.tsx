'use client';

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { instant } from '#app/_ui/format.ts';
import type { SharedGap } from './history.ts';
import { readPalette } from './palette.ts';
import type { PlotLine, PlotModel } from './plot-model.ts';
import { type PlotSetup, plotOptions } from './plot-options.ts';
import { Swatch } from './swatch.tsx';
import { type Unit, writeUnit } from './units.ts';

export type PlotProps = { model: PlotModel; gaps: readonly SharedGap[]; unit: Unit; label: string };

const HEIGHT = { wide: 360, narrow: 280 };

/** The step chart. Its cursor is a slider, so that keys and screen readers can walk along it too. */
export function Plot({ model, gaps, unit, label }: PlotProps) {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const [index, setIndex] = useState<number | null>(null);
  const scheme = useColourScheme();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colour scheme changes what readPalette reads
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const width = () => Math.max(280, element.clientWidth);
    const height = () => (width() < 500 ? HEIGHT.narrow : HEIGHT.wide);
    const setup: PlotSetup = {
      lines: model.lines,
      gaps,
      unit,
      palette: readPalette(element),
      width: width(),
      height: height(),
      onCursor: setIndex,
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
  }, [model, gaps, unit, scheme]);

  const walk = (event: KeyboardEvent) => {
    const last = model.grid.at.length - 1;
    const target = { ArrowLeft: (index ?? last + 1) - 1, ArrowRight: (index ?? -1) + 1, Home: 0, End: last }[
      event.key
    ];
    const at = target === undefined ? undefined : model.grid.at[Math.min(last, Math.max(0, target))];
    if (at === undefined || plot.current === undefined) return;
    event.preventDefault();
    plot.current.setCursor({ left: plot.current.valToPos(at, 'x'), top: 0 });
  };
  return (
    <div className="relative">
      <div
        ref={holder}
        data-testid="chart"
        className="min-h-[280px] sm:min-h-[360px]"
        role="slider"
        tabIndex={0}
        aria-label={`${label}. Arrow keys walk from change to change.`}
        aria-valuemin={0}
        aria-valuemax={model.grid.at.length - 1}
        aria-valuenow={index ?? model.grid.at.length - 1}
        aria-valuetext={readout(model, unit, index ?? model.grid.at.length - 1)}
        onKeyDown={walk}
      />
      {index !== null && <Readout model={model} unit={unit} index={index} />}
    </div>
  );
}

function Readout({ model, unit, index }: { model: PlotModel; unit: Unit; index: number }) {
  const at = model.grid.at[index];
  if (at === undefined) return null;
  const right = index > model.grid.at.length / 2;
  return (
    <div
      className={`pointer-events-none absolute top-3 rounded border border-strong bg-panel/95 px-2.5 py-1.5 text-[12px] shadow-sm ${right ? 'left-[72px]' : 'right-[92px]'}`}
    >
      <p className="text-faint">{instant(at)} UTC</p>
      <table>
        <tbody>
          {model.lines.map((line, i) => (
            <tr key={keyOf(line)}>
              <th scope="row" className="pr-3 text-left font-normal">
                <Swatch index={i} dashed={line.dashed} />
                {line.name}
                {line.dashed && ` ${line.region}`}
              </th>
              <td className="text-right">{valueText(model, unit, i, index)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function keyOf(line: PlotLine): string {
  return `${line.region} ${line.name}`;
}

function valueText(model: PlotModel, unit: Unit, row: number, index: number): string {
  const value = model.grid.rows[row]?.[index];
  return value === null || value === undefined ? 'not known' : writeUnit(unit, value);
}

function readout(model: PlotModel, unit: Unit, index: number): string {
  const values = model.lines.map((line, i) => `${line.name} ${valueText(model, unit, i, index)}`);
  return `${instant(model.grid.at[index] ?? 0)} UTC: ${values.join(', ')}`;
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
