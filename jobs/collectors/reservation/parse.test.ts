import { describe, expect, test } from 'vitest';
import { readBlock, readReservation, readStatus } from './parse.ts';

const ZONES = new Map([['us-east-1a', 'use1-az6']]);
const START = new Date('2026-11-24T11:30:00Z');
const END = new Date('2026-12-01T11:30:00Z');

const reservation = {
  CapacityReservationId: 'cr-1',
  OwnerId: '111111111111',
  AvailabilityZone: 'us-east-1a',
  AvailabilityZoneId: 'use1-az4',
  InstanceType: 'p5.48xlarge',
  TotalInstanceCount: 8,
  AvailableInstanceCount: 3,
  State: 'active',
  StartDate: START,
  EndDate: END,
  EndDateType: 'limited',
  CreateDate: START,
  CapacityBlockId: 'cb-1',
};
const read = (more: object) => readReservation({ ...reservation, ...more }, ZONES);

describe('a reservation', () => {
  test('has its zone by ID, and its times in UTC', () => {
    expect(read({})).toEqual({
      kept: {
        id: 'cr-1',
        instanceType: 'p5.48xlarge',
        zoneId: 'use1-az4',
        total: 8,
        available: 3,
        state: 'active',
        startAt: START.getTime(),
        endAt: END.getTime(),
        blockId: 'cb-1',
        ownerId: '111111111111',
        createdAt: START.getTime(),
      },
    });
  });

  test('that names its zone alone gets the ID by this account’s own names', () => {
    expect(read({ AvailabilityZoneId: undefined })).toMatchObject({ kept: { zoneId: 'use1-az6' } });
    expect(read({ AvailabilityZoneId: undefined, AvailabilityZone: 'us-east-1z' })).toEqual({
      refused: 'cr-1: no zone ID for us-east-1z',
    });
  });

  test('that is not limited has no end', () => {
    expect(read({ EndDateType: 'unlimited' })).toMatchObject({ kept: { endAt: null } });
  });

  test('with a state nobody has heard of is kept in AWS’s own word', () => {
    expect(read({ State: 'under-review' })).toMatchObject({ kept: { state: 'under-review' } });
  });

  test('with impossible counts or without an owner is refused by its id', () => {
    expect(read({ AvailableInstanceCount: 9 })).toEqual({ refused: 'cr-1: 9 of 8 instances are available' });
    expect(read({ OwnerId: undefined })).toMatchObject({ refused: expect.stringMatching(/^cr-1: OwnerId/) });
  });
});

test('a block is read with its reservations', () => {
  const block = {
    CapacityBlockId: 'cb-1',
    UltraserverType: 'u-p6e-gb200x36',
    AvailabilityZoneId: 'use1-dfw2-az1',
    CapacityReservationIds: ['cr-1', 'cr-2'],
    StartDate: START,
    EndDate: END,
    CreateDate: START,
    State: 'payment-pending',
  };
  expect(readBlock(block, ZONES)).toMatchObject({
    kept: {
      ultraserverType: 'u-p6e-gb200x36',
      zoneId: 'use1-dfw2-az1',
      reservationIds: ['cr-1', 'cr-2'],
      state: 'payment-pending',
    },
  });
  expect(readBlock({ ...block, State: undefined }, ZONES)).toMatchObject({
    refused: expect.stringMatching(/^cb-1: State/),
  });
});

test('the health of a block keeps what is broken apart from what its reservations have free', () => {
  const status = {
    CapacityBlockId: 'cb-1',
    InterconnectStatus: 'impaired',
    TotalCapacity: 8,
    TotalAvailableCapacity: 7,
    TotalUnavailableCapacity: 1,
    CapacityReservationStatuses: [
      {
        CapacityReservationId: 'cr-1',
        TotalCapacity: 8,
        TotalAvailableCapacity: 3,
        TotalUnavailableCapacity: 5,
      },
    ],
  };
  expect(readStatus(status)).toEqual({
    kept: { blockId: 'cb-1', interconnect: 'impaired', broken: 1, total: 8, available: 3 },
  });
  expect(readStatus({ CapacityBlockId: 'cb-1' })).toMatchObject({ kept: { broken: null, total: null } });
});
