import type { BlockOffer } from '#db/queries/capacity-offers.ts';
import { byCheapest, type Place } from './places.ts';

/** One type in one region for the chosen count and duration. */
export type MatrixCell = {
  place: Place;
  cheapest: BlockOffer | null;
  earliest: BlockOffer | null;
  /** The lowest price per accelerator-hour of its type, of those that were confirmed. */
  isLowest: boolean;
};

/** Cells stand in the order of `types`. */
export type MatrixRow = { region: string; cells: MatrixCell[]; offers: number };

export type Matrix = {
  types: string[];
  rows: MatrixRow[];
  /** Regions that are not enabled for the account. */
  disabled: string[];
  /** Enabled regions where no type is sold. */
  unsold: string[];
  /** Types for which this count and duration are not asked anywhere, or that are sold nowhere. */
  left: string[];
};

/** Region × type, those with offers first. */
export function buildMatrix(places: readonly Place[]): Matrix {
  const byType = groupBy(places, (place) => place.type);
  const told = [...byType].filter(([, own]) => own.some(isTelling));
  const types = told
    .sort(([a, x], [b, y]) => regionsWith(y) - regionsWith(x) || byName(a, b))
    .map(([type]) => type);
  const left = [...byType.keys()].filter((type) => !types.includes(type)).sort(byName);
  const lowest = new Map(told.map(([type, own]) => [type, lowestOf(own)]));
  const byRegion = groupBy(places, (place) => place.region);
  const all = [...byRegion].map(([region, own]): MatrixRow => {
    const cells = types.flatMap((type) => {
      const place = own.find((one) => one.type === type);
      return place === undefined ? [] : [cellOf(place, lowest.get(type) ?? null)];
    });
    return { region, cells, offers: cells.filter((cell) => cell.place.offers.length > 0).length };
  });
  const everywhere = (state: Place['state']) =>
    [...byRegion].filter(([, own]) => own.every((place) => place.state === state)).map(([region]) => region);
  const disabled = everywhere('region_disabled').sort(byName);
  const rows = all
    .filter(
      (row) => row.cells.some((cell) => cell.place.state !== 'not_sold') && !disabled.includes(row.region),
    )
    .sort((a, b) => b.offers - a.offers || troubles(b) - troubles(a) || byName(a.region, b.region));
  const shown = new Set([...rows.map((row) => row.region), ...disabled]);
  const unsold =
    types.length === 0 ? [] : all.map((row) => row.region).filter((region) => !shown.has(region));
  return { types, rows, disabled, unsold: unsold.sort(byName), left };
}

function cellOf(place: Place, lowest: number | null): MatrixCell {
  const [cheapest = null] = place.offers.toSorted(byCheapest);
  const isLowest = place.confirmed && lowest !== null && cheapest?.perAcceleratorHour === lowest;
  return { place, cheapest, earliest: place.offers[0] ?? null, isLowest };
}

/** The lowest price of a type; null where fewer than two regions have one to compare. */
function lowestOf(places: readonly Place[]): number | null {
  const prices = places
    .filter((place) => place.confirmed)
    .flatMap((place) => place.offers.toSorted(byCheapest)[0]?.perAcceleratorHour ?? []);
  return new Set(prices).size < 2 ? null : Math.min(...prices);
}

const isTelling = ({ state }: Place) =>
  state !== 'not_sold' && state !== 'region_disabled' && state !== 'not_asked';
const regionsWith = (places: readonly Place[]) => places.filter((place) => place.offers.length > 0).length;
const troubles = (row: MatrixRow) => row.cells.filter((cell) => isTelling(cell.place)).length;
const byName = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
