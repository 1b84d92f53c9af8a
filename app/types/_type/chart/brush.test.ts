import { expect, test } from 'vitest';
import { draggedTo, gripAt } from './brush.ts';

const HOUR = 3_600_000;
const window = { from: 0, to: 100 * HOUR };
const shown = { from: 40 * HOUR, to: 60 * HOUR };

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
