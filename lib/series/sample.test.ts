import { describe, expect, it } from 'vitest';
import { keepExtremes } from './sample.ts';

const steps = (values: (number | null)[]) => ({ at: values.map((_, i) => i * 10), value: values });

describe('keepExtremes', () => {
  it('keeps first, lowest, highest and last of a bucket, in order', () => {
    expect(keepExtremes(steps([5, 6, 9, 6, 1, 6, 6]), { from: 0, to: 100 }, 1)).toEqual([0, 2, 4, 6]);
  });

  it('keeps everything when buckets are finer than the points', () => {
    expect(keepExtremes(steps([1, 2, 3, 4]), { from: 0, to: 40 }, 100)).toEqual([0, 1, 2, 3]);
  });

  it('cuts buckets by time, not by count', () => {
    const uneven = { at: [0, 1, 2, 3, 4, 90], value: [3, 3, 3, 3, 3, 8] };
    expect(keepExtremes(uneven, { from: 0, to: 100 }, 2)).toEqual([0, 4, 5]);
  });

  it('keeps the point in force before the window', () => {
    expect(keepExtremes({ at: [-500, 10, 20], value: [5, 5, 5] }, { from: 0, to: 100 }, 1)).toEqual([0, 2]);
  });

  it('keeps no more than four points a bucket and never an average', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1009);
    const kept = keepExtremes(steps(values), { from: 0, to: 10_000 }, 20);
    expect(kept.length).toBeLessThanOrEqual(80);
    expect(Math.max(...kept.map((i) => values[i] ?? 0))).toBe(Math.max(...values));
    expect(Math.min(...kept.map((i) => values[i] ?? 0))).toBe(Math.min(...values));
  });

  it('finds nothing in nothing', () => {
    expect(keepExtremes(steps([]), { from: 0, to: 1 }, 5)).toEqual([]);
  });
});
