import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { type Reading, readOffering } from './parse.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const START = Date.UTC(2026, 10, 24, 11, 30);

const READING: Reading = {
  question: { item: 'p5.48xlarge', count: 2, durationHours: 48 },
  zoneIds: new Map([
    ['us-east-1a', 'use1-az4'],
    ['us-east-1-atl-2a', 'use1-atl2-az1'],
  ]),
  accelerators: 16,
  now: NOW,
};

const ITEM = {
  CapacityBlockOfferingId: 'cb-1',
  InstanceType: 'p5.48xlarge',
  InstanceCount: 2,
  AvailabilityZone: 'us-east-1a',
  StartDate: new Date(START),
  EndDate: new Date(START + 48 * HOUR),
  CapacityBlockDurationHours: 48,
  CapacityBlockDurationMinutes: 0,
  UpfrontFee: '3840.000000',
  CurrencyCode: 'USD',
  Tenancy: 'default',
  SomethingNew: true,
};

const without = (name: keyof typeof ITEM) => {
  const { [name]: _, ...rest } = ITEM;
  return rest;
};

describe('an offering', () => {
  test('is read with its zone ID, exact fee and price per accelerator-hour; new fields do no harm', () => {
    expect(readOffering(ITEM, READING)).toEqual({
      offer: {
        zoneId: 'use1-az4',
        startAt: START,
        endAt: START + 48 * HOUR,
        fee: 3_840_000_000,
        feeScale: 6,
        perAcceleratorHour: 5_000_000,
      },
    });
  });

  test('of a Local Zone has the zone ID of the account’s own list', () => {
    const local = { ...ITEM, AvailabilityZone: 'us-east-1-atl-2a' };
    expect(readOffering(local, READING)).toMatchObject({ offer: { zoneId: 'use1-atl2-az1' } });
  });

  test('of UltraServers is theirs, whatever the instances in them', () => {
    const question = { item: 'u-p6e-gb200x72', count: 1, durationHours: 48 };
    const ultra = {
      ...ITEM,
      InstanceType: 'p6e-gb200.36xlarge',
      InstanceCount: 18,
      UltraserverType: 'u-p6e-gb200x72',
      UltraserverCount: 1,
      UpfrontFee: '36571.392000',
    };
    const read = readOffering(ultra, { ...READING, question, accelerators: 72 });
    expect(read).toMatchObject({ offer: { perAcceleratorHour: 10_582_000 } });
  });

  test('may be shorter than what was asked for', () => {
    const short = { ...ITEM, StartDate: new Date(NOW + 31 * MINUTE), EndDate: new Date(START) };
    expect(readOffering(short, READING)).toHaveProperty('offer');
  });

  test.each<[string, unknown]>([
    ['no zone', without('AvailabilityZone')],
    ['a zone that is not the account’s', { ...ITEM, AvailabilityZone: 'us-east-1z' }],
    ['no start', without('StartDate')],
    ['no end', without('EndDate')],
    ['no fee', without('UpfrontFee')],
    ['no currency', without('CurrencyCode')],
    ['another currency', { ...ITEM, CurrencyCode: 'EUR' }],
    ['a fee in words', { ...ITEM, UpfrontFee: 'abc' }],
    ['a fee of nothing', { ...ITEM, UpfrontFee: '0.00' }],
    ['a negative fee', { ...ITEM, UpfrontFee: '-5' }],
    ['a fee with an exponent', { ...ITEM, UpfrontFee: '1e9' }],
    ['an end before its start', { ...ITEM, EndDate: new Date(START - HOUR) }],
    ['a start long ago', { ...ITEM, StartDate: new Date(NOW - 24 * HOUR) }],
    ['a start next year', { ...ITEM, StartDate: new Date(START + 9000 * HOUR) }],
    ['more hours than were asked for', { ...ITEM, EndDate: new Date(START + 72 * HOUR) }],
    ['a date that is none', { ...ITEM, StartDate: new Date(Number.NaN) }],
    ['another type', { ...ITEM, InstanceType: 'p5e.48xlarge' }],
    ['another count', { ...ITEM, InstanceCount: 1 }],
    ['nothing in it', {}],
    ['no record at all', null],
  ])('with %s is set aside with a reason, never guessed', (_, item) => {
    expect(readOffering(item, READING)).toEqual({ refused: expect.stringMatching(/\S/) });
  });
});
