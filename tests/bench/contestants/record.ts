import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  DescribeSpotPriceHistoryCommand,
  DescribeSpotPriceHistoryCommandInput,
  DescribeSpotPriceHistoryCommandOutput,
  EC2Client,
  SpotPrice,
} from '@aws-sdk/client-ec2';
import { createDatabase } from '#db/migrate.ts';
import { type AwsClients, makeAwsClients } from '#jobs/aws/clients.ts';
import { instanceTypeJob } from '#jobs/collectors/instance-type/index.ts';
import { regionJob } from '#jobs/collectors/region/index.ts';
import { spotPriceJob } from '#jobs/collectors/spot-price/live.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { readRecorded } from '../../helpers/recorded.ts';
import { addChanges, type Change, type Checksum, EMPTY } from '../checksum.ts';
import { collect, openCopy, openDesk, TEMPLATE } from '../collect.ts';
import { type Plan, smallPart, wholePlan } from '../plan.ts';
import {
  type Listing,
  pageKey,
  type RecordedStep,
  saveBatches,
  saveListings,
  saveStep,
} from '../recording.ts';
import { makeBatches, poolsOf } from './batches.ts';

/** Untimed: collects once and keeps what the others need: requests, pages, rows for the raw peer, the truth. */
export async function record(folder: string): Promise<Checksum> {
  const aws = makeAwsClients();
  const plan = wholePlan();
  await makeTemplate(folder, plan, aws);
  await recordCollection(folder, smallPart(plan), aws, 'warm-');
  const { listings, items } = await recordCollection(folder, plan, aws, '');
  saveListings(folder, listings);
  aws.destroy();
  const pools = poolsOf(items);
  saveBatches(folder, makeBatches(pools, listings));
  return plan.source.kind === 'replay' ? recordedChecksum(plan.source.dir) : checksumOfPools(pools.values());
}

async function makeTemplate(folder: string, plan: Plan, aws: AwsClients): Promise<void> {
  const path = join(folder, 'first.db');
  createDatabase(path);
  const desk = openDesk(path, plan.end, aws);
  await desk.run(regionJob);
  await desk.run(instanceTypeJob);
  desk.db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
  desk.close();
  copyFileSync(path, join(folder, TEMPLATE));
}

async function recordCollection(folder: string, plan: Plan, aws: AwsClients, prefix: string) {
  const listings: Listing[] = [];
  const items: { region: string; item: SpotPrice }[] = [];
  let pages: RecordedStep = new Map();
  let current = '';
  const listening = recordingClients(aws, (region, input, { SpotPriceHistory = [], NextToken }) => {
    pages.set(pageKey(region, input), { SpotPriceHistory, NextToken });
    if (current !== 'again') for (const item of SpotPriceHistory) items.push({ region, item });
    if (input.NextToken === undefined) listings.push({ step: current, region, input });
  });
  const around = async (step: string, work: () => Promise<void>) => {
    current = step;
    pages = new Map();
    await work();
    saveStep(folder, prefix + step, pages);
  };
  const desk = openCopy(folder, `${prefix}record.db`, plan.end, listening);
  await collect(desk, plan, around);
  desk.setNow(plan.end + 5 * MINUTE);
  await around('again', () => desk.run(spotPriceJob));
  desk.close();
  return { listings, items };
}

type Listener = (
  region: string,
  input: DescribeSpotPriceHistoryCommandInput,
  output: DescribeSpotPriceHistoryCommandOutput,
) => void;

function recordingClients(aws: AwsClients, listen: Listener): AwsClients {
  const ec2 = (region: string) => ({
    async send(command: DescribeSpotPriceHistoryCommand) {
      const output = await aws.ec2(region).send(command);
      listen(region, command.input, output);
      return output;
    },
  });
  return { ...aws, ec2: (region) => ec2(region) as unknown as EC2Client };
}

/** The truth straight from the file: no stand-in, no SDK and nothing of the product in between. */
function recordedChecksum(path: string): Checksum {
  const pools = [...readRecorded(path).values()].map((records) =>
    records
      .filter(({ price }) => price !== '')
      .map(({ at, price }) => ({ at, value: Math.round(Number(price) * 1e6) })),
  );
  return checksumOfPools(pools);
}

function checksumOfPools(pools: Iterable<readonly Change[]>): Checksum {
  let sum = EMPTY;
  for (const prices of pools) sum = addChanges(sum, prices);
  return sum;
}
