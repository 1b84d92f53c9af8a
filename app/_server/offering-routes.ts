import { newestLook } from '#db/queries/looks.ts';
import {
  absentOfferings,
  type OfferingFilter,
  offeringChanges,
  typeOfferings,
} from '#db/queries/offering-list.ts';
import { unknownRegions } from '#db/queries/prices.ts';
import { absentPlanRates, planRates } from '#db/queries/savings-plans.ts';
import { csvTable } from '#lib/api/csv.ts';
import {
  noEventRow,
  OFFERING_EVENT_KEYS,
  OFFERING_KEYS,
  offeringEventRow,
  offeringRow,
} from '#lib/api/offering-rows.ts';
import { resolveRange } from '#lib/api/range.ts';
import { instant } from '#lib/api/rows.ts';
import { SAVINGS_KEYS, savingsRow } from '#lib/api/savings-rows.ts';
import type { DataRoute } from './handle.ts';
import { csvBody, jsonBody, regionsUnknown, toFilter } from './price-routes.ts';

export const savingsPlansRoute: DataRoute = {
  name: 'savings-plans',
  params: ['type', 'region', 'format'],
  build(db, query) {
    const { types, regions } = toFilter(db, query);
    const { asOf, rates } = planRates(db, { types, regions });
    const absent = absentPlanRates(db, { types, regions }, rates);
    const rows = [...rates, ...absent].map(savingsRow);
    const headers = regionsUnknown(db, 'savings-plan', query);
    return query.format === 'csv'
      ? csvBody(this.name, csvTable(SAVINGS_KEYS, rows), headers)
      : jsonBody(JSON.stringify({ asOf: instant(asOf), rows }), headers);
  },
};

export const typeOfferingsRoute: DataRoute = {
  name: 'type-offerings',
  params: ['type', 'region', 'zone', 'from', 'to', 'state', 'format'],
  build(db, query, now) {
    const isDated = query.from !== undefined || query.to !== undefined;
    const filter: OfferingFilter = {
      ...toFilter(db, query),
      state: query.state,
      within: isDated ? resolveRange(query, newestLook(db, 'type-offering') ?? now) : undefined,
    };
    const found = typeOfferings(db, filter);
    // A zone has one or none, and what is gone or was once says nothing of the present.
    const isPresent = query.state !== 'gone' && query.zone === undefined && !isDated;
    const absent = isPresent
      ? absentOfferings(
          db,
          filter,
          found.filter((row) => row.goneAt === null),
        )
      : [];
    const rows = [...found, ...absent].map(offeringRow);
    const headers = regionsUnknown(db, 'type-offering', query);
    return query.format === 'csv'
      ? csvBody(this.name, csvTable(OFFERING_KEYS, rows), headers)
      : jsonBody(JSON.stringify({ asOf: instant(newestLook(db, 'type-offering')), rows }), headers);
  },
};

export const offeringEventsRoute: DataRoute = {
  name: 'type-offering-events',
  params: ['type', 'region', 'zone', 'from', 'to', 'format'],
  timed: true,
  build(db, query, now) {
    const within = resolveRange(query, newestLook(db, 'type-offering') ?? now);
    const changes = offeringChanges(db, { ...toFilter(db, query), within });
    const blind = [...unknownRegions(db, 'type-offering', query.region)];
    const rows = [
      ...changes.map(offeringEventRow),
      ...blind.map(([region, outcome]) => noEventRow(region, outcome)),
    ];
    const headers = regionsUnknown(db, 'type-offering', query);
    if (query.format !== 'csv')
      return jsonBody(JSON.stringify({ asOf: instant(newestLook(db, 'type-offering')), rows }), headers);
    const cells = rows.map((row) => ({ ...row, zones: row.zones.join(' ') }));
    return csvBody(this.name, csvTable(OFFERING_EVENT_KEYS, cells), headers);
  },
};
