import { describe, expect, test } from 'vitest';
import { parseRegion, parseZone } from './parse.ts';

describe('a region', () => {
  test.each([
    ['opt-in-not-required', true],
    ['opted-in', true],
    ['not-opted-in', false],
  ])('that is %s: usable %s', (OptInStatus, enabled) => {
    expect(parseRegion({ RegionName: 'eu-south-2', OptInStatus }, 5)).toEqual({
      name: 'eu-south-2',
      optInStatus: OptInStatus,
      enabled,
      geography: null,
      seenAt: 5,
    });
  });

  test('says where it lies, where AWS does', () => {
    const Geography = [{ Name: 'Spain' }];
    expect(parseRegion({ RegionName: 'eu-south-2', OptInStatus: 'opted-in', Geography }, 5)).toMatchObject({
      geography: 'Spain',
    });
  });

  test.each([{}, { RegionName: '', OptInStatus: 'opted-in' }, { RegionName: 'x' }, null])(
    'is not %j',
    (input) => {
      expect(() => parseRegion(input, 5)).toThrow();
    },
  );
});

describe('a zone', () => {
  test('has the name that this account gives it', () => {
    expect(parseZone({ ZoneId: 'use1-az4', ZoneName: 'us-east-1a' }, 'us-east-1', 5)).toEqual({
      zoneId: 'use1-az4',
      region: 'us-east-1',
      name: 'us-east-1a',
      type: 'availability-zone',
      state: 'available',
      optInStatus: null,
      parentZoneId: null,
      seenAt: 5,
    });
  });

  test('that is a Local Zone lies in the region that AWS names, not in what its name looks like', () => {
    const local = {
      ZoneId: 'use1-atl2-az1',
      ZoneName: 'us-east-1-atl-2a',
      ZoneType: 'local-zone',
      RegionName: 'us-east-1',
      ParentZoneId: 'use1-az4',
      OptInStatus: 'not-opted-in',
    };
    expect(parseZone(local, 'us-east-1', 5)).toMatchObject({
      zoneId: 'use1-atl2-az1',
      region: 'us-east-1',
      type: 'local-zone',
      parentZoneId: 'use1-az4',
    });
  });

  test.each([{ ZoneName: 'us-east-1a' }, { ZoneId: '', ZoneName: 'us-east-1a' }, {}])(
    'without an ID is a broken answer: %j',
    (input) => {
      expect(() => parseZone(input, 'us-east-1', 5)).toThrow();
    },
  );
});
