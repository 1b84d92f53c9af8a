import { expect, test } from 'vitest';
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
