import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { DescribeSpotPriceHistoryCommandInput, SpotPrice } from '@aws-sdk/client-ec2';

/** The first request of a listing; the SDK alone follows it page by page. */
export type Listing = { step: string; region: string; input: DescribeSpotPriceHistoryCommandInput };

type RecordedPage = { SpotPriceHistory: SpotPrice[]; NextToken: string | undefined };

/** What the SDK answered in one step, by request. */
export type RecordedStep = Map<string, RecordedPage>;

/** The rows of one answer as flat triples of series, instant and value, sorted: one transaction of the raw peer. */
export type Batch = { step: string; rows: Float64Array };

/** Within a step no two listings of a region end at the same instant. */
export function pageKey(region: string, input: DescribeSpotPriceHistoryCommandInput): string {
  return `${region} ${input.EndTime?.getTime() ?? 'now'} ${input.NextToken ?? ''}`;
}

const save = (folder: string, name: string, value: unknown) =>
  writeFileSync(join(folder, name), serialize(value));
const load = (folder: string, name: string): unknown => deserialize(readFileSync(join(folder, name)));

export const saveStep = (folder: string, step: string, pages: RecordedStep) =>
  save(folder, `pages-${step}`, pages);
export const loadStep = (folder: string, step: string) => load(folder, `pages-${step}`) as RecordedStep;
export const saveListings = (folder: string, listings: readonly Listing[]) =>
  save(folder, 'listings', listings);
export const loadListings = (folder: string) => load(folder, 'listings') as Listing[];
export const saveBatches = (folder: string, batches: readonly Batch[]) => save(folder, 'batches', batches);
export const loadBatches = (folder: string) => load(folder, 'batches') as Batch[];
