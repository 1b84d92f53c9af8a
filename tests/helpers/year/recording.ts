import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { RECORDED } from '../recorded.ts';
import { YEAR_FILES } from './files.ts';

/** A recorded change: from `at` on it is this; null from where on there is none. */
export type Turn<T> = { at: number; value: T | null };
export type RecordedPool = { region: string; zone: string; type: string; turns: Turn<number>[] };
export type RecordedList = { region: string; type: string; turns: Turn<number>[] };
export type RecordedOffer = { region: string; zone: string; type: string; turns: Turn<true>[] };
export type Recording = { pools: RecordedPool[]; lists: RecordedList[]; offers: RecordedOffer[] };

const rowsOf = (file: string): string[][] =>
  gunzipSync(readFileSync(join(RECORDED, file)))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

const microOf = (usd: string) => (usd === '' ? null : Math.round(Number(usd) * 1e6));

/** The turns of one thing under each key, in the order of time. */
function grouped<Row extends object, T>(rows: [string, Row, Turn<T>][]): (Row & { turns: Turn<T>[] })[] {
  const all = new Map<string, Row & { turns: Turn<T>[] }>();
  for (const [key, row, turn] of rows) {
    const known = all.get(key);
    if (known === undefined) all.set(key, { ...row, turns: [turn] });
    else known.turns.push(turn);
  }
  for (const { turns } of all.values()) turns.sort((a, b) => a.at - b.at);
  return [...all.values()];
}

/** The recorded year straight from its files. */
export function readYear(): Recording {
  const pools = rowsOf(YEAR_FILES.spot).map(
    ([region = '', zone = '', type = '', , usd = '', at = '']): [string, object, Turn<number>] => [
      `${zone} ${type}`,
      { region, zone, type },
      { at: Date.parse(at), value: microOf(usd) },
    ],
  );
  const lists = rowsOf(YEAR_FILES.onDemand).map(
    ([region = '', type = '', , usd = '', at = '']): [string, object, Turn<number>] => [
      `${region} ${type}`,
      { region, type },
      { at: Date.parse(at), value: microOf(usd) },
    ],
  );
  const offers = rowsOf(YEAR_FILES.offerings).map(
    ([region = '', zone = '', type = '', event = '', at = '']): [string, object, Turn<true>] => [
      `${zone} ${type}`,
      { region, zone, type },
      { at: Date.parse(at), value: event === 'removed' ? null : true },
    ],
  );
  return {
    pools: grouped(pools) as RecordedPool[],
    lists: grouped(lists) as RecordedList[],
    offers: grouped(offers) as RecordedOffer[],
  };
}

/** What holds at an instant: the newest turn up to it; undefined before the first. */
export function at<T>(turns: readonly Turn<T>[], instant: number): T | null | undefined {
  let [low, high] = [0, turns.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((turns[middle]?.at ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return turns[low - 1]?.value;
}
