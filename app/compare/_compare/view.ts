import { type CompareUnit, UNITS } from '#lib/compare/ways.ts';
import { DAY } from '#lib/domain/time.ts';

export const RANGES = { '7d': 7 * DAY, '30d': 30 * DAY, '90d': 90 * DAY } as const;
export type RangeName = keyof typeof RANGES;
export const RATIO_BUYS = ['spot', 'on-demand', 'capacity-block'] as const;
type RatioBuy = (typeof RATIO_BUYS)[number];

/** What the page shows; all of it is in its address. */
export type CompareView = {
  types: string[];
  /** Undefined: wherever it is cheapest. */
  region: string | undefined;
  unit: CompareUnit;
  of: string;
  per: string;
  buy: RatioBuy;
  range: RangeName;
};

export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

export type Known = {
  types: ReadonlySet<string>;
  regions: readonly string[];
  /** What is compared where nobody has chosen. */
  usual: readonly string[];
};

/** More rows than this are no comparison any more. */
export const MOST_TYPES = 8;

/** Reads the address; what it does not know it leaves out and says so. */
export function readView(asked: SearchParams, known: Known): { view: CompareView; unknown: string[] } {
  const text = (name: string) => [asked[name]].flat()[0];
  const named = (text('types') ?? '').split(',').filter((name) => name !== '');
  const unknown = named.filter((name) => !known.types.has(name));
  const chosen = [...new Set(named)].filter((name) => known.types.has(name)).slice(0, MOST_TYPES);
  const types = chosen.length > 0 ? chosen : [...known.usual];
  const region = text('region');
  if (region !== undefined && region !== '' && !known.regions.includes(region)) unknown.push(region);
  const one = <T extends string>(name: string, list: readonly T[], usual: T): T =>
    list.find((item) => item === text(name)) ?? usual;
  const of = one('of', types, types[0] ?? '');
  return {
    unknown,
    view: {
      types,
      region: known.regions.find((name) => name === region),
      unit: one('unit', UNITS, 'accelerator'),
      of,
      per: one('per', types, types.find((name) => name !== of && !isAlike(name, of)) ?? types.at(-1) ?? ''),
      buy: one('buy', RATIO_BUYS, 'spot'),
      range: one('range', Object.keys(RANGES) as RangeName[], '30d'),
    },
  };
}

/** A first ratio is one of two makers: Nvidia to Trainium. */
function isAlike(one: string, other: string): boolean {
  return one.startsWith('trn') === other.startsWith('trn');
}

/** The address of the same page with some of it changed. */
export function compareHref(view: CompareView, change: Partial<CompareView> = {}): string {
  const { types, region, unit, of, per, buy, range } = { ...view, ...change };
  const query = new URLSearchParams({ types: types.join(',') });
  if (region !== undefined) query.set('region', region);
  for (const [name, value] of Object.entries({ unit, of, per, buy, range })) query.set(name, value);
  return `/compare?${query.toString().replaceAll('%2C', ',')}`;
}
