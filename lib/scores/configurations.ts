/** Whether a score is about a whole region, or about each of its zones for capacity that has to stay in one. */
export const SCORE_LEVELS = ['region', 'zone'] as const;
export type ScoreLevel = (typeof SCORE_LEVELS)[number];

/** AWS takes at most this many regions in one call (EC2 API Reference, GetSpotPlacementScores). */
const MOST_REGIONS = 10;

/**
 * How many configurations AWS lets an account bring within 24 hours. The number is not published; AWS's own sample
 * tracker says "a few (10)".
 */
export const MOST_CONFIGURATIONS = 10;

/** The endpoint that is asked: any region scores every region of its partition, and it is always the same one. */
const ENDPOINT = 'us-east-1';

/** A set of comparable types that are scored together, in the sizes of `capacities` (instances). */
export type Basket = {
  name: string;
  types: readonly string[];
  capacities: readonly number[];
  level: ScoreLevel;
  regions: readonly string[];
};

/** One question to AWS, with every parameter that is sent: what AWS counts as a configuration is not documented. */
export type Configuration = {
  basket: string;
  types: readonly string[];
  capacity: number;
  level: ScoreLevel;
  regions: readonly string[];
  /** Every parameter as text, in one fixed order. */
  request: string;
};

/** The configurations that baskets come to, in the order in which they are written. */
export function configurationsOf(baskets: readonly Basket[]): Configuration[] {
  return baskets.flatMap((basket) =>
    basket.capacities.flatMap((capacity) =>
      regionSets(basket).map((regions) => configuration(basket, capacity, regions)),
    ),
  );
}

function configuration(basket: Basket, capacity: number, regions: readonly string[]): Configuration {
  const { name, level } = basket;
  const types = [...basket.types].sort();
  const request = JSON.stringify({ types, capacity, unit: 'units', level, regions, endpoint: ENDPOINT });
  return { basket: name, types, capacity, level, regions, request };
}

/**
 * The regions of each call. An answer holds the ten best scores only, so zones are asked region by region. Sets are
 * cut in the order written: a region added at the end leaves the sets before it as they are.
 */
export function regionSets({ level, regions }: Pick<Basket, 'level' | 'regions'>): string[][] {
  const size = level === 'zone' ? 1 : MOST_REGIONS;
  const sets: string[][] = [];
  for (let at = 0; at < regions.length; at += size) sets.push(regions.slice(at, at + size).sort());
  return sets;
}

/** How many configurations a basket comes to, as a product that can be checked by hand. */
export function arithmetic(basket: Basket): string {
  const capacities = basket.capacities.length;
  const sets = regionSets(basket).length;
  const calls =
    basket.level === 'zone'
      ? `${some(sets, 'region', 'regions')} asked zone by zone`
      : `${some(sets, 'set', 'sets')} of up to ${MOST_REGIONS} regions`;
  return `${basket.name}: ${some(capacities, 'capacity', 'capacities')} × ${calls} = ${capacities * sets}`;
}

const some = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** The name of a score's series: which basket, and for how many instances. */
export function scoreQualifier({ basket, capacity }: Pick<Configuration, 'basket' | 'capacity'>): string {
  return `${basket}/${capacity}`;
}

/** What a request text says; undefined for a text of another making. */
export function readRequest(text: string): Omit<Configuration, 'basket' | 'request'> | undefined {
  const { types, capacity, level, regions } = JSON.parse(text) as Partial<Configuration>;
  if (types === undefined || capacity === undefined || level === undefined || regions === undefined)
    return undefined;
  return { types, capacity, level, regions };
}
