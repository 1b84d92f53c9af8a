import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CapacityBlockOffering } from '@aws-sdk/client-ec2';
import { afterAll, describe, expect, test } from 'vitest';
import { blocksOf } from '../../testing/blocks.ts';
import {
  DAY,
  ec2For,
  RECORDED,
  recordedIsHere,
  recordedTitle,
  refusalOf,
  standInFor,
} from '../../testing/clients.ts';

const dir = mkdtempSync(join(tmpdir(), 'stand-in-blocks-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const SPOT = 'region,az,instance_type,product_description,price_usd,timestamp_utc\n';
const RATES =
  'region,region_name,instance_type,accelerator,accelerator_count,hourly_rate_usd,hourly_rate_per_accelerator_usd,as_of\n';
const zones = ['use1-az1', 'use1-az2', 'use1-az3', 'use1-az4', 'use1-az5', 'use1-az6'];
const pools = zones.map((zone) => `us-east-1,${zone},p5.48xlarge,Linux/UNIX,20,2026-01-01T00:00:00Z\n`);
const rate = (usd: string, asOf: string): string =>
  `us-east-1,US East (N. Virginia),p5.48xlarge,H100,8,${usd},1.0,${asOf}\n`;

function folder(name: string, rates: string | undefined): string {
  const path = join(dir, name);
  mkdirSync(join(path, 'spot'), { recursive: true });
  writeFileSync(join(path, 'spot', 'looks.csv'), SPOT + pools.join(''));
  if (rates === undefined) return path;
  mkdirSync(join(path, 'capacity-block'));
  writeFileSync(join(path, 'capacity-block', 'capacity-block-rates-own.csv.gz'), gzipSync(RATES + rates));
  return path;
}

/** Everything seen over ten days from an instant on. */
async function seen(path: string, from: string, InstanceType = 'p5.48xlarge' as const) {
  const standIn = await standInFor({ source: { kind: 'replay', dir: path } });
  const client = ec2For(standIn);
  const offers: CapacityBlockOffering[] = [];
  for (let day = 0; day < 10; day += 1) {
    standIn.setNow(() => Date.parse(from) + day * DAY);
    offers.push(...(await blocksOf(client, { InstanceType })));
  }
  return offers;
}

const hourly = (offer: CapacityBlockOffering): number =>
  Number(offer.UpfrontFee) /
  (((offer.EndDate?.getTime() ?? 0) - (offer.StartDate?.getTime() ?? 0)) / 3_600_000);

const rates = (offers: readonly CapacityBlockOffering[]): number[] =>
  [...new Set(offers.map((offer) => Number(hourly(offer).toFixed(4))))].sort((a, b) => a - b);

describe('blocks in a replay', () => {
  const own =
    'unknown,"Dallas Local Zone\n(US East N. Virginia)",p5.48xlarge,H100,8,99,1.0,2026-01-05T00:00:00Z\n' +
    rate('30.5', '2026-01-05T00:00:00Z') +
    rate('33.25', '2026-02-01T00:00:00Z');

  test('cost what was recorded, from the day it was', async () => {
    const path = folder('recorded', own);
    const before = await seen(path, '2026-01-10T00:00:00Z');
    expect(before.length).toBeGreaterThan(20);
    expect(rates(before)).toEqual([30.5]);
    expect(rates(await seen(path, '2026-02-02T00:00:00Z'))).toEqual([33.25]);
    expect(rates(await seen(path, '2026-01-27T12:00:00Z'))).toEqual([30.5, 33.25]);
  });

  test('are not on sale before the first record, nor without a recording', async () => {
    expect(await seen(folder('early', own), '2025-06-01T00:00:00Z')).toEqual([]);
    expect(await seen(folder('without', undefined), '2026-02-02T00:00:00Z')).toEqual([]);
    const strange = seen(folder('strange', undefined), '2026-02-02T00:00:00Z', 'g5.xlarge' as 'p5.48xlarge');
    expect((await refusalOf(strange)).name).toBe('InvalidParameterValue');
  });

  test.skipIf(!recordedIsHere)(recordedTitle('come at the rates of the recorded table'), async () => {
    expect(rates(await seen(RECORDED, '2026-02-10T00:00:00Z'))).toHaveLength(1);
    expect(await seen(RECORDED, '2025-02-10T00:00:00Z')).toEqual([]);
  });
});
