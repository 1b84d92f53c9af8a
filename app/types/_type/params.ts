import { DAY } from '#lib/domain/time.ts';

export const RANGES = { '24h': DAY, '7d': 7 * DAY, '30d': 30 * DAY, '90d': 90 * DAY } as const;
export type RangeName = keyof typeof RANGES;
export const RANGE_NAMES = Object.keys(RANGES) as RangeName[];
export const RANGE_WORDS: Record<RangeName, string> = {
  '24h': '24 h',
  '7d': '7 d',
  '30d': '30 d',
  '90d': '90 d',
};

const UNIT_NAMES = ['hour', 'accelerator', 'share', 'pflop', 'gib'] as const;
export type UnitName = (typeof UNIT_NAMES)[number];

/** More lines than four regions bring cannot be told apart. */
export const MOST_REGIONS = 4;

/** What the page of a type shows, as its URL says it. */
export type TypeView = { regions: string[]; range: RangeName; unit: UnitName };

type SearchParams = Record<string, string | string[] | undefined>;

/** Reads the URL; regions that do not have the type and units it cannot be told in fall back to what there is. */
export function parseTypeView(
  params: SearchParams,
  known: { regions: readonly string[]; units: readonly UnitName[]; home: string | undefined },
): TypeView {
  const asked = text(params.region)
    .split(',')
    .filter((region) => known.regions.includes(region));
  const fallback = known.home === undefined ? [] : [known.home];
  const regions = [...new Set(asked)].slice(0, MOST_REGIONS);
  return {
    regions: regions.length > 0 ? regions : fallback,
    range: RANGE_NAMES.find((name) => name === text(params.range)) ?? '30d',
    unit: known.units.find((name) => name === text(params.unit)) ?? 'hour',
  };
}

function text(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

export function typeHref(type: string, view: TypeView, change: Partial<TypeView> = {}): string {
  const { regions, range, unit } = { ...view, ...change };
  const parts = [`region=${regions.join(',')}`];
  if (range !== '30d') parts.push(`range=${range}`);
  if (unit !== 'hour') parts.push(`unit=${unit}`);
  return `/types/${type}?${parts.join('&')}`;
}

/** The regions after a click on one of them: added, or taken away unless it is the last. */
export function toggleRegion(regions: readonly string[], region: string): string[] {
  if (!regions.includes(region)) return [...regions, region].slice(-MOST_REGIONS);
  return regions.length === 1 ? [...regions] : regions.filter((other) => other !== region);
}
