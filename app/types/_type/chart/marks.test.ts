import { expect, test } from 'vitest';
import { bundleMarks, type Mark } from './marks.ts';

test('marks that lie on each other are one with their number', () => {
  const mark = (at: number): Mark => ({ at, kind: 'alert', words: '', href: undefined, source: '' });
  expect(bundleMarks([mark(30), mark(0), mark(5)], (at) => at, 10)).toEqual([
    { x: 0, kind: 'alert', count: 2 },
    { x: 30, kind: 'alert', count: 1 },
  ]);
});
