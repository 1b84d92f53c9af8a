import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { StandIn } from './index.ts';
import { standInFor } from './testing/clients.ts';

const AWS = '/usr/bin/aws';
const run = promisify(execFile);

const ENVIRONMENT = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  AWS_ACCESS_KEY_ID: 'AKIACLI',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_PAGER: '',
  AWS_EC2_METADATA_DISABLED: 'true',
};

async function aws(standIn: StandIn, ...args: string[]): Promise<Record<string, unknown[]>> {
  const { stdout, stderr } = await run(AWS, ['--endpoint-url', standIn.url, '--output', 'json', ...args], {
    env: ENVIRONMENT as unknown as NodeJS.ProcessEnv,
    maxBuffer: 64_000_000,
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Record<string, unknown[]>;
}

describe.skipIf(!existsSync(AWS))('the AWS command line reads', { timeout: 60_000 }, () => {
  test('spot price history, in pages of any size', async () => {
    const standIn = await standInFor();
    const command = [
      'ec2',
      'describe-spot-price-history',
      '--instance-types',
      'p5.48xlarge',
      '--start-time',
      '2026-02-25T00:00:00Z',
    ];
    const whole = await aws(standIn, ...command);
    const paged = await aws(standIn, ...command, '--page-size', '17');
    expect(whole.SpotPriceHistory?.length).toBeGreaterThan(100);
    expect(paged.SpotPriceHistory).toEqual(whole.SpotPriceHistory);
    expect(standIn.requests.length).toBeGreaterThan(7);
  });

  test('regions, zones and instance types', async () => {
    const standIn = await standInFor();
    expect((await aws(standIn, 'ec2', 'describe-regions', '--all-regions')).Regions?.length).toBe(33);
    const zones = await aws(standIn, 'ec2', 'describe-availability-zones', '--all-availability-zones');
    expect(zones.AvailabilityZones?.length).toBe(8);
    const types = await aws(standIn, 'ec2', 'describe-instance-types', '--page-size', '20');
    expect(types.InstanceTypes?.length).toBeGreaterThan(70);
    const offers = await aws(
      standIn,
      'ec2',
      'describe-instance-type-offerings',
      '--location-type',
      'availability-zone-id',
    );
    expect(offers.InstanceTypeOfferings?.length).toBeGreaterThan(300);
  });

  test('products, and who is asking', async () => {
    const standIn = await standInFor();
    const filters = [
      '--filters',
      'Type=TERM_MATCH,Field=instanceType,Value=g5.xlarge',
      'Type=TERM_MATCH,Field=operatingSystem,Value=Linux',
    ];
    const products = await aws(
      standIn,
      'pricing',
      'get-products',
      '--region',
      'us-east-1',
      '--service-code',
      'AmazonEC2',
      '--page-size',
      '13',
      ...filters,
    );
    expect(products.PriceList?.length).toBeGreaterThan(50);
    expect(await aws(standIn, 'sts', 'get-caller-identity')).toHaveProperty('Account');
  });

  // Debian's awscli is older than Capacity Blocks and training plans: those are read through the SDK in their own tests.
  test('what the account holds', async () => {
    const standIn = await standInFor();
    const held = await aws(standIn, 'ec2', 'describe-capacity-reservations');
    expect(held.CapacityReservations?.length).toBeGreaterThan(4);
    const paged = await aws(standIn, 'ec2', 'describe-capacity-reservations', '--page-size', '2');
    expect(paged.CapacityReservations).toEqual(held.CapacityReservations);
  });

  test('quotas, rates and placement scores', async () => {
    const standIn = await standInFor();
    const quotas = ['service-quotas', 'list-service-quotas', '--service-code', 'ec2'];
    const whole = await aws(standIn, ...quotas);
    expect(whole.Quotas?.length).toBeGreaterThan(15);
    expect((await aws(standIn, ...quotas, '--page-size', '7')).Quotas).toEqual(whole.Quotas);
    const filters =
      '[{"name":"region","values":["us-east-1"]},{"name":"instanceType","values":["g5.xlarge"]}]';
    const rates = await aws(
      standIn,
      'savingsplans',
      'describe-savings-plans-offering-rates',
      '--filters',
      filters,
    );
    expect(rates.searchResults).toHaveLength(48);
    const types = ['--instance-types', 'g5.xlarge', 'g6.xlarge', 'g4dn.xlarge'];
    const scores = await aws(standIn, 'ec2', 'get-spot-placement-scores', '--target-capacity', '1', ...types);
    expect(scores.SpotPlacementScores).toHaveLength(10);
  });

  test('a refusal under its code', async () => {
    const standIn = await standInFor();
    standIn.faults.add({ kind: 'denied' });
    await expect(aws(standIn, 'ec2', 'describe-regions')).rejects.toThrow('(UnauthorizedOperation)');
  });
});
