import type { Db } from '#db/client.ts';
import { blockHistories } from '#db/queries/capacity-history.ts';
import { type BlockOffer, blockOffers, type OfferFilter } from '#db/queries/capacity-offers.ts';
import { type BlockTarget, blockPlaces } from '#db/queries/capacity-targets.ts';
import { knownRegions, knownTypes } from '#db/queries/known.ts';
import { newestLook } from '#db/queries/looks.ts';
import {
  absentBlockRow,
  BLOCK_HISTORY_KEYS,
  BLOCK_KEYS,
  blockRow,
  blockSeries,
} from '#lib/api/capacity-rows.ts';
import { csvLine, csvTable } from '#lib/api/csv.ts';
import { checkRegions, resolveTypes } from '#lib/api/names.ts';
import type { Query } from '#lib/api/query.ts';
import { resolveRange } from '#lib/api/range.ts';
import { instant } from '#lib/api/rows.ts';
import { foldOutcomes } from '#lib/capacity/fold.ts';
import { readQualifier } from '#lib/capacity/question.ts';
import { ULTRASERVERS } from '#lib/catalogue/ultraservers.ts';
import type { DataRoute } from './handle.ts';
import { csvBody, jsonBody } from './price-routes.ts';

const COLLECTOR = 'capacity-block';

export const blocksRoute: DataRoute = {
  name: 'capacity-blocks',
  params: ['type', 'region', 'zone', 'count', 'duration', 'state', 'from', 'to', 'format'],
  // An offer is over when its start has passed, whoever looks.
  timed: true,
  build(db, query, now) {
    const filter = toFilter(db, query, now);
    const offers = blockOffers(db, now, filter);
    const rows = [...offers.map(blockRow), ...absent(db, filter, offers).map(absentBlockRow)];
    return query.format === 'csv'
      ? csvBody(this.name, csvTable(BLOCK_KEYS, rows))
      : jsonBody(JSON.stringify({ asOf: instant(newestLook(db, COLLECTOR)), rows }));
  },
};

const MEASURES = ['block-price', 'block-lead', 'block-offers', 'block-max-count'] as const;

export const blockHistoryRoute: DataRoute = {
  name: 'capacity-blocks-history',
  params: ['type', 'region', 'count', 'duration', 'from', 'to', 'format'],
  timed: true,
  build(db, query, now) {
    const window = resolveRange(query, newestLook(db, COLLECTOR) ?? now);
    const { types, regions, counts, durationsHours } = toFilter(db, query, now);
    const asked = { measures: MEASURES, types, regions, counts, durationsHours, window, now };
    const series = [...blockHistories(db, asked)].map(blockSeries);
    if (query.format !== 'csv') return jsonBody(JSON.stringify({ series }));
    const text = series.flatMap(({ points, type, region, measure, unit, count, durationHours }) =>
      points.map(({ at, value }) => csvLine([type, region, measure, unit, count, durationHours, at, value])),
    );
    return csvBody(this.name, csvLine(BLOCK_HISTORY_KEYS) + text.join(''));
  },
};

/** The offers a query is about; refuses names that nothing has. */
function toFilter(db: Db, query: Query, now: number): OfferFilter {
  if (query.region !== undefined) checkRegions(query.region, knownRegions(db));
  const known = new Set([...knownTypes(db), ...ULTRASERVERS.keys()]);
  // All that ever was on sale is more than anybody means.
  const isPast = (query.state ?? 'open') !== 'open' || query.from !== undefined || query.to !== undefined;
  return {
    types: query.type === undefined ? undefined : resolveTypes(query.type, known),
    regions: query.region,
    zones: query.zone,
    counts: query.count,
    durationsHours: query.duration,
    state: query.state,
    ...(isPast ? { seen: resolveRange(query, now) } : {}),
  };
}

/** Whoever names a type is told of every watched region without an offer of it, too; a zone has one or none. */
function absent(db: Db, filter: OfferFilter, offers: readonly BlockOffer[]) {
  const { types, regions, zones, counts, durationsHours } = filter;
  if (types === undefined || zones !== undefined || filter.state === 'gone') return [];
  const present = new Set(offers.filter((one) => one.goneAt === null).map(placeOf));
  const [count, hours] = [only(counts), only(durationsHours)];
  const isAsked = ({ qualifier }: BlockTarget) => {
    const asked = readQualifier(qualifier);
    const isCount = counts === undefined || (asked !== undefined && counts.includes(asked.count));
    return isCount && (durationsHours?.includes(asked?.durationHours ?? 0) ?? true);
  };
  return blockPlaces(db, { types, regions })
    .filter((place) => !present.has(placeOf(place)))
    .map(({ type, region, asked, unasked }) => {
      const known = asked.length > 0 ? asked.filter(isAsked) : [{ outcome: unasked, lastLookAt: null }];
      const outcome = foldOutcomes(known, false);
      return { type, region, count, durationHours: hours, outcome };
    });
}

const only = (values: readonly number[] | undefined) => (values?.length === 1 ? (values[0] ?? null) : null);
const placeOf = ({ type, region }: { type: string; region: string }) => `${type} ${region}`;
