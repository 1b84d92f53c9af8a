import type { Db } from '#db/client.ts';
import { knownRegions, knownTypes } from '#db/queries/known.ts';
import { newestLook } from '#db/queries/looks.ts';
import { looksAt, quotaTypes, REQUESTS, readQuotaBook, soldOf } from '#db/queries/quota-book.ts';
import { listQuotaRequests } from '#db/queries/quota-requests.ts';
import { csvTable } from '#lib/api/csv.ts';
import { checkRegions, resolveTypes } from '#lib/api/names.ts';
import type { Query } from '#lib/api/query.ts';
import {
  headroomRow,
  noRequestRow,
  QUOTA_KEYS,
  quotaRow,
  REQUEST_KEYS,
  requestRow,
} from '#lib/api/quota-rows.ts';
import { instant } from '#lib/api/rows.ts';
import { QUOTA_SCOPES } from '#lib/catalogue/quotas.ts';
import { NEVER, type RegionLook } from '#lib/quotas/book.ts';
import type { QuotaType } from '#lib/quotas/headroom.ts';
import type { DataRoute } from './handle.ts';
import { csvBody, jsonBody } from './price-routes.ts';

export const quotasRoute: DataRoute = {
  name: 'quotas',
  params: ['region', 'type', 'format'],
  build(db, query) {
    checkQueryRegions(db, query);
    const types = typesOf(db, query);
    const book = readQuotaBook(db, query.region);
    const sold = soldOf(db);
    const rows =
      types === undefined
        ? book.flatMap(({ quotas }) => quotas.map(quotaRow))
        : book.flatMap((region) =>
            types.flatMap((type) =>
              QUOTA_SCOPES.map((scope) => headroomRow(type, region, scope, sold(type.name, region.region))),
            ),
          );
    const headers = unknownHeader(new Map(book.map(({ region, limits }) => [region, limits])));
    if (query.format !== 'csv')
      return jsonBody(JSON.stringify({ asOf: instant(newestLook(db, 'quota')), rows }), headers);
    const cells = rows.map((row) => ({ ...row, families: row.families.join(' ') }));
    return csvBody(this.name, csvTable(QUOTA_KEYS, cells), headers);
  },
};

export const quotaRequestsRoute: DataRoute = {
  name: 'quota-requests',
  params: ['region', 'format'],
  timed: true,
  build(db, query, now) {
    checkQueryRegions(db, query);
    const looks = looksAt(db, 'quota', REQUESTS);
    const asked = query.region ?? [...looks.keys()];
    const lookOf = (region: string) => looks.get(region) ?? NEVER;
    // Requests of a region that is no longer watched are still the account's.
    const requests = listQuotaRequests(db).filter(
      (request) => query.region === undefined || query.region.includes(request.region),
    );
    const found = new Set(requests.map((request) => request.region));
    const rows = [
      ...requests.map((request) => requestRow(request, lookOf(request.region), now)),
      ...asked.filter((region) => !found.has(region)).map((region) => noRequestRow(region, lookOf(region))),
    ];
    const headers = unknownHeader(new Map(asked.map((region) => [region, lookOf(region)])));
    if (query.format !== 'csv')
      return jsonBody(JSON.stringify({ asOf: instant(newestLook(db, 'quota')), rows }), headers);
    const cells = rows.map((row) => ({ ...row, statuses: JSON.stringify(row.statuses) }));
    return csvBody(this.name, csvTable(REQUEST_KEYS, cells), headers);
  },
};

function checkQueryRegions(db: Db, query: Query): void {
  if (query.region !== undefined) checkRegions(query.region, knownRegions(db));
}

/** The types asked for; one that is only known from its prices has no vCPU on record. */
function typesOf(db: Db, query: Query): QuotaType[] | undefined {
  if (query.type === undefined) return undefined;
  const stored = new Map(quotaTypes(db).map((type) => [type.name, type]));
  return resolveTypes(query.type, knownTypes(db)).map(
    (name) => stored.get(name) ?? { name, family: name.split('.')[0] ?? name, vcpu: null },
  );
}

/** Names the regions no look has seen completely, so that an answer without them is not taken for nothing allowed. */
function unknownHeader(looks: ReadonlyMap<string, RegionLook>): Record<string, string> {
  const unknown = [...looks]
    .filter(([, look]) => look.lastCompleteAt === null)
    .map(([region, look]) => `${region}=${look.outcome}`);
  return unknown.length === 0 ? {} : { 'x-chipdesk-regions-unknown': unknown.join(', ') };
}
