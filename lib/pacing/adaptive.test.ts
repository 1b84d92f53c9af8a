import { describe, expect, test } from 'vitest';
import { type AdaptiveBucket, makeAdaptive, slowDown, speedUp, take } from './adaptive.ts';
import { documentedRate, ownRate, SLOWEST_PER_SECOND } from './rates.ts';

const FULL = { burst: 5, perSecond: 0.1 };

/** The instants at which calls leave when the next is asked for as soon as the last has left. */
function leave(bucket: AdaptiveBucket, calls: number): number[] {
  const at: number[] = [];
  let [now, state] = [0, bucket];
  for (let i = 0; i < calls; i++) {
    const { next, waitMs } = take(state, now);
    now += waitMs;
    state = next;
    at.push(now);
  }
  return at;
}

test('Capacity Block offers are asked for once in ten seconds after a burst of five', () => {
  expect(ownRate('ec2', 'DescribeCapacityBlockOfferings')).toEqual(FULL);
  expect(leave(makeAdaptive(FULL, 0), 8)).toEqual([0, 0, 0, 0, 0, 10_000, 20_000, 30_000]);
});

describe('a refusal by AWS', () => {
  test('empties the bucket and halves the rate', () => {
    expect(leave(slowDown(makeAdaptive(FULL, 0), 0), 2)).toEqual([20_000, 40_000]);
  });

  test('repeated, never stops the calls altogether', () => {
    let bucket = makeAdaptive(FULL, 0);
    for (let i = 0; i < 20; i++) bucket = slowDown(bucket, 0);
    expect(bucket.bucket.perSecond).toBe(SLOWEST_PER_SECOND);
  });

  test('is made up for by ten good calls, and not exceeded by more', () => {
    let bucket = slowDown(makeAdaptive(FULL, 0), 0);
    for (let i = 0; i < 9; i++) bucket = speedUp(bucket);
    expect(bucket.bucket.perSecond).toBeLessThan(0.1);
    for (let i = 0; i < 9; i++) bucket = speedUp(bucket);
    expect(bucket.bucket.perSecond).toBe(0.1);
  });
});

test('every other action goes at half of what AWS documents', () => {
  for (const [service, action] of [
    ['ec2', 'DescribeRegions'],
    ['pricing', 'GetProducts'],
    ['service-quotas', 'ListServiceQuotas'],
  ] as const) {
    expect(ownRate(service, action).perSecond).toBe((documentedRate(service, action)?.perSecond ?? 0) / 2);
  }
});

test('what is not published is not claimed to be', () => {
  expect(documentedRate('savingsplans', 'DescribeSavingsPlansOfferingRates')).toBeUndefined();
  expect(ownRate('savingsplans', 'DescribeSavingsPlansOfferingRates').perSecond).toBe(1);
});
