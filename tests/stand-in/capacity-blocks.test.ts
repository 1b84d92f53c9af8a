import {
  type CapacityBlockOffering,
  DescribeAvailabilityZonesCommand,
  DescribeInstanceTypeOfferingsCommand,
  paginateDescribeInstanceTypes,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { askBlocks, type BlockInput, blockKey, blocksOf, P5_DAY } from './testing/blocks.ts';
import { DAY, ec2For, NOW, refusalOf, standInFor } from './testing/clients.ts';

const HOUR = 3_600_000;
const ULTRA = { InstanceType: undefined, InstanceCount: undefined, UltraserverCount: 1 } as const;

const hoursOf = ({ StartDate, EndDate }: CapacityBlockOffering): number =>
  ((EndDate?.getTime() ?? 0) - (StartDate?.getTime() ?? 0)) / HOUR;

describe('offers', () => {
  test('carry everything AWS says about a block, and the zone by name alone', async () => {
    const client = ec2For(await standInFor());
    const offers = await blocksOf(client, { InstanceCount: 2, CapacityDurationHours: 48 });
    expect(offers.length).toBeGreaterThan(2);
    for (const offer of offers) {
      expect(offer).toMatchObject({
        InstanceType: 'p5.48xlarge',
        InstanceCount: 2,
        CurrencyCode: 'USD',
        Tenancy: 'default',
      });
      expect(offer.CapacityBlockOfferingId).toMatch(/^cb-[0-9a-f]{17}$/);
      expect(offer.AvailabilityZone).toMatch(/^us-east-1([a-f]|-atl-2a)$/);
      expect(offer.ZoneType).toBe(
        offer.AvailabilityZone?.includes('atl') === true ? 'local-zone' : 'availability-zone',
      );
      expect(offer.UltraserverType).toBeUndefined();
      const minutes =
        (offer.CapacityBlockDurationHours ?? 0) * 60 + (offer.CapacityBlockDurationMinutes ?? -1);
      expect(minutes).toBeCloseTo(hoursOf(offer) * 60, 6);
      expect(offer.UpfrontFee).toMatch(/^\d+\.\d{6}$/);
      expect(Number(offer.UpfrontFee)).toBeCloseTo(31.464 * 2 * hoursOf(offer), 5);
    }
  });

  test('have new IDs in every answer and are otherwise the same', async () => {
    const client = ec2For(await standInFor());
    const [first, second] = [await blocksOf(client), await blocksOf(client)];
    expect(second.map(blockKey)).toEqual(first.map(blockKey));
    const ids = [...first, ...second].map((offer) => offer.CapacityBlockOfferingId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('are in no order', async () => {
    const offers = await blocksOf(ec2For(await standInFor()));
    const zones = offers.map((offer) => offer.AvailabilityZone);
    const startsIn = (zone: string | undefined): (string | undefined)[] =>
      offers
        .filter((offer) => offer.AvailabilityZone === zone)
        .map((offer) => offer.StartDate?.toISOString());
    expect(zones).not.toEqual([...zones].sort());
    expect(zones.some((zone) => startsIn(zone).join() !== startsIn(zone).sort().join())).toBe(true);
  });

  test('are the same in pages of any size, while the clock runs', async () => {
    const standIn = await standInFor();
    const client = ec2For(standIn);
    const whole = (await blocksOf(client)).map(blockKey);
    expect((await blocksOf(client, {}, 3)).map(blockKey)).toEqual(whole);
    const first = await askBlocks(client, { MaxResults: 3 });
    standIn.setNow(() => NOW + 20 * DAY);
    const next = await askBlocks(client, { MaxResults: 3, NextToken: first.NextToken });
    expect((next.CapacityBlockOfferings ?? []).map(blockKey)).toEqual(whole.slice(3, 6));
    const last = await askBlocks(client, {});
    expect(last.NextToken).toBe('');
  });

  test('keep to the window asked for', async () => {
    const client = ec2For(await standInFor());
    const StartDateRange = new Date(NOW + 10 * DAY);
    const EndDateRange = new Date(NOW + 30 * DAY);
    const offers = await blocksOf(client, { StartDateRange, EndDateRange });
    const inside = (await blocksOf(client)).filter(
      (offer) => (offer.StartDate ?? 0) >= StartDateRange && (offer.EndDate ?? 0) <= EndDateRange,
    );
    expect(offers.length).toBeGreaterThan(1);
    expect(offers.map(blockKey).sort()).toEqual(inside.map(blockKey).sort());
    const tooShort = { StartDateRange, EndDateRange: new Date(NOW + 11 * DAY), CapacityDurationHours: 48 };
    expect(await blocksOf(client, tooShort)).toEqual([]);
  });

  test('name zones as the account does', async () => {
    const standIn = await standInFor();
    const zoneIdsOf = async (accessKeyId: string): Promise<string[]> => {
      const client = ec2For(standIn, { accessKeyId });
      const all = new DescribeAvailabilityZonesCommand({ AllAvailabilityZones: true });
      const { AvailabilityZones = [] } = await client.send(all);
      const idOf = new Map(AvailabilityZones.map((zone) => [zone.ZoneName, zone.ZoneId ?? '']));
      return (await blocksOf(client))
        .map((offer) => `${idOf.get(offer.AvailabilityZone)} ${offer.StartDate?.toISOString()}`)
        .sort();
    };
    expect(await zoneIdsOf('AKIATWO')).toEqual(await zoneIdsOf('AKIAONE'));
  });
});

describe('Local Zones', () => {
  /** Zones seen over two months. */
  async function zonesSeen(region: string, input: Partial<BlockInput>): Promise<Set<string | undefined>> {
    const standIn = await standInFor();
    const client = ec2For(standIn, { region });
    const seen = new Set<string | undefined>();
    for (let day = 0; day < 60; day += 6) {
      standIn.setNow(() => NOW + day * DAY);
      for (const offer of await blocksOf(client, input)) seen.add(offer.AvailabilityZone);
    }
    return seen;
  }

  test('are in the list when opted into, or when all zones are asked for', async () => {
    expect(await zonesSeen('us-east-1', {})).toContain('us-east-1-atl-2a');
    const p5e = { InstanceType: 'p5e.48xlarge' };
    expect(await zonesSeen('us-west-2', p5e)).not.toContain('us-west-2-phx-2a');
    expect(await zonesSeen('us-west-2', { ...p5e, AllAvailabilityZones: true })).toContain(
      'us-west-2-phx-2a',
    );
  });

  test('hold the UltraServers, whole ones', async () => {
    const input = { ...ULTRA, UltraserverType: 'u-p6e-gb200x36' };
    expect((await zonesSeen('us-east-1', input)).size).toBe(0);
    const standIn = await standInFor();
    const client = ec2For(standIn);
    const found: CapacityBlockOffering[] = [];
    for (let day = 0; day < 40; day += 4) {
      standIn.setNow(() => NOW + day * DAY);
      found.push(...(await blocksOf(client, { ...input, AllAvailabilityZones: true })));
    }
    expect(found.length).toBeGreaterThan(3);
    for (const offer of found) {
      expect(offer).toMatchObject({
        InstanceType: 'p6e-gb200.36xlarge',
        InstanceCount: 9,
        UltraserverType: 'u-p6e-gb200x36',
        UltraserverCount: 1,
        AvailabilityZone: 'us-east-1-dfw-2a',
        ZoneType: 'local-zone',
      });
      expect(Number(offer.UpfrontFee)).toBeCloseTo(380.952 * hoursOf(offer), 5);
    }
  });
});

describe('what AWS refuses', () => {
  async function refusal(input: Partial<BlockInput>, region = 'us-east-1') {
    const client = ec2For(await standInFor(), { region });
    const text = await askBlocks(client, input).then(
      () => '',
      (error: Error) => error.message,
    );
    const { name } = await refusalOf(askBlocks(client, input));
    return { name, text };
  }

  test.each([1, 23, 25, 0, -24, 360, 337, 4369, 4536])('%i hours are no duration', async (hours) => {
    const { name, text } = await refusal({ CapacityDurationHours: hours });
    expect(name).toBe('InvalidParameterValue');
    expect(text).toContain('duration is not valid');
  });

  test.each([24, 48, 312, 336, 504, 672, 4368])('%i hours are one', async (CapacityDurationHours) => {
    expect((await refusal({ CapacityDurationHours })).name).toBe('no error');
  });

  test.each([
    ['eu-central-1', { InstanceType: 'p5.48xlarge' as const }, 'p5.48xlarge'],
    ['us-east-1', { InstanceType: 'g5.xlarge' as const }, 'g5.xlarge'],
    ['us-east-1', { InstanceType: 'p6e-gb200.36xlarge' as const }, 'p6e-gb200.36xlarge'],
    ['us-east-1', { InstanceType: 'u-p6e-gb200x36' as 'g5.xlarge' }, 'u-p6e-gb200x36'],
    ['us-west-2', { ...ULTRA, UltraserverType: 'u-p6e-gb200x72' }, 'u-p6e-gb200x72'],
  ])('in %s a type that is not sold as blocks is not supported', async (region, input, item) => {
    const { name, text } = await refusal(input, region);
    expect(name).toBe('InvalidParameterValue');
    expect(text).toContain(`'${item}' is not supported`);
  });

  test.each([
    ['the past', -HOUR],
    ['more than eight weeks', 56 * DAY + HOUR],
  ])('%s is no start', async (_, ahead) => {
    const { name, text } = await refusal({ StartDateRange: new Date(NOW + ahead) });
    expect(name).toBe('InvalidParameterValue');
    expect(text).toContain('start date is not valid');
  });

  test('counts, pages and ends out of bounds', async () => {
    expect((await refusal({ InstanceCount: 0 })).name).toBe('InvalidParameterValue');
    expect((await refusal({ InstanceCount: 65 })).name).toBe('InvalidParameterValue');
    expect((await refusal({ MaxResults: 1001 })).name).toBe('InvalidParameterValue');
    expect((await refusal({ EndDateRange: new Date(NOW - DAY) })).text).toContain('end date is not valid');
    expect((await refusal({ NextToken: 'made-up' })).name).toBe('InvalidPaginationToken');
  });

  test('half a question, and two in one', async () => {
    expect((await refusal({ InstanceType: undefined, InstanceCount: undefined })).name).toBe(
      'MissingParameter',
    );
    expect((await refusal({ InstanceCount: undefined })).name).toBe('MissingParameter');
    expect((await refusal({ UltraserverType: 'u-p6e-gb200x36', UltraserverCount: 1 })).name).toBe(
      'InvalidParameterCombination',
    );
    expect((await refusal({ DryRun: true })).name).toBe('DryRunOperation');
  });
});

describe('types and regions agree with the blocks', () => {
  const BLOCK_CLASS = [{ Name: 'supported-usage-class', Values: ['capacity-block'] }];
  const typesIn = async (region: string): Promise<string[]> => {
    const client = ec2For(await standInFor(), { region });
    const names: string[] = [];
    for await (const page of paginateDescribeInstanceTypes({ client }, { Filters: BLOCK_CLASS }))
      names.push(...(page.InstanceTypes ?? []).map((type) => String(type.InstanceType)));
    return names.sort();
  };

  test.each([
    ['sa-east-1', ['p5.48xlarge', 'p5.4xlarge', 'p5e.48xlarge', 'trn2.3xlarge']],
    ['ap-southeast-4', ['trn1.32xlarge', 'trn2.3xlarge']],
    ['ap-south-2', ['p6-b200.48xlarge', 'p6-b300.48xlarge']],
    ['eu-central-1', []],
  ])('%s lists as capacity-block what it sells, and sells it', async (region, types) => {
    expect(await typesIn(region)).toEqual(types);
    const client = ec2For(await standInFor(), { region });
    for (const type of types) {
      const ask = askBlocks(client, { InstanceType: type as BlockInput['InstanceType'] });
      expect((await refusalOf(ask)).name).toBe('no error');
    }
  });

  test('a type sold only as blocks is offered in the zone that holds them', async () => {
    const client = ec2For(await standInFor(), { region: 'us-west-2' });
    const { InstanceTypeOfferings = [] } = await client.send(
      new DescribeInstanceTypeOfferingsCommand({
        LocationType: 'availability-zone-id',
        Filters: [{ Name: 'instance-type', Values: ['p5e.48xlarge'] }],
      }),
    );
    expect(InstanceTypeOfferings.map((offering) => offering.Location)).toContain('usw2-phx2-az1');
  });
});

describe('the describe limit', () => {
  test('lets ten calls through, then one every seven seconds, and counts the others', async () => {
    let clock = 0;
    const standIn = await standInFor({ throttle: true, bucketNow: () => clock });
    const client = ec2For(standIn, { maxAttempts: 3 });
    const call = (input = P5_DAY) => refusalOf(askBlocks(client, input));
    for (let index = 0; index < 10; index += 1) expect((await call()).name).toBe('no error');
    expect(await call()).toEqual({ name: 'CapacityBlockDescribeLimitExceeded', status: 400 });
    clock += 6000;
    expect((await call()).name).toBe('CapacityBlockDescribeLimitExceeded');
    clock += 1000;
    expect((await call()).name).toBe('no error');
    expect(Object.values(standIn.rejections())).toEqual([2]);
    expect(Object.keys(standIn.rejections())[0]).toContain('us-east-1 ec2 DescribeCapacityBlockOfferings');
    expect(standIn.requests.filter((request) => request.status === 400)).toHaveLength(2);
    const elsewhere = ec2For(standIn, { region: 'us-east-2' });
    expect((await refusalOf(askBlocks(elsewhere))).name).toBe('no error');
    const told = (await (await fetch(`${standIn.url}/_stand-in/rejections`)).json()) as object;
    expect(told).toEqual({ rejections: standIn.rejections() });
  });

  test('is always reached by an account without a quota', async () => {
    const standIn = await standInFor();
    const client = ec2For(standIn, { accessKeyId: 'AKIAZEROQUOTA1' });
    const refused = await askBlocks(client).catch((error: Error) => error);
    expect(refused).toMatchObject({
      name: 'CapacityBlockDescribeLimitExceeded',
      message: "You've reached the limit for this account",
    });
    const zones = client.send(new DescribeAvailabilityZonesCommand({}));
    expect((await refusalOf(zones)).name).toBe('no error');
  });
});
