import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  DescribeAvailabilityZonesCommand,
  DescribeRegionsCommand,
  paginateDescribeInstanceTypes,
} from '@aws-sdk/client-ec2';
import { paginateGetProducts } from '@aws-sdk/client-pricing';
import { afterAll, describe, expect, test } from 'vitest';
import {
  ec2For,
  pricingFor,
  RECORDED,
  recordedIsHere,
  recordedTitle,
  standInFor,
} from '../../testing/clients.ts';
import { bySeries, historyOf, seriesKey } from '../../testing/history.ts';
import { findRecordings } from './find-files.ts';
import { loadSpot } from './load-spot.ts';

const at = (iso: string) => () => Date.parse(iso);
const HEADER = 'region,az,instance_type,product_description,price_usd,timestamp_utc\n';

/** Straight from the file, by other means than the code under test. */
function expectedRecords(region: string, from: number, to: number): string[] {
  const file = join(RECORDED, 'spot', 'spot-observed-2022-12-to-2023-12.csv.gz');
  const lines = gunzipSync(readFileSync(file)).toString('latin1').split('\n');
  const rows = lines
    .map((line) => line.split(','))
    .filter((cells) => cells[0] === region)
    .map(([, zone, type, product, price = '', iso = '']) => ({
      key: `${type} ${zone} ${product}`,
      price,
      at: Date.parse(iso),
    }));
  const inForce = new Map(rows.filter((row) => row.at < from).map((row) => [row.key, row]));
  const inside = rows.filter((row) => row.at >= from && row.at <= to);
  const served = [...inForce.values(), ...inside].filter((row) => row.price !== '');
  return served.map((row) => `${row.key} ${row.price} ${row.at}`).sort();
}

describe('a recording of our own making', () => {
  const dir = mkdtempSync(join(tmpdir(), 'stand-in-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const row = (zone: string, price: string, when: string) =>
    `us-east-1,${zone},g5.xlarge,Linux/UNIX,${price},${when}\n`;
  writeFileSync(
    join(dir, 'looks.csv'),
    HEADER +
      row('use1-az1', '0.5', '2023-01-01T00:00:00Z') +
      row('use1-az1', '', '2023-01-03T00:00:00Z') +
      row('use1-az1', '0.7', '2023-01-05T00:00:00Z') +
      row('use1-az2', '0.4010', '2022-06-01T00:00:00Z'),
  );
  writeFileSync(
    join(dir, 'again.csv.gz'),
    gzipSync(
      HEADER +
        row('use1-az1', '0.5', '2023-01-01T00:00:00Z') +
        row('use1-az1', '0.6', '2023-01-02T00:00:00Z'),
    ),
  );
  writeFileSync(join(dir, 'other.csv'), 'a,b\n1,2\n');

  const seen = async (now: string, StartTime: string) => {
    const standIn = await standInFor({ source: { kind: 'replay', dir }, now: at(now) });
    const items = await historyOf(ec2For(standIn), { StartTime: new Date(StartTime) });
    return items
      .map(
        (item) =>
          `${item.AvailabilityZoneId} ${item.SpotPrice} ${item.Timestamp?.toISOString().slice(0, 10)}`,
      )
      .sort();
  };

  test('files of one pool are merged, and a row in both comes once', async () => {
    expect(await seen('2023-01-02T12:00:00Z', '2023-01-01T00:00:00Z')).toEqual([
      'use1-az1 0.5 2023-01-01',
      'use1-az1 0.6 2023-01-02',
      'use1-az2 0.4010 2022-06-01',
    ]);
  });

  test('an empty price takes the pool from the current answer, and leaves its past', async () => {
    expect(await seen('2023-01-04T00:00:00Z', '2023-01-04T00:00:00Z')).toEqual([
      'use1-az2 0.4010 2022-06-01',
    ]);
    expect(await seen('2023-01-04T00:00:00Z', '2023-01-01T12:00:00Z')).toContain('use1-az1 0.6 2023-01-02');
    expect(await seen('2023-01-06T00:00:00Z', '2023-01-06T00:00:00Z')).toContain('use1-az1 0.7 2023-01-05');
  });

  test('nothing after the clock is told', async () => {
    expect(await seen('2022-07-01T00:00:00Z', '2022-06-15T00:00:00Z')).toEqual([
      'use1-az2 0.4010 2022-06-01',
    ]);
  });

  test('a folder without recordings is refused by name', async () => {
    await expect(standInFor({ source: { kind: 'replay', dir: join(dir, 'other.csv') } })).rejects.toThrow(
      'other.csv',
    );
  });
});

describe.skipIf(!recordedIsHere)(recordedTitle('the recorded market'), () => {
  const whole = { kind: 'replay' as const, dir: RECORDED };

  test('loads every pool', () => {
    const { spot } = findRecordings(RECORDED);
    const { series } = loadSpot(spot);
    expect([...series.values()].flat().length).toBeGreaterThan(1500);
  });

  test('serves a region exactly as it was recorded', async () => {
    const now = Date.parse('2023-05-20T03:00:00Z');
    const from = Date.parse('2023-05-10T03:00:00Z');
    const expected = expectedRecords('eu-west-1', from, now);
    const standIn = await standInFor({ source: whole, now: () => now });
    const items = await historyOf(
      ec2For(standIn, { region: 'eu-west-1' }),
      { StartTime: new Date(from) },
      333,
    );
    const served = items.map((item) => `${seriesKey(item)} ${item.SpotPrice} ${item.Timestamp?.getTime()}`);
    expect(served.length).toBe(new Set(served).size);
    expect(served.sort()).toEqual(expected);
  });

  test('serves an exact history under the recorded zone names and the account’s own IDs', async () => {
    const dir = join(RECORDED, 'spot', 'spot-history-exact-2021-03-to-2021-04-us-east-1.csv.gz');
    const standIn = await standInFor({ source: { kind: 'replay', dir }, now: at('2021-04-15T00:00:00Z') });
    const client = ec2For(standIn);
    const zones = (await client.send(new DescribeAvailabilityZonesCommand({}))).AvailabilityZones ?? [];
    const idOf = new Map(zones.map((zone) => [zone.ZoneName, zone.ZoneId]));
    const items = await historyOf(client, { StartTime: new Date('2021-04-14') });
    expect(items.length).toBeGreaterThan(100);
    expect(items.every((item) => item.AvailabilityZoneId === idOf.get(item.AvailabilityZone))).toBe(true);
    expect(new Set(items.map((item) => item.ProductDescription)).size).toBe(4);
    expect(Math.min(...[...bySeries(items).values()].map((records) => records.length))).toBeGreaterThan(0);
  });

  test('does not let a recording of 2021 speak for 2023', async () => {
    const standIn = await standInFor({ source: whole, now: at('2023-03-01T00:00:00Z') });
    const items = await historyOf(ec2For(standIn), { StartTime: new Date('2023-03-01') });
    expect(items.every((item) => (item.Timestamp?.getTime() ?? 0) > Date.parse('2022-12-01'))).toBe(true);
    expect(new Set(items.map(seriesKey)).size).toBe(items.length);
  });

  test('offers the regions and types of the data, retired ones included', async () => {
    const standIn = await standInFor({ source: whole, now: at('2023-03-01T00:00:00Z') });
    const client = ec2For(standIn);
    const { Regions = [] } = await client.send(new DescribeRegionsCommand({}));
    expect(Regions).toHaveLength(23);
    const types: string[] = [];
    for await (const page of paginateDescribeInstanceTypes({ client }, {}))
      types.push(...(page.InstanceTypes ?? []).map((type) => String(type.InstanceType)));
    expect(types).toContain('p2.xlarge');
    expect(types).not.toContain('p5en.48xlarge');
  });

  test('lists on-demand prices as they were at the clock', async () => {
    const priceAt = async (now: string) => {
      const standIn = await standInFor({ source: whole, now: at(now) });
      const term = (Field: string, Value: string) => ({ Type: 'TERM_MATCH' as const, Field, Value });
      const Filters = [
        term('instanceType', 'p4d.24xlarge'),
        term('regionCode', 'us-east-1'),
        term('operatingSystem', 'Linux'),
        term('tenancy', 'Shared'),
        term('capacitystatus', 'Used'),
        term('marketoption', 'OnDemand'),
        term('preInstalledSw', 'NA'),
      ];
      const prices: string[] = [];
      for await (const page of paginateGetProducts(
        { client: pricingFor(standIn) },
        { ServiceCode: 'AmazonEC2', Filters },
      )) {
        for (const item of page.PriceList ?? []) prices.push(/"USD":"([^"]+)"/.exec(String(item))?.[1] ?? '');
      }
      return prices;
    };
    expect(await priceAt('2023-03-01T00:00:00Z')).toEqual(['32.7726000000']);
    expect(await priceAt('2020-03-01T00:00:00Z')).toEqual([]);
  });
});
