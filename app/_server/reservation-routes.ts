import { knownRegions, knownTypes } from '#db/queries/known.ts';
import { newestLook } from '#db/queries/looks.ts';
import { type Held, heldTypes, listHeld, regionsWithout } from '#db/queries/reservation-list.ts';
import { csvTable } from '#lib/api/csv.ts';
import { checkRegions, resolveTypes } from '#lib/api/names.ts';
import {
  noReservationRow,
  RESERVATION_KEYS,
  type ReservationRow,
  reservationRow,
} from '#lib/api/reservation-rows.ts';
import { instant } from '#lib/api/rows.ts';
import type { DataRoute } from './handle.ts';
import { csvBody, jsonBody } from './price-routes.ts';

export const reservationsRoute: DataRoute = {
  name: 'reservations',
  params: ['type', 'region', 'state', 'format'],
  build(db, query) {
    if (query.region !== undefined) checkRegions(query.region, knownRegions(db));
    const known = new Set([...knownTypes(db), ...heldTypes(db)]);
    const types = query.type === undefined ? undefined : resolveTypes(query.type, known);
    const filter = { types, regions: query.region, state: query.state };
    const held: Held[] = listHeld(db, filter);
    const rows: ReservationRow[] = [
      ...held.map(reservationRow),
      // What is gone says nothing of the regions without.
      ...(query.state === 'gone' ? [] : regionsWithout(db, query.region, held)).map(({ region, outcome }) =>
        noReservationRow(region, outcome),
      ),
    ];
    if (query.format !== 'csv')
      return jsonBody(JSON.stringify({ asOf: instant(newestLook(db, 'reservation')), rows }));
    const cells = rows.map((row) => ({
      ...row,
      states: row.states.map(({ at, state }) => `${at} ${state}`).join('; '),
      reservationIds: row.reservationIds.join(' '),
    }));
    return csvBody(this.name, csvTable(RESERVATION_KEYS, cells));
  },
};
