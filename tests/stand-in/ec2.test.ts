import {
  DescribeAvailabilityZonesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeRegionsCommand,
  DescribeSpotPriceHistoryCommand,
  type InstanceTypeInfo,
  paginateDescribeInstanceTypeOfferings,
  paginateDescribeInstanceTypes,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { DAY, ec2For, NOW, refusalOf, standInFor } from './testing/clients.ts';
import { bySeries, historyOf, recordKey, seriesKey } from './testing/history.ts';

const LINUX = { ProductDescriptions: ['Linux/UNIX' as const] };

describe('regions and zones', () => {
  test('lists enabled regions, and the others only on request', async () => {
    const client = ec2For(await standInFor());
    const enabled = (await client.send(new DescribeRegionsCommand({}))).Regions ?? [];
    const all = (await client.send(new DescribeRegionsCommand({ AllRegions: true }))).Regions ?? [];
    expect(enabled.every((region) => region.OptInStatus !== 'not-opted-in')).toBe(true);
    expect(all.filter((region) => region.OptInStatus === 'not-opted-in').length).toBeGreaterThan(2);
    expect(enabled.find((region) => region.RegionName === 'us-east-1')?.Endpoint).toBe(
      'ec2.us-east-1.amazonaws.com',
    );
    expect(all[0]?.Geography?.[0]?.Name).toBeTruthy();
  });

  test('answers a region that is not enabled like wrong keys', async () => {
    const standIn = await standInFor();
    const client = ec2For(standIn, { region: 'ca-west-1' });
    expect(await refusalOf(client.send(new DescribeAvailabilityZonesCommand({})))).toEqual({
      name: 'AuthFailure',
      status: 401,
    });
  });

  test('gives each account its own names for the same zone IDs', async () => {
    const standIn = await standInFor();
    const zonesOf = async (accessKeyId: string): Promise<Map<string, string>> => {
      const client = ec2For(standIn, { accessKeyId });
      const { AvailabilityZones = [] } = await client.send(
        new DescribeAvailabilityZonesCommand({ AllAvailabilityZones: true }),
      );
      return new Map(AvailabilityZones.map((zone) => [zone.ZoneId ?? '', zone.ZoneName ?? '']));
    };
    const [one, again, other] = [
      await zonesOf('AKIAONE'),
      await zonesOf('AKIAONE'),
      await zonesOf('AKIATWO'),
    ];
    expect(Object.fromEntries(again)).toEqual(Object.fromEntries(one));
    expect([...other.keys()].sort()).toEqual([...one.keys()].sort());
    expect([...other].some(([zoneId, name]) => one.get(zoneId) !== name)).toBe(true);
    expect(one.get('use1-atl2-az1')).toBe('us-east-1-atl-2a');
  });

  test('hides Local Zones that were not opted into unless all are asked for', async () => {
    const client = ec2For(await standInFor());
    const ids = async (all: boolean): Promise<(string | undefined)[]> =>
      (
        await client.send(new DescribeAvailabilityZonesCommand({ AllAvailabilityZones: all }))
      ).AvailabilityZones?.map((zone) => zone.ZoneId) ?? [];
    expect(await ids(false)).not.toContain('use1-dfw2-az1');
    expect(await ids(true)).toContain('use1-dfw2-az1');
  });
});

describe('instance types', () => {
  async function allTypes(pageSize: number, region = 'us-east-1'): Promise<InstanceTypeInfo[]> {
    const client = ec2For(await standInFor(), { region });
    const found: InstanceTypeInfo[] = [];
    for await (const page of paginateDescribeInstanceTypes({ client, pageSize }, {}))
      found.push(...(page.InstanceTypes ?? []));
    return found;
  }

  test('pages of any size hold the same types', async () => {
    const names = async (size: number) => (await allTypes(size)).map((type) => type.InstanceType).sort();
    const whole = await names(100);
    expect(new Set(whole).size).toBe(whole.length);
    expect(await names(7)).toEqual(whole);
    expect(await names(5)).toEqual(whole);
  });

  test('carries the quirks of the API', async () => {
    const types = new Map((await allTypes(100)).map((type) => [String(type.InstanceType), type]));
    const ohio = new Map((await allTypes(100, 'us-east-2')).map((type) => [String(type.InstanceType), type]));
    expect(types.get('g6f.xlarge')?.GpuInfo?.Gpus?.[0]).toMatchObject({
      Count: 0,
      LogicalGpuCount: 1,
      GpuPartitionSize: 0.125,
    });
    expect(ohio.get('trn2.48xlarge')?.NeuronInfo?.NeuronDevices?.[0]?.MemoryInfo?.SizeInMiB).toBe(524288);
    expect(types.get('inf2.xlarge')?.InferenceAcceleratorInfo?.Accelerators?.[0]?.Name).toBe('Inferentia2');
    expect(types.get('inf2.xlarge')?.NeuronInfo?.NeuronDevices?.[0]?.Name).toBe('Inferentia2');
    expect(types.get('g7e.2xlarge')?.GpuInfo?.Gpus?.[0]?.Name).toBe('RTX PRO Server 6000');
    expect(types.get('p5.48xlarge')?.SupportedUsageClasses).toContain('capacity-block');
    expect(types.get('p7x.48xlarge')?.GpuInfo?.Gpus?.[0]?.Name).toBe('R100');
    expect(types.get('m7i.large')?.GpuInfo).toBeUndefined();
    expect(types.has('p3.2xlarge')).toBe(false);
  });

  test('refuses what AWS refuses', async () => {
    const client = ec2For(await standInFor());
    const refused = async (input: object) =>
      (await refusalOf(client.send(new DescribeInstanceTypesCommand(input)))).name;
    expect(await refused({ InstanceTypes: ['p3.2xlarge'] })).toBe('InvalidInstanceType');
    expect(await refused({ InstanceTypes: ['p5.48xlarge'], MaxResults: 10 })).toBe(
      'InvalidParameterCombination',
    );
    expect(await refused({ MaxResults: 4 })).toBe('InvalidParameterValue');
    expect(await refused({ NextToken: 'made-up' })).toBe('InvalidPaginationToken');
    expect(await refused({ Filters: [{ Name: 'colour', Values: ['red'] }] })).toBe('InvalidParameterValue');
  });

  test('filters by wildcard and usage class', async () => {
    const client = ec2For(await standInFor());
    const Filters = [
      { Name: 'instance-type', Values: ['p5*', 'g6.*'] },
      { Name: 'supported-usage-class', Values: ['capacity-block'] },
    ];
    const { InstanceTypes = [] } = await client.send(new DescribeInstanceTypesCommand({ Filters }));
    expect(InstanceTypes.map((type) => type.InstanceType).sort()).toEqual([
      'p5.48xlarge',
      'p5.4xlarge',
      'p5e.48xlarge',
      'p5en.48xlarge',
    ]);
  });

  test('offers types by region, zone name or zone ID', async () => {
    const client = ec2For(await standInFor());
    const Filters = [{ Name: 'instance-type', Values: ['p5.48xlarge'] }];
    const offered = async (LocationType: 'region' | 'availability-zone' | 'availability-zone-id') => {
      const locations: string[] = [];
      for await (const page of paginateDescribeInstanceTypeOfferings(
        { client, pageSize: 5 },
        { LocationType, Filters },
      )) {
        locations.push(...(page.InstanceTypeOfferings ?? []).map((offer) => offer.Location ?? ''));
      }
      return locations.sort();
    };
    expect(await offered('region')).toEqual(['us-east-1']);
    expect(await offered('availability-zone-id')).toContain('use1-az4');
    expect(await offered('availability-zone')).toContain('us-east-1-atl-2a');
    const odd = client.send(new DescribeInstanceTypeOfferingsCommand({ LocationType: 'planet' as 'region' }));
    expect((await refusalOf(odd)).name).toBe('InvalidParameterValue');
  });
});

describe('spot price history', () => {
  const InstanceTypes = ['p5.48xlarge' as const, 'trn1.32xlarge' as const];

  test('pages of any size hold the same records', async () => {
    const client = ec2For(await standInFor({ pageSize: 400 }));
    const input = { InstanceTypes, StartTime: new Date(NOW - 20 * DAY) };
    const whole = (await historyOf(client, input)).map(recordKey).sort();
    const small = (await historyOf(client, input, 93)).map(recordKey).sort();
    expect(whole.length).toBeGreaterThan(1000);
    expect(new Set(whole).size).toBe(whole.length);
    expect(small).toEqual(whole);
  });

  test('returns one record per series when the start is now', async () => {
    const client = ec2For(await standInFor());
    const items = await historyOf(client, { ...LINUX, InstanceTypes, StartTime: new Date(NOW) });
    expect(items.length).toBeGreaterThan(5);
    expect(new Set(items.map(seriesKey)).size).toBe(items.length);
    expect(items.every((item) => (item.Timestamp?.getTime() ?? Infinity) <= NOW)).toBe(true);
  });

  test('adds the price in force at the start, and nothing else from before it', async () => {
    const client = ec2For(await standInFor());
    const start = NOW - 5 * DAY;
    const whole = bySeries(await historyOf(client, { ...LINUX, InstanceTypes }));
    const window = bySeries(
      await historyOf(client, {
        ...LINUX,
        InstanceTypes,
        StartTime: new Date(start),
        EndTime: new Date(start + DAY),
      }),
    );
    expect([...window.keys()].sort()).toEqual([...whole.keys()].sort());
    for (const [key, records] of window) {
      const all = whole.get(key) ?? [];
      const inForce = all.findLast((record) => record.at < start);
      const inside = all.filter((record) => record.at >= start && record.at <= start + DAY);
      expect(records).toEqual([inForce, ...inside]);
    }
  });

  test('goes back ninety days and no further, whatever the start', async () => {
    const client = ec2For(await standInFor());
    const far = bySeries(
      await historyOf(client, { ...LINUX, InstanceTypes, StartTime: new Date(NOW - 400 * DAY) }),
    );
    for (const records of far.values()) {
      expect(records.filter((record) => record.at < NOW - 90 * DAY)).toHaveLength(1);
    }
    const past = await historyOf(client, {
      InstanceTypes,
      StartTime: new Date(NOW - 400 * DAY),
      EndTime: new Date(NOW - 300 * DAY),
    });
    expect(past).toEqual([]);
  });

  test('a token goes on with the same snapshot while the clock runs', async () => {
    const standIn = await standInFor();
    const client = ec2For(standIn);
    const input = { ...LINUX, InstanceTypes, MaxResults: 500 };
    const first = await client.send(new DescribeSpotPriceHistoryCommand(input));
    const NextToken = first.NextToken ?? '';
    const second = await client.send(new DescribeSpotPriceHistoryCommand({ ...input, NextToken }));
    standIn.setNow(() => NOW + 3 * DAY);
    const later = await client.send(new DescribeSpotPriceHistoryCommand({ ...input, NextToken }));
    expect(later.SpotPriceHistory).toEqual(second.SpotPriceHistory);
    const fresh = await client.send(new DescribeSpotPriceHistoryCommand(input));
    expect(fresh.SpotPriceHistory?.[0]?.Timestamp?.getTime()).toBeGreaterThan(NOW);
  });

  test('ends a listing with an empty token', async () => {
    const client = ec2For(await standInFor());
    const last = await client.send(
      new DescribeSpotPriceHistoryCommand({ ...LINUX, InstanceTypes, StartTime: new Date(NOW) }),
    );
    expect(last.NextToken).toBe('');
  });

  test('narrows by zone name, zone ID, product and wildcard', async () => {
    const client = ec2For(await standInFor());
    const StartTime = new Date(NOW);
    const byId = await historyOf(client, { StartTime, InstanceTypes, AvailabilityZoneId: 'use1-az4' });
    expect(new Set(byId.map((item) => item.AvailabilityZoneId))).toEqual(new Set(['use1-az4']));
    const AvailabilityZone = byId[0]?.AvailabilityZone ?? '';
    expect(
      (await historyOf(client, { StartTime, InstanceTypes, AvailabilityZone })).map(recordKey).sort(),
    ).toEqual(byId.map(recordKey).sort());
    expect(new Set(byId.map((item) => String(item.ProductDescription)))).toEqual(
      new Set(['Linux/UNIX', 'Red Hat Enterprise Linux', 'SUSE Linux']),
    );
    const wild = await historyOf(client, {
      ...LINUX,
      StartTime,
      Filters: [{ Name: 'instance-type', Values: ['inf?.xlarge'] }],
    });
    expect(new Set(wild.map((item) => String(item.InstanceType)))).toEqual(
      new Set(['inf1.xlarge', 'inf2.xlarge']),
    );
  });

  test('refuses what AWS refuses', async () => {
    const client = ec2For(await standInFor());
    const refused = async (input: object) =>
      (await refusalOf(client.send(new DescribeSpotPriceHistoryCommand(input)))).name;
    expect(await refused({ AvailabilityZone: 'us-east-1a', AvailabilityZoneId: 'use1-az1' })).toBe(
      'InvalidParameterCombination',
    );
    expect(await refused({ AvailabilityZone: 'us-east-1z' })).toBe('InvalidParameterValue');
    expect(await refused({ NextToken: 'bm9uc2Vuc2U=' })).toBe('InvalidPaginationToken');
    expect(await refused({ ProductDescriptions: ['BeOS'] })).toBe('InvalidParameterValue');
    const first = await client.send(new DescribeSpotPriceHistoryCommand({ MaxResults: 5 }));
    const other = { MaxResults: 5, InstanceTypes, NextToken: first.NextToken };
    expect(await refused(other)).toBe('InvalidPaginationToken');
  });
});
