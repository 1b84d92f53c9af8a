import type { SpotSeries } from '../sources/market-source.ts';
import type { Call } from './context.ts';
import { isoSeconds } from './iso-seconds.ts';
import type { SpotQuery } from './spot-query.ts';
import { zoneMap } from './zone-map.ts';

interface Written {
  readonly series: SpotSeries;
  readonly head: string;
  readonly tail: string;
}

/** The answer to one query at one instant, before it is cut into pages. */
export interface SpotSnapshot {
  readonly length: number;
  write(from: number, to: number): string;
}

/** The first index whose time is ≥ seconds. */
function lowerBound(series: SpotSeries, seconds: number): number {
  let low = 0;
  let high = series.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((series.times[middle] ?? 0) < seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Range {
  readonly first: number;
  readonly end: number;
}

/**
 * Records in [from, to], and before them the newest one earlier than `from` if the pool then has a price:
 * "the last price change before the start time, which is the effective price as of the start time" (API reference).
 */
function rangeOf(series: SpotSeries, query: SpotQuery, asOf: number): Range {
  const seen = lowerBound(series, Math.floor(asOf / 1000) + 1);
  const start = Math.min(seen, lowerBound(series, query.from / 1000));
  const end = Math.min(seen, lowerBound(series, Math.floor(query.to / 1000) + 1));
  if (query.to < query.from) return { first: 0, end: 0 };
  const onStart = start < seen && series.times[start] === query.from / 1000 ? start : start - 1;
  const priced = start > 0 && series.priceAt(start - 1) !== '' && series.priceAt(onStart) !== '';
  return { first: priced ? start - 1 : start, end };
}

function writtenSeries(call: Call, query: SpotQuery, series: SpotSeries): Written | undefined {
  const map = zoneMap(call.credentials.accountId, series.region);
  const zoneId = series.zoneId ?? map.idOf(series.zoneName ?? '');
  const zoneName = series.zoneName ?? map.nameOf(zoneId);
  if (!query.zone(zoneName, zoneId)) return undefined;
  const head = `<item><instanceType>${series.type}</instanceType><productDescription>${series.product}</productDescription><spotPrice>`;
  const tail = `</timestamp><availabilityZone>${zoneName}</availabilityZone><availabilityZoneId>${zoneId}</availabilityZoneId></item>`;
  return { series, head, tail };
}

/** Newest first by the hour, and within the hour by series: near enough to order that a client may wrongly trust it. */
const KEY_SPAN = 2 ** 24;

class Records {
  #owners = new Uint32Array(4096);
  #indexes = new Uint32Array(4096);
  #keys = new Float64Array(4096);
  length = 0;

  add(owner: number, index: number, seconds: number): void {
    if (this.length === this.#keys.length) this.#grow();
    this.#owners[this.length] = owner;
    this.#indexes[this.length] = index;
    this.#keys[this.length] = Math.floor(seconds / 3600) * KEY_SPAN + this.length;
    this.length += 1;
  }

  /** Positions of the records, newest hour first. */
  ordered(): { owners: Uint32Array; indexes: Uint32Array } {
    const keys = this.#keys.slice(0, this.length).sort();
    const owners = new Uint32Array(this.length);
    const indexes = new Uint32Array(this.length);
    for (let place = 0; place < this.length; place += 1) {
      const record = (keys[this.length - 1 - place] ?? 0) % KEY_SPAN;
      owners[place] = this.#owners[record] ?? 0;
      indexes[place] = this.#indexes[record] ?? 0;
    }
    return { owners, indexes };
  }

  #grow(): void {
    const double = <T extends Uint32Array | Float64Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.#owners = double(this.#owners, new Uint32Array(this.length * 2));
    this.#indexes = double(this.#indexes, new Uint32Array(this.length * 2));
    this.#keys = double(this.#keys, new Float64Array(this.length * 2));
  }
}

export function takeSnapshot(call: Call, query: SpotQuery, asOf: number): SpotSnapshot {
  const pools = call.source.spotSeries(call.request.region, query.selection, query.from / 1000, asOf / 1000);
  const written: Written[] = [];
  const records = new Records();
  for (const series of pools) {
    const entry = writtenSeries(call, query, series);
    if (entry === undefined) continue;
    const { first, end } = rangeOf(series, query, asOf);
    for (let index = first; index < end; index += 1) {
      const price = series.priceAt(index);
      const seconds = series.times[index] ?? 0;
      if (price === '' || (query.record !== undefined && !query.record(price, isoSeconds(seconds)))) continue;
      records.add(written.length, index, seconds);
    }
    written.push(entry);
  }
  const { owners, indexes } = records.ordered();
  return { length: records.length, write: (from, to) => write(written, owners, indexes, from, to) };
}

function write(
  written: readonly Written[],
  owners: Uint32Array,
  indexes: Uint32Array,
  from: number,
  to: number,
) {
  let xml = '';
  for (let place = from; place < to; place += 1) {
    const entry = written[owners[place] ?? 0];
    if (entry === undefined) continue;
    const index = indexes[place] ?? 0;
    const { series } = entry;
    xml += `${entry.head}${series.priceAt(index)}</spotPrice><timestamp>${isoSeconds(series.times[index] ?? 0)}${entry.tail}`;
  }
  return xml;
}
