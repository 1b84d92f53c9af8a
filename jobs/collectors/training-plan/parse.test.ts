import { describe, expect, test } from 'vitest';
import { readPlan } from './parse.ts';

const ZONES = new Map([
  ['us-east-1a', 'use1-az6'],
  ['us-east-1-atl-2a', 'use1-atl2-az1'],
]);
const question = { type: 'p5.48xlarge', count: 1, durationHours: 72, target: 'training-job' };
const reading = { question, zoneIds: ZONES, acceleratorsOf: () => 8 };

const part = (start: string, end: string, AvailabilityZone = 'us-east-1a') => ({
  InstanceType: 'ml.p5.48xlarge',
  InstanceCount: 1,
  AvailabilityZone,
  StartTime: new Date(start),
  EndTime: new Date(end),
});
const offering = {
  TrainingPlanOfferingId: 'tpo-1',
  TargetResources: ['training-job'],
  DurationHours: 72,
  UpfrontFee: '576.00',
  CurrencyCode: 'USD',
  ReservedCapacityOfferings: [
    part('2026-11-29T11:30:00Z', '2026-12-01T11:30:00Z', 'us-east-1-atl-2a'),
    part('2026-11-24T11:30:00Z', '2026-11-25T11:30:00Z'),
  ],
};
const read = (more: object) => readPlan({ ...offering, ...more }, reading);

describe('a training plan', () => {
  test('in several parts has one fee, and its accelerator-hour is that over the sum of the parts', () => {
    const found = read({});
    expect(found).toMatchObject({
      kept: {
        zoneId: 'use1-az6',
        startAt: Date.parse('2026-11-24T11:30:00Z'),
        endAt: Date.parse('2026-12-01T11:30:00Z'),
        fee: 576_000_000,
        accelerators: 8,
        perAcceleratorHour: 1_000_000,
      },
    });
  });

  test('has its parts in order, by zone ID, Local Zones too, and its types without ml.', () => {
    const found = read({});
    const parts = found !== undefined && 'kept' in found ? found.kept.parts : [];
    expect(parts.map((one) => `${one.itemType} ${one.zoneId}`)).toEqual([
      'p5.48xlarge use1-az6',
      'p5.48xlarge use1-atl2-az1',
    ]);
  });

  test.each([
    ['for another use', { TargetResources: ['hyperpod-cluster'] }, 'hyperpod-cluster'],
    ['in another currency', { CurrencyCode: 'EUR' }, 'EUR'],
    ['with a fee of nothing', { UpfrontFee: '0.00' }, '0.00 is no fee'],
    ['with no fee', { UpfrontFee: undefined }, 'UpfrontFee'],
    ['without a part', { ReservedCapacityOfferings: [] }, 'ReservedCapacityOfferings'],
    [
      'in a zone that is not ours',
      { ReservedCapacityOfferings: [part('2026-11-24T11:30:00Z', '2026-11-25T11:30:00Z', 'us-east-1z')] },
      'us-east-1z is not among the zones',
    ],
    [
      'that ends before it begins',
      { ReservedCapacityOfferings: [part('2026-11-25T11:30:00Z', '2026-11-24T11:30:00Z')] },
      'before it begins',
    ],
  ])('%s is refused', (_, more, why) => {
    expect(read(more)).toMatchObject({ refused: expect.stringContaining(why) });
  });

  test('of a type that nobody has described is on sale at a price per hour that is not known', () => {
    const found = readPlan(offering, { ...reading, acceleratorsOf: () => undefined });
    expect(found).toMatchObject({ kept: { accelerators: null, perAcceleratorHour: null } });
  });
});
