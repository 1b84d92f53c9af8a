import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** The recorded market data beside the checkout; tests that need it say so when it is not there. */
export const RECORDED = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
export const EXACT_2021 = `${RECORDED}spot/spot-history-exact-2021-03-to-2021-04-us-east-1.csv.gz`;
export const OBSERVED_2023 = `${RECORDED}spot/spot-observed-2022-12-to-2023-12.csv.gz`;
export const HAS_RECORDED = existsSync(EXACT_2021) && existsSync(OBSERVED_2023);

export type Recorded = { at: number; price: string };

/** Recorded rows by pool "region|az|type|product", each sorted by time; an empty price is an end. */
export function readRecorded(path: string): Map<string, Recorded[]> {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n');
  const pools = new Map<string, Recorded[]>();
  for (const line of lines.slice(1)) {
    const [region, az, type, product, price = '', at = ''] = line.split(',');
    const key = `${region}|${az}|${type}|${product}`;
    const pool = pools.get(key) ?? [];
    pool.push({ at: Date.parse(at), price });
    pools.set(key, pool);
  }
  for (const pool of pools.values()) pool.sort((a, b) => a.at - b.at);
  return pools;
}

/** What a person who reads the recording would expect the desk to know at `now`, having looked since `from`. */
export type Expected = { points: Recorded[]; confirmedAt: number };

/**
 * Change points of one pool over everything the desk could see, written without any of the product's code: records
 * up to `now`, from the one in force at `from` on; a record that repeats the price before it is a confirmation.
 */
export function expectedPool(records: readonly Recorded[], from: number, now: number): Expected | undefined {
  const visible = records.filter((record) => record.at <= now);
  let first = visible.findIndex((record) => record.at >= from);
  if (first === -1) first = visible.length;
  if (first > 0 && visible[first - 1]!.price !== '') first -= 1;
  const seen = visible.slice(first);
  const points: Recorded[] = [];
  let before: string | undefined;
  for (const record of seen) {
    if (record.price !== '' && record.price !== before) points.push(record);
    before = record.price;
  }
  const priced = seen.filter((record) => record.price !== '');
  return priced.length === 0 ? undefined : { points, confirmedAt: priced.at(-1)!.at };
}
