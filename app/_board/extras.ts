import type { Db } from '#db/client.ts';
import { type BlockOffer, blockOffers } from '#db/queries/capacity-offers.ts';
import { type BlockPlace, blockPlaces } from '#db/queries/capacity-targets.ts';
import { type Interruption, latestInterruptions } from '#db/queries/interruptions.ts';
import { latestScores, type PlacementScore } from '#db/queries/placement-scores.ts';
import { readQuotaBook, soldOf } from '#db/queries/quota-book.ts';
import { ULTRASERVERS } from '#lib/catalogue/ultraservers.ts';
import type { RegionQuotas } from '#lib/quotas/book.ts';
import type { Sold } from '#lib/quotas/headroom.ts';
import type { ColumnKey } from './columns.ts';

/** What the board tells of a type besides its prices. A source whose column is not shown is not read: it is undefined. */
export type Extras = {
  /** Blocks on sale and where they are asked about, by the type of their instances. */
  blocks?: { offers: Map<string, BlockOffer[]>; places: Map<string, BlockPlace[]> } | undefined;
  /** Region-level scores, by each type that their basket has. */
  scores?: Map<string, PlacementScore[]> | undefined;
  /** By "type region"; Linux. */
  interruptions?: Map<string, Interruption> | undefined;
  quotas?: { book: Map<string, RegionQuotas>; sold: (type: string, region: string) => Sold } | undefined;
};

type Keep = <T>(source: ColumnKey, read: () => T) => T;

/** Reads the sources of the columns wanted; `keep` may answer from what it has kept. */
export function readExtras(
  db: Db,
  wanted: ReadonlySet<string>,
  types: readonly { name: string }[],
  now: number,
  keep: Keep = (_, read) => read(),
): Extras {
  const names = types.map(({ name }) => name);
  const source = <T>(column: ColumnKey, read: () => T) =>
    wanted.has(column) ? keep(column, read) : undefined;
  return {
    blocks: source('block', () => readBlocks(db, now)),
    scores: source('score', () => readScores(db)),
    interruptions: source('interruption', () => readInterruptions(db, names)),
    quotas: source('headroom', () => readQuotas(db)),
  };
}

function readBlocks(db: Db, now: number): Extras['blocks'] {
  return {
    offers: gather(blockOffers(db, now, {}), ({ type }) => [instanceOf(type)]),
    places: gather(blockPlaces(db, {}), ({ type }) => [instanceOf(type)]),
  };
}

/** An UltraServer is instances of a type. */
function instanceOf(item: string): string {
  return ULTRASERVERS.get(item)?.instanceType ?? item;
}

function readScores(db: Db): Map<string, PlacementScore[]> {
  const scores = latestScores(db).scores.filter(({ level }) => level === 'region');
  return gather(scores, ({ types }) => types);
}

function readInterruptions(db: Db, types: readonly string[]): Extras['interruptions'] {
  const linux = latestInterruptions(db, { types }).rows.filter(({ os }) => os === 'Linux');
  return new Map(linux.map((row) => [`${row.type} ${row.region}`, row]));
}

function readQuotas(db: Db): Extras['quotas'] {
  return { book: new Map(readQuotaBook(db).map((one) => [one.region, one])), sold: soldOf(db) };
}

function gather<T>(rows: readonly T[], keysOf: (row: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows)
    for (const key of keysOf(row)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [row]);
      else group.push(row);
    }
  return groups;
}
