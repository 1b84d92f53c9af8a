import { describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '#lib/domain/time.ts';
import { spotParser } from './parse.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const ZONES = new Map([
  ['us-east-1a', 'use1-az6'],
  ['us-east-1b', 'use1-az1'],
  ['us-east-1-atl-2a', 'use1-atl2-az1'],
]);
const parse = spotParser(ZONES, NOW);
const item = (over: Record<string, unknown> = {}) => ({
  InstanceType: 'p5.48xlarge',
  ProductDescription: 'Linux/UNIX',
  SpotPrice: '21.957642',
  Timestamp: new Date(NOW - DAY),
  AvailabilityZone: 'us-east-1a',
  AvailabilityZoneId: 'use1-az4',
  ...over,
});

describe('a record of the spot price history', () => {
  test('is read exactly, under the zone ID that AWS gave', () => {
    expect(parse(item())).toEqual({
      zoneId: 'use1-az4',
      instanceType: 'p5.48xlarge',
      product: 'Linux/UNIX',
      at: NOW - DAY,
      micro: 21_957_642,
      scale: 6,
    });
  });

  test.each([undefined, ''])('without a zone ID (%j) it is placed by this account’s own names', (id) => {
    expect(parse(item({ AvailabilityZoneId: id }))).toMatchObject({ zoneId: 'use1-az6' });
    const other = spotParser(new Map([['us-east-1a', 'use1-az2']]), NOW);
    expect(other(item({ AvailabilityZoneId: id }))).toMatchObject({ zoneId: 'use1-az2' });
  });

  test('the name of a Local Zone is looked up, never cut', () => {
    expect(
      parse(item({ AvailabilityZone: 'us-east-1-atl-2a', AvailabilityZoneId: undefined })),
    ).toMatchObject({ zoneId: 'use1-atl2-az1' });
  });

  test('a product that nobody has heard of is kept as it is', () => {
    expect(parse(item({ ProductDescription: 'Plan 9' }))).toMatchObject({ product: 'Plan 9' });
  });
});

describe('what is set aside, with the reason', () => {
  test.each(['abc', '', '-1', '1e9', '0.1.2', 'NaN', '0', '0.000000', 'EUR 1'])('a price of %j', (price) => {
    expect(parse(item({ SpotPrice: price }))).toBe(
      `price ${JSON.stringify(price)} is not a positive decimal`,
    );
  });

  test.each([
    ['SpotPrice', undefined],
    ['SpotPrice', 21.9],
    ['Timestamp', undefined],
    ['Timestamp', '2026-11-22T00:00:00Z'],
    ['Timestamp', new Date(Number.NaN)],
    ['InstanceType', undefined],
    ['InstanceType', ''],
    ['ProductDescription', undefined],
  ])('a record whose %s is %j', (field, value) => {
    expect(parse(item({ [field]: value }))).toBe(`${field} is missing or malformed`);
  });

  test('a zone that is on nobody’s list', () => {
    expect(parse(item({ AvailabilityZone: 'us-east-1z', AvailabilityZoneId: undefined }))).toContain(
      'us-east-1z',
    );
    expect(parse(item({ AvailabilityZone: undefined, AvailabilityZoneId: undefined }))).toContain('(none)');
  });

  test.each([
    ['20 minutes ahead', NOW + 20 * MINUTE],
    ['before there was EC2', Date.UTC(2001, 0, 1)],
  ])('a record of %s', (_, at) => {
    expect(parse(item({ Timestamp: new Date(at) }))).toMatch(/out of range/);
  });

  test('a record a little ahead of our clock is no such thing', () => {
    expect(parse(item({ Timestamp: new Date(NOW + 14 * MINUTE) }))).toMatchObject({ at: NOW + 14 * MINUTE });
  });

  test.each([null, undefined, 'text', 5, []])('something that is no record: %j', (input) => {
    expect(typeof parse(input)).toBe('string');
  });
});
