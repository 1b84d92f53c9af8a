import type { Db } from '#db/client.ts';
import { absentListPrices } from '#db/queries/absent-list-prices.ts';
import { type AbsentPool, absentPools } from '#db/queries/absent-pools.ts';
import { poolHistories } from '#db/queries/history.ts';
import { knownRegions, knownTypes } from '#db/queries/known.ts';
import { newestLook } from '#db/queries/looks.ts';
import { onDemandPrices } from '#db/queries/on-demand.ts';
import { latestPools, type Pool, type SeriesFilter, unknownRegions } from '#db/queries/prices.ts';
import { csvLine, csvTable } from '#lib/api/csv.ts';
import { historyJson } from '#lib/api/history-json.ts';
import { instantText } from '#lib/api/instant-text.ts';
import { checkRegions, resolveTypes } from '#lib/api/names.ts';
import type { Query } from '#lib/api/query.ts';
import { resolveRange } from '#lib/api/range.ts';
import { HISTORY_KEYS, instant, LATEST_KEYS, latestRow, ON_DEMAND_KEYS, onDemandRow } from '#lib/api/rows.ts';
import { formatUsd } from '#lib/domain/money.ts';
import type { Body, DataRoute } from './handle.ts';

export const latestRoute: DataRoute = {
  name: 'prices-latest',
  params: ['type', 'region', 'zone', 'product', 'format'],
  build(db, query) {
    const filter = toFilter(db, query);
    const { asOf, pools } = latestPools(db, filter);
    const rows = [...pools, ...absentOf(db, filter, pools)].map(latestRow);
    const unknown = regionsUnknown(db, 'spot-price', query);
    return query.format === 'csv'
      ? csvBody(this.name, csvTable(LATEST_KEYS, rows), unknown)
      : jsonBody(JSON.stringify({ asOf: instant(asOf), rows }), unknown);
  },
};

export const historyRoute: DataRoute = {
  name: 'prices-history',
  params: ['type', 'region', 'zone', 'product', 'from', 'to', 'buckets', 'format'],
  timed: true,
  build(db, query, now) {
    const window = resolveRange(query, newestLook(db, 'spot-price') ?? now);
    const histories = poolHistories(db, { filter: toFilter(db, query), window, now, buckets: query.buckets });
    const unknown = regionsUnknown(db, 'spot-price', query);
    if (query.format !== 'csv') return jsonBody(historyJson(histories), unknown);
    let text = csvLine(HISTORY_KEYS);
    for (const { type, region, zoneId, product, scale, at, value } of histories) {
      at.forEach((time, i) => {
        text += csvLine([type, region, zoneId, product, instantText(time), formatUsd(value[i] ?? 0, scale)]);
      });
    }
    return csvBody(this.name, text, unknown);
  },
};

export const onDemandRoute: DataRoute = {
  name: 'on-demand',
  params: ['type', 'region', 'format'],
  build(db, query) {
    const filter = toFilter(db, query);
    const { asOf, prices } = onDemandPrices(db, filter);
    const rows = [...prices, ...absentListPrices(db, filter, prices)].map(onDemandRow);
    const unknown = regionsUnknown(db, 'on-demand-price', query);
    return query.format === 'csv'
      ? csvBody(this.name, csvTable(ON_DEMAND_KEYS, rows), unknown)
      : jsonBody(JSON.stringify({ asOf: instant(asOf), rows }), unknown);
  },
};

/** Whoever names a type is told of every watched region without it, too; a zone is a pool or nothing. */
function absentOf(db: Db, { types, regions, zones, products }: SeriesFilter, pools: Pool[]): AbsentPool[] {
  if (types === undefined || zones !== undefined) return [];
  return absentPools(db, { types, regions, products }, pools);
}

/** The stored series a query is about; refuses names that nothing has. */
export function toFilter(db: Db, query: Query): SeriesFilter {
  if (query.region !== undefined) checkRegions(query.region, knownRegions(db));
  return {
    types: query.type === undefined ? undefined : resolveTypes(query.type, knownTypes(db)),
    regions: query.region,
    zones: query.zone,
    products: query.product,
  };
}

/** Names the regions no look has seen, so that an answer without them is not taken for an empty market. */
export function regionsUnknown(db: Db, collector: string, query: Query): Record<string, string> {
  const unknown = [...unknownRegions(db, collector, query.region)];
  if (unknown.length === 0) return {};
  return {
    'x-chipdesk-regions-unknown': unknown.map(([region, outcome]) => `${region}=${outcome}`).join(', '),
  };
}

export function jsonBody(text: string, headers: Record<string, string> = {}): Body {
  return { text, headers: { ...headers, 'content-type': 'application/json; charset=utf-8' } };
}

export function csvBody(name: string, text: string, headers: Record<string, string> = {}): Body {
  const disposition = `attachment; filename="chipdesk-${name}.csv"`;
  return {
    text,
    headers: { ...headers, 'content-type': 'text/csv; charset=utf-8', 'content-disposition': disposition },
  };
}
