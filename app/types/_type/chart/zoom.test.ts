import { expect, test } from 'vitest';
import { draggedTo, gripAt } from './brush.ts';
import { bundleMarks, type Mark } from './marks.ts';
import { overviewPath } from './overview-path.ts';
import { plotModel } from './plot-model.ts';
import { panned, zoomed } from './zoom.ts';

const HOUR = 3_600_000;
const window = { from: 0, to: 100 * HOUR };
const shown = { from: 40 * HOUR, to: 60 * HOUR };

test('zooms in around the cursor, and out again until all is shown', () => {
  expect(zoomed(shown, 0.5, window)).toEqual({ from: 45 * HOUR, to: 55 * HOUR });
  expect(zoomed(shown, 0.5, window, 40 * HOUR)).toEqual({ from: 40 * HOUR, to: 50 * HOUR });
  expect(zoomed(shown, 2, window)).toEqual({ from: 30 * HOUR, to: 70 * HOUR });
  expect(zoomed(shown, 10, window)).toBeUndefined();
});

test('never zooms closer than half an hour', () => {
  const close = zoomed({ from: 40 * HOUR, to: 40.6 * HOUR }, 0.5, window);
  expect(close!.to - close!.from).toBe(HOUR / 2);
});

test('goes later as far as there is anything, and earlier than what is shown', () => {
  expect(panned(shown, 0.5, window)).toEqual({ from: 50 * HOUR, to: 70 * HOUR });
  expect(panned(shown, 5, window)).toEqual({ from: 80 * HOUR, to: 100 * HOUR });
  expect(panned(window, -0.5, window)).toEqual({ from: -50 * HOUR, to: 50 * HOUR });
});

test('a drag on the strip moves an edge, moves all of it, or begins anew', () => {
  expect(gripAt(0.401, shown, window, 0.02)).toBe('from');
  expect(gripAt(0.59, shown, window, 0.02)).toBe('to');
  expect(gripAt(0.5, shown, window, 0.02)).toBe('both');
  expect(gripAt(0.8, shown, window, 0.02)).toBe('new');
  expect(gripAt(0.5, window, window, 0.02)).toBe('new');
  expect(gripAt(0.01, window, window, 0.02)).toBe('from');
  expect(draggedTo('from', 0.4, 0.2, shown, window)).toEqual({ from: 20 * HOUR, to: 60 * HOUR });
  expect(draggedTo('from', 0.4, 0.7, shown, window)).toEqual({ from: 60 * HOUR, to: 70 * HOUR });
  expect(draggedTo('both', 0.5, 0.95, shown, window)).toEqual({ from: 80 * HOUR, to: 100 * HOUR });
  expect(draggedTo('new', 0.9, 0.7, shown, window)).toEqual({ from: 70 * HOUR, to: 90 * HOUR });
});

test('marks that lie on each other are one with their number', () => {
  const mark = (at: number): Mark => ({ at, kind: 'alert', words: '', href: undefined, source: '' });
  expect(bundleMarks([mark(30), mark(0), mark(5)], (at) => at, 10)).toEqual([
    { x: 0, kind: 'alert', count: 2 },
    { x: 30, kind: 'alert', count: 1 },
  ]);
});

test('the strip follows the cheapest line and is broken where nothing is known', () => {
  const line = (points: { at: number; value: number | null }[]) => ({
    ...{ kind: 'spot' as const, name: 'z', region: 'r', colour: 0, points },
  });
  const model = plotModel(
    [
      line([
        { at: 0, value: 3 },
        { at: 50 * HOUR, value: null },
        { at: 75 * HOUR, value: 1 },
      ]),
    ],
    window,
  );
  expect(overviewPath(model, window, { width: 100, height: 10 })).toBe('M0 2H50V2H50M75 8H100V8');
  expect(overviewPath(plotModel([line([])], window), window, { width: 100, height: 10 })).toBe('');
});
