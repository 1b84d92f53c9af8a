import { describe, expect, test } from 'vitest';
import { HOUR } from '#lib/domain/time.ts';
import { type PlanPart, paidMs, perAcceleratorHour, plainType, sageMakerType, variantOf } from './plan.ts';

const AT = Date.UTC(2026, 10, 24, 11, 30);
const part = (fromHours: number, toHours: number, more: Partial<PlanPart> = {}): PlanPart => ({
  itemType: 'p5.48xlarge',
  itemCount: 1,
  zoneId: 'use1-az1',
  startAt: AT + fromHours * HOUR,
  endAt: AT + toHours * HOUR,
  ...more,
});
const eight = () => 8;
const USD = 1_000_000;

describe('what an accelerator-hour of a plan costs', () => {
  test('the fee of a plan in several parts is divided by the sum of the parts, not by the time they span', () => {
    // 24 h and 48 h with four days between: 72 h × 8 accelerators.
    const parts = [part(0, 24), part(120, 168)];
    expect(perAcceleratorHour(576 * USD, parts, eight)).toBe(1 * USD);
    expect(paidMs(parts)).toBe(72 * HOUR);
  });

  test('each part counts with its own number of instances', () => {
    const parts = [part(0, 24, { itemCount: 2 }), part(48, 72, { itemCount: 1 })];
    expect(perAcceleratorHour(576 * USD, parts, eight)).toBe(1 * USD);
  });

  test('a plan shorter than what was asked for is divided by what it is', () => {
    expect(perAcceleratorHour(160 * USD, [part(4, 24)], eight)).toBe(1 * USD);
  });

  test('is rounded half up to a micro-dollar', () => {
    expect(perAcceleratorHour(24, [part(0, 6)], eight)).toBe(1);
    expect(perAcceleratorHour(23, [part(0, 6)], eight)).toBe(0);
  });

  test('is not known while the type is not described, and never a division by nothing', () => {
    expect(perAcceleratorHour(576 * USD, [part(0, 24)], () => undefined)).toBeNull();
    expect(perAcceleratorHour(576 * USD, [part(0, 24)], () => 0)).toBeNull();
    expect(perAcceleratorHour(576 * USD, [], eight)).toBeNull();
  });
});

describe('what tells plans apart', () => {
  test('a plan in one part by what it is for', () => {
    expect(variantOf('training-job', [part(0, 24)])).toBe('training-job');
  });

  test('plans in several parts by the shape of the parts', () => {
    const one = variantOf('training-job', [part(0, 24), part(48, 72)]);
    const other = variantOf('training-job', [part(0, 24), part(49, 72)]);
    const elsewhere = variantOf('training-job', [part(0, 24), part(48, 72, { zoneId: 'use1-az6' })]);
    expect(new Set([one, other, elsewhere]).size).toBe(3);
  });

  test('not by the start of the first part, which moves on where a plan can begin at once', () => {
    const seen = variantOf('training-job', [part(0, 24), part(48, 72)]);
    expect(variantOf('training-job', [part(1, 24), part(48, 72)])).toBe(seen);
  });
});

test('the ml. prefix is SageMaker’s alone', () => {
  expect(plainType('ml.p5.48xlarge')).toBe('p5.48xlarge');
  expect(plainType('p5.48xlarge')).toBe('p5.48xlarge');
  expect(sageMakerType('trn2.48xlarge')).toBe('ml.trn2.48xlarge');
});
