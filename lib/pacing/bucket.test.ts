import { describe, expect, test } from 'vitest';
import { type Bucket, makeBucket, takeToken } from './bucket.ts';

/** Takes `calls` tokens at one instant; the waits the callers are told. */
function takeAll(bucket: Bucket, calls: number, now: number): { bucket: Bucket; waits: number[] } {
  const waits: number[] = [];
  let current = bucket;
  for (let i = 0; i < calls; i++) {
    const taken = takeToken(current, now);
    current = taken.bucket;
    waits.push(taken.waitMs);
  }
  return { bucket: current, waits };
}

describe('a token bucket', () => {
  test('lets a burst pass and then spaces calls at its rate', () => {
    const { waits } = takeAll(makeBucket(3, 2, 0), 6, 0);
    expect(waits).toEqual([0, 0, 0, 500, 1000, 1500]);
  });

  test('refills with time, never beyond its burst', () => {
    const { bucket } = takeAll(makeBucket(3, 2, 0), 3, 0);
    expect(takeToken(bucket, 250).waitMs).toBe(250);
    expect(takeToken(bucket, 500).waitMs).toBe(0);
    expect(takeAll(bucket, 4, 3_600_000).waits).toEqual([0, 0, 0, 500]);
  });

  test('over any stretch never lets more pass than AWS would', () => {
    let bucket = makeBucket(5, 2.5, 0);
    const passed: number[] = [];
    for (let i = 0, now = 0; i < 200; i++) {
      const taken = takeToken(bucket, now);
      bucket = taken.bucket;
      now += taken.waitMs;
      passed.push(now);
    }
    for (const [i, start] of passed.entries())
      for (let j = i; j < passed.length; j++)
        expect(j - i + 1).toBeLessThanOrEqual(5 + ((passed[j]! - start) / 1000) * 2.5 + 1);
  });

  test('a source of time that steps back hands out nothing twice', () => {
    const { bucket } = takeAll(makeBucket(3, 2, 10_000), 3, 10_000);
    const back = takeToken(bucket, 5000);
    expect(back.waitMs).toBe(500);
    expect(takeToken(back.bucket, 10_000).waitMs).toBe(1000);
  });
});
