import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  paginateDescribeInstanceTypeOfferings,
} from '@aws-sdk/client-ec2';
import { afterAll, describe, expect, test } from 'vitest';
import { ec2For, RECORDED, recordedIsHere, recordedTitle, standInFor } from '../../testing/clients.ts';

const LOCATION = { LocationType: 'availability-zone-id' } as const;

describe('a recording of what was offered', () => {
  const dir = mkdtempSync(join(tmpdir(), 'stand-in-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const offering = (zone: string, type: string, event: string, when: string) =>
    `us-east-1,${zone},${type},${event},${when}\n`;
  writeFileSync(
    join(dir, 'spot.csv'),
    'region,az,instance_type,product_description,price_usd,timestamp_utc\n' +
      'us-east-1,use1-az1,g5.xlarge,Linux/UNIX,0.5,2023-01-01T00:00:00Z\n' +
      'us-west-2,usw2-az1,g5.xlarge,Linux/UNIX,0.5,2023-01-01T00:00:00Z\n',
  );
  writeFileSync(
    join(dir, 'offerings.csv'),
    'region,az_id,instance_type,event,as_of\n' +
      offering('use1-az1', 'g5.xlarge', 'present_at_start', '2023-01-02T00:00:00Z') +
      offering('use1-az4', 'p5.48xlarge', 'added', '2023-07-10T00:00:00Z') +
      offering('use1-az1', 'g5.xlarge', 'removed', '2023-08-01T00:00:00Z') +
      offering('use1-az1', 'g5.xlarge', 'added', '2023-09-01T00:00:00Z'),
  );

  const at = async (now: string, region = 'us-east-1') => {
    const standIn = await standInFor({ source: { kind: 'replay', dir }, now: () => Date.parse(now) });
    const client = ec2For(standIn, { region });
    const offered = await client.send(new DescribeInstanceTypeOfferingsCommand(LOCATION));
    const types = await client.send(new DescribeInstanceTypesCommand({}));
    return {
      offered: (offered.InstanceTypeOfferings ?? [])
        .map((item) => `${item.InstanceType} ${item.Location}`)
        .sort(),
      types: (types.InstanceTypes ?? []).map((item) => item.InstanceType).sort(),
    };
  };

  test('comes and goes with the clock', async () => {
    expect((await at('2023-03-01T00:00:00Z')).offered).toEqual(['g5.xlarge use1-az1']);
    expect((await at('2023-07-10T00:00:00Z')).offered).toEqual([
      'g5.xlarge use1-az1',
      'p5.48xlarge use1-az4',
    ]);
    expect((await at('2023-08-15T00:00:00Z')).offered).toEqual(['p5.48xlarge use1-az4']);
    expect((await at('2023-09-02T00:00:00Z')).offered).toEqual([
      'g5.xlarge use1-az1',
      'p5.48xlarge use1-az4',
    ]);
  });

  test('makes a type known the day it is first offered', async () => {
    expect((await at('2023-07-09T00:00:00Z')).types).toEqual(['g5.xlarge']);
    expect((await at('2023-07-10T00:00:00Z')).types).toEqual(['g5.xlarge', 'p5.48xlarge']);
  });

  test('where or while nothing was recorded, is wherever there are prices', async () => {
    expect((await at('2023-08-15T00:00:00Z', 'us-west-2')).offered).toEqual(['g5.xlarge usw2-az1']);
    expect((await at('2023-01-01T12:00:00Z')).offered).toEqual(['g5.xlarge use1-az1']);
  });

  test('with an event nobody knows is refused by name', async () => {
    const own = mkdtempSync(join(tmpdir(), 'stand-in-'));
    writeFileSync(
      join(own, 'spot.csv'),
      'region,az,instance_type,product_description,price_usd,timestamp_utc\n',
    );
    writeFileSync(
      join(own, 'offerings.csv'),
      `region,az_id,instance_type,event,as_of\n${offering('use1-az1', 'g5.xlarge', 'vanished', '2023-01-02T00:00:00Z')}`,
    );
    await expect(standInFor({ source: { kind: 'replay', dir: own } })).rejects.toThrow('vanished');
    rmSync(own, { recursive: true, force: true });
  });
});

test.skipIf(!recordedIsHere)(recordedTitle('the recorded launch of p5 is seen when it was'), async () => {
  const zonesOf = async (now: string) => {
    const standIn = await standInFor({
      source: { kind: 'replay', dir: RECORDED },
      now: () => Date.parse(now),
    });
    const zones: string[] = [];
    const pages = paginateDescribeInstanceTypeOfferings(
      { client: ec2For(standIn) },
      { ...LOCATION, Filters: [{ Name: 'instance-type', Values: ['p5.*', 'p4d.*'] }] },
    );
    for await (const page of pages) {
      zones.push(
        ...(page.InstanceTypeOfferings ?? []).map((item) => `${item.InstanceType} ${item.Location}`),
      );
    }
    return zones;
  };
  const [before, after] = [await zonesOf('2023-03-01T00:00:00Z'), await zonesOf('2023-12-20T00:00:00Z')];
  expect(before.some((zone) => zone.startsWith('p4d'))).toBe(true);
  expect(before.some((zone) => zone.startsWith('p5'))).toBe(false);
  expect(after.some((zone) => zone.startsWith('p5'))).toBe(true);
});
