import { describe, expect, it } from 'vitest';
import { bucketLabel, bucketOf } from './buckets.ts';

describe('the bucket of an interruption rate', () => {
  it.each(['<5%', '5-10%', '10-15%', '15-20%', '>20%'].map((label, i) => [label, i] as const))(
    'of %s is %i, and back',
    (label, index) => {
      expect(bucketOf(label)).toBe(index);
      expect(bucketLabel(index)).toBe(label);
    },
  );

  it.each<[string, number | undefined]>([
    ['< 2%', 0],
    ['2-5%', 0],
    ['20-30%', 4],
    ['>30%', 4],
    ['12-13%', 2],
    ['5%-10%', 1],
    // Across two buckets nobody can say which one it is.
    ['<10%', undefined],
    ['5-20%', undefined],
    ['>15%', undefined],
    ['often', undefined],
    ['', undefined],
  ])('of a new range %j is %j', (label, index) => {
    expect(bucketOf(label)).toBe(index);
  });
});
