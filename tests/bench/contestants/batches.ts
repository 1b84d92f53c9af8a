import type { SpotPrice } from '@aws-sdk/client-ec2';
import { type Change, onlyChanges } from '../checksum.ts';
import type { Batch, Listing } from '../recording.ts';

/** The SDK's items by pool "region|zone|type|product", sorted by time, each instant once; in the order of their keys. */
export function poolsOf(items: readonly { region: string; item: SpotPrice }[]): Map<string, Change[]> {
  const pools = new Map<string, Map<number, number>>();
  for (const { region, item } of items) {
    const key = `${region}|${item.AvailabilityZoneId}|${item.InstanceType}|${item.ProductDescription}`;
    const pool = pools.get(key) ?? new Map<number, number>();
    pool.set(Number(item.Timestamp), Math.round(Number(item.SpotPrice) * 1e6));
    pools.set(key, pool);
  }
  const sorted = [...pools].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted.map(([key, pool]) => [key, inOrder(pool)]));
}

function inOrder(pool: ReadonlyMap<number, number>): Change[] {
  return [...pool].sort(([a], [b]) => a - b).map(([at, value]) => ({ at, value }));
}

/**
 * The rows of each answer whose stretch holds them, in the order in which the answers came. What is older than every
 * stretch came with the oldest.
 */
export function makeBatches(
  pools: ReadonlyMap<string, readonly Change[]>,
  listings: readonly Listing[],
): Batch[] {
  const windows = listings.filter(({ step, input }) => step !== 'again' && input.EndTime !== undefined);
  const rows = new Map<Listing, number[]>(windows.map((window) => [window, []]));
  const newestFirst = [...windows].sort((a, b) => startOf(b) - startOf(a));
  const byRegion = new Map<string, Listing[]>();
  for (const window of newestFirst)
    byRegion.set(window.region, [...(byRegion.get(window.region) ?? []), window]);
  let series = 0;
  for (const [key, prices] of pools) {
    series++;
    const own = byRegion.get(key.split('|')[0] ?? '') ?? [];
    for (const { at, value } of onlyChanges(prices)) {
      const window = own.find((candidate) => at >= startOf(candidate)) ?? own.at(-1);
      if (window === undefined) throw new Error(`no answer for ${key}`);
      rows.get(window)?.push(series, at, value);
    }
  }
  return [...rows].map(([{ step }, flat]) => ({ step, rows: Float64Array.from(flat) }));
}

function startOf(listing: Listing): number {
  return listing.input.StartTime?.getTime() ?? 0;
}
