import type { Outcome } from '#lib/domain/outcome.ts';
import type { HoldingKind } from '#lib/reservations/terms.ts';
import { instantText } from './instant-text.ts';
import { instant } from './rows.ts';

export const RESERVATION_KEYS = [
  'id',
  'kind',
  'type',
  'region',
  'zoneId',
  'total',
  'used',
  'free',
  'broken',
  'state',
  'states',
  'startAt',
  'endAt',
  'terminatedFrom',
  'own',
  'ownerId',
  'interconnect',
  'reservationIds',
  'blockId',
  'firstSeenAt',
  'lastSeenAt',
  'goneAt',
  'outcome',
] as const;

type Held = {
  id: string;
  kind: HoldingKind;
  type: string | null;
  region: string;
  zoneId: string;
  total: number | null;
  used: number | null;
  broken: number | null;
  state: string;
  states: { at: number; state: string }[];
  startAt: number | null;
  endAt: number | null;
  terminatedFrom: number | null;
  own: boolean | null;
  ownerId: string | null;
  interconnect: string | null;
  reservationIds: string[];
  blockId: string | null;
  firstSeenAt: number;
  lastSeenAt: number;
  goneAt: number | null;
  outcome: Outcome;
};

/** What /reservations answers of one thing that is held, or of a region in which nothing is. */
export type ReservationRow = ReturnType<typeof reservationRow> | ReturnType<typeof noReservationRow>;

export function reservationRow(held: Held) {
  const { total, used } = held;
  return {
    id: held.id,
    kind: held.kind,
    type: held.type,
    region: held.region,
    zoneId: held.zoneId,
    total,
    used,
    free: total === null || used === null ? null : total - used,
    broken: held.broken,
    state: held.state,
    states: held.states.map(({ at, state }) => ({ at: instantText(at), state })),
    startAt: instant(held.startAt),
    endAt: instant(held.endAt),
    terminatedFrom: instant(held.terminatedFrom),
    own: held.own,
    ownerId: held.ownerId,
    interconnect: held.interconnect,
    reservationIds: held.reservationIds,
    blockId: held.blockId,
    firstSeenAt: instantText(held.firstSeenAt),
    lastSeenAt: instantText(held.lastSeenAt),
    goneAt: instant(held.goneAt),
    outcome: held.outcome,
  };
}

/** A region without any, and why. */
export function noReservationRow(region: string, outcome: Outcome) {
  return {
    id: null,
    kind: null,
    type: null,
    region,
    zoneId: null,
    total: null,
    used: null,
    free: null,
    broken: null,
    state: null,
    states: [],
    startAt: null,
    endAt: null,
    terminatedFrom: null,
    own: null,
    ownerId: null,
    interconnect: null,
    reservationIds: [],
    blockId: null,
    firstSeenAt: null,
    lastSeenAt: null,
    goneAt: null,
    outcome,
  };
}
