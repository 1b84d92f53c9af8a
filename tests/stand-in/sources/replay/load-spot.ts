import { type CsvText, eachLine, timestampReader } from './csv-file.ts';
import { PriceTexts, RecordedSeries } from './recorded-series.ts';

export interface Recordings {
  readonly series: ReadonlyMap<string, readonly RecordedSeries[]>;
}

/** `region,az,type,product` up to the fourth comma is the pool's key. */
function fourthComma(text: string, start: number): number {
  let at = start - 1;
  for (let count = 0; count < 4; count += 1) at = text.indexOf(',', at + 1);
  return at;
}

function readFile(csv: CsvText, pools: Map<string, RecordedSeries>, texts: PriceTexts): void {
  const seconds = timestampReader();
  eachLine(csv, (text, start, end) => {
    const keyEnd = fourthComma(text, start);
    const priceEnd = text.indexOf(',', keyEnd + 1);
    const key = text.slice(start, keyEnd);
    let pool = pools.get(key);
    if (pool === undefined) {
      // The public price page has no zone at all: it is no spot history.
      if (text.charCodeAt(text.indexOf(',', start) + 1) === 44) return;
      pool = new RecordedSeries(key, texts);
      pools.set(Buffer.from(key, 'latin1').toString('latin1'), pool);
    }
    pool.add(seconds(text.slice(priceEnd + 1, end)), texts.indexOf(text.slice(keyEnd + 1, priceEnd)));
  });
}

/**
 * A recording by zone name that ended before one by zone ID began says nothing about the later time:
 * without this, a price of 2020 would be "in force" in 2023 beside the real one.
 */
function closeSuperseded(pools: Iterable<RecordedSeries>): void {
  const lastByName = new Map<string, number>();
  const firstById = new Map<string, number>();
  const all = [...pools];
  for (const pool of all) {
    const known = (pool.zoneId === undefined ? lastByName : firstById).get(pool.region);
    if (pool.zoneId === undefined) lastByName.set(pool.region, Math.max(known ?? 0, pool.lastSeconds));
    else firstById.set(pool.region, Math.min(known ?? Number.POSITIVE_INFINITY, pool.firstSeconds));
  }
  for (const pool of all) {
    const nextFrom = firstById.get(pool.region);
    const ended = lastByName.get(pool.region) ?? 0;
    if (pool.zoneName !== undefined && nextFrom !== undefined && nextFrom > ended) pool.add(nextFrom, 0);
  }
}

export function loadSpot(files: readonly CsvText[]): Recordings {
  const pools = new Map<string, RecordedSeries>();
  const texts = new PriceTexts();
  for (const csv of files) readFile(csv, pools, texts);
  closeSuperseded(pools.values());
  const series = new Map<string, RecordedSeries[]>();
  for (const pool of pools.values()) {
    pool.settle();
    const list = series.get(pool.region);
    if (list === undefined) series.set(pool.region, [pool]);
    else list.push(pool);
  }
  return { series };
}
