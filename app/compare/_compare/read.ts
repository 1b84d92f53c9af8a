import 'server-only';
import type { Db } from '#db/client.ts';
import { listPools, listTypes } from '#db/queries/board.ts';
import { type Compared, readWays, sideSeries } from '#db/queries/compare.ts';
import { looksOf, newestComplete } from '#db/queries/looks.ts';
import { DESCRIBED } from '#lib/catalogue/described.ts';
import { type RatioHistory, ratioHistory } from '#lib/compare/ratio.ts';
import { cheapestFirst } from '#lib/compare/ways.ts';
import { type CompareView, RANGES, readView, type SearchParams } from './view.ts';

export type ComparePage = {
  view: CompareView;
  unknown: string[];
  rows: Compared[];
  ratio: RatioHistory;
  window: { from: number; to: number };
  /** Every type that may be chosen, and every region. */
  choices: { types: string[]; regions: string[] };
  accelerators: Map<string, string>;
  asOf: number | null;
};

/** Makers that lead: each with as many of its newest accelerators. */
const USUAL = [
  { isOf: (type: string) => !/^(trn|inf)/.test(type), most: 4 },
  { isOf: (type: string) => type.startsWith('trn'), most: 2 },
];

/** All that the page shows; undefined before there is a catalogue. */
export function readCompare(db: Db, asked: SearchParams, now: number): ComparePage | undefined {
  const types = listTypes(db);
  if (types.length === 0) return undefined;
  const accelerators = new Map(types.map(({ name, accelerator }) => [name, accelerator]));
  const priced = new Set(listPools(db).flatMap(({ type, value }) => (value === null ? [] : [type])));
  const regions = [...looksOf(db, 'spot-price').keys()];
  const { view, unknown } = readView(asked, {
    types: new Set(accelerators.keys()),
    regions,
    usual: usualTypes(priced),
  });
  const within = view.region === undefined ? undefined : [view.region];
  const asOf = newestComplete(db, 'spot-price');
  const to = Math.min(asOf ?? now, now);
  const window = { from: to - RANGES[view.range], to };
  const side = (type: string) =>
    sideSeries(db, { type, buy: view.buy, regions: within, unit: view.unit }, window);
  const rows = readWays(db, { types: view.types, regions: within, now });
  return {
    ...{ view, unknown, window, accelerators },
    rows: cheapestFirst(rows, view.unit),
    ratio: ratioHistory(side(view.of), side(view.per), window),
    choices: { types: [...accelerators.keys()].sort(byName), regions },
    asOf,
  };
}

/** The newest accelerators that have a price, each by its largest type: the catalogue is in that order. */
function usualTypes(priced: ReadonlySet<string>): string[] {
  return USUAL.flatMap(({ isOf, most }) => {
    const found = new Map<string, string>();
    for (const { type, accelerator, purpose } of DESCRIBED.values()) {
      if (!isOf(type) || !priced.has(type) || accelerator === null || purpose === 'inference') continue;
      if (!found.has(accelerator)) found.set(accelerator, type);
    }
    return [...found.values()].slice(0, most);
  });
}

const byName = (one: string, other: string) => one.localeCompare(other, 'en', { numeric: true });
