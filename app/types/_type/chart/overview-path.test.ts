import { expect, test } from 'vitest';
import { overviewPath } from './overview-path.ts';
import { plotModel } from './plot-model.ts';

const HOUR = 3_600_000;
const window = { from: 0, to: 100 * HOUR };

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
