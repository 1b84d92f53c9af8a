import { groupBy } from '#lib/domain/group.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { usedOf } from '#lib/reservations/holdings.ts';
import { type HoldingKind, terminationAt } from '#lib/reservations/terms.ts';
import { isIncomplete } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { reservation, reservationState } from '../schema/index.ts';
import { looksOf } from './looks.ts';
import { prepared } from './prepared.ts';

const COLLECTOR = 'reservation';

export type HeldFilter = {
  types?: readonly string[] | undefined;
  regions?: readonly string[] | undefined;
  /** open: AWS lists it, ended ones for a while too; gone: it no longer does; the default is open. */
  state?: 'open' | 'gone' | 'all' | undefined;
};

/** One thing that is held: a block with its reservations, or a reservation of its own. Times are milliseconds UTC. */
export type Held = {
  id: string;
  kind: HoldingKind;
  /** Instance or UltraServer type; null where AWS has not said yet. */
  type: string | null;
  region: string;
  zoneId: string;
  /** Instances in all, and in use; used is null where it is not active or not known. */
  total: number | null;
  used: number | null;
  /** Instances of a block that fail a system check. */
  broken: number | null;
  state: string;
  /** Every state it was seen in, oldest first. */
  states: { at: number; state: string }[];
  startAt: number | null;
  endAt: number | null;
  /** From when on AWS terminates the instances; null: never, or not known. */
  terminatedFrom: number | null;
  /** null: nothing has told yet which account is ours. */
  own: boolean | null;
  ownerId: string | null;
  interconnect: string | null;
  /** The reservations of a block: what instances are launched into. */
  reservationIds: string[];
  blockId: string | null;
  firstSeenAt: number;
  lastSeenAt: number;
  goneAt: number | null;
  outcome: Outcome;
};

type Row = typeof reservation.$inferSelect;

/** Everything held that passes the filter, by region, start and id. */
export function listHeld(db: Db, filter: HeldFilter): Held[] {
  const all = db.orm.select().from(reservation).all();
  const blocks = new Set(all.filter((row) => row.kind === 'block').map((row) => row.id));
  const isPart = (row: Row) => row.blockId !== null && blocks.has(row.blockId);
  const partsOf = groupBy(all.filter(isPart), (row) => row.blockId ?? '');
  const isOwnKnown = all.some((row) => row.own && row.goneAt === null);
  const read = heldReader(db, isOwnKnown);
  const { types, regions, state = 'open' } = filter;
  return all
    .filter((row) => !isPart(row))
    .filter((row) => state === 'all' || (row.goneAt === null) === (state === 'open'))
    .filter((row) => regions?.includes(row.region) ?? true)
    .map((row) => ({ row, parts: partsOf.get(row.id) ?? [] }))
    .filter(
      ({ row, parts }) => types === undefined || [row, ...parts].some((one) => types.includes(one.itemType)),
    )
    .map(({ row, parts }) => read(row, parts))
    .sort((a, b) => order(a) - order(b) || (a.id < b.id ? -1 : 1))
    .sort((a, b) => (a.region === b.region ? 0 : a.region < b.region ? -1 : 1));
}

const order = ({ startAt }: Held) => startAt ?? 0;

function heldReader(db: Db, isOwnKnown: boolean): (row: Row, parts: readonly Row[]) => Held {
  const looks = looksOf(db, COLLECTOR);
  const states = groupBy(
    db.orm.select().from(reservationState).orderBy(reservationState.at).all(),
    (one) => one.reservationId,
  );
  const brokenOf = prepared(
    db,
    "SELECT last_value FROM series WHERE kind = 'reservation-broken' AND qualifier = ? AND outcome = 'value'",
  );
  return (row, parts) => {
    const look = looks.get(row.region)?.outcome ?? 'never';
    const { id, region, zoneId, itemType, total, state, startAt, endAt, ownerId, interconnect, blockId } =
      row;
    const kind = row.kind as HoldingKind;
    const [broken = null] = (brokenOf.get(id) ?? []) as (number | null)[];
    return {
      id,
      kind,
      type: itemType === '' ? null : itemType,
      region,
      zoneId,
      total,
      used: row.goneAt === null ? (usedOf(row) ?? null) : null,
      broken,
      state,
      states: (states.get(id) ?? []).map((one) => ({ at: one.at, state: one.state })),
      startAt,
      endAt,
      terminatedFrom: terminationAt({ kind, itemType, endAt, blockId }),
      own: isOwnKnown ? row.own : null,
      ownerId,
      interconnect,
      reservationIds: parts.map((part) => part.id).sort(),
      blockId,
      firstSeenAt: row.firstSeenAt,
      lastSeenAt: row.lastSeenAt,
      goneAt: row.goneAt,
      outcome: row.goneAt !== null ? 'none' : isIncomplete(look) ? look : 'value',
    };
  };
}

/** The watched regions named, or all, in which nothing was found, and why. */
export function regionsWithout(
  db: Db,
  regions: readonly string[] | undefined,
  found: readonly Held[],
): { region: string; outcome: Outcome }[] {
  const looks = looksOf(db, COLLECTOR);
  const present = new Set(found.map((held) => held.region));
  return (regions ?? [...looks.keys()])
    .filter((region) => !present.has(region))
    .map((region) => {
      const outcome = looks.get(region)?.outcome ?? 'never';
      return { region, outcome: isIncomplete(outcome) ? outcome : 'none' };
    });
}

/** Instance and UltraServer types that anything was ever held of. */
export function heldTypes(db: Db): string[] {
  const rows = prepared(db, "SELECT DISTINCT item_type FROM reservation WHERE item_type <> ''").all();
  return (rows as [string][]).map(([type]) => type);
}
