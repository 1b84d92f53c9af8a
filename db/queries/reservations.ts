import { and, eq, isNull } from 'drizzle-orm';
import { type Holding, usedOf } from '#lib/reservations/holdings.ts';
import { reservationNews } from '#lib/reservations/news.ts';
import type { HoldingKind } from '#lib/reservations/terms.ts';
import type { Db } from '../client.ts';
import { reservation, reservationState } from '../schema/index.ts';
import { type NewsItem, tellNews } from './news.ts';
import { type Observed, saveObserved } from './observe.ts';
import { prepared } from './prepared.ts';

type Row = typeof reservation.$inferSelect;

/** What one look at a region brought. */
export type HeldAnswer = {
  region: string;
  holdings: readonly Holding[];
  /** Whether what it does not list is gone. */
  complete: boolean;
};

/** Accounts that have proved to be the caller's: the owners of blocks, and what was theirs besides. */
export function ownAccounts(db: Db): string[] {
  const sql =
    'SELECT DISTINCT owner_id FROM reservation WHERE own = 1 AND gone_at IS NULL AND owner_id IS NOT NULL';
  return (prepared(db, sql).all() as [string][]).map(([ownerId]) => ownerId);
}

/**
 * Saves what is held with every state it was seen in, its use as series, and tells each change and reminder once.
 * Returns how many holdings changed. Call it inside the publishing transaction.
 */
export function saveHoldings(db: Db, { region, holdings, complete }: HeldAnswer, at: number): number {
  const stored = new Map(
    db.orm
      .select()
      .from(reservation)
      .where(eq(reservation.region, region))
      .all()
      .map((row) => [row.id, row]),
  );
  const blocks = new Set(
    [...stored.values(), ...holdings].filter((one) => one.kind === 'block').map((one) => one.id),
  );
  const saved = holdings.map((holding) => saveHolding(db, region, holding, stored.get(holding.id), at));
  const listed = new Set(holdings.map((holding) => holding.id));
  const gone = complete
    ? [...stored.values()].filter((row) => row.goneAt === null && !listed.has(row.id))
    : [];
  for (const row of gone) endHolding(db, row, at);
  // A block and the reservation that it comes as are one thing to people.
  const things = saved.filter(({ row }) => row.blockId === null || !blocks.has(row.blockId));
  tellNews(
    db,
    things.flatMap(({ row, before }) => newsOf(row, before, at)),
    at,
  );
  saveObserved(
    db,
    [...saved.flatMap(({ row, broken }) => factsOf(row, broken)), ...gone.flatMap(endsOf)],
    at,
  );
  return (
    saved.filter(({ row, before }) => before === undefined || isChanged(row, before)).length + gone.length
  );
}

type Saved = { row: Row; before: Row | undefined; broken: number | null };

function saveHolding(
  db: Db,
  region: string,
  { broken, itemType, ...held }: Holding,
  before: Row | undefined,
  at: number,
): Saved {
  const row: Row = {
    ...held,
    region,
    // A block may come before the reservation that says what it is of.
    itemType: itemType ?? before?.itemType ?? '',
    ownerId: held.ownerId ?? before?.ownerId ?? null,
    firstSeenAt: before?.firstSeenAt ?? at,
    lastSeenAt: Math.max(at, before?.lastSeenAt ?? at),
    goneAt: null,
  };
  db.orm.insert(reservation).values(row).onConflictDoUpdate({ target: reservation.id, set: row }).run();
  if (before?.state !== row.state) saveState(db, row, at);
  return { row, before, broken };
}

function saveState(db: Db, { id, state }: Row, at: number): void {
  db.orm
    .insert(reservationState)
    .values({ reservationId: id, at, state })
    .onConflictDoUpdate({
      target: [reservationState.reservationId, reservationState.at],
      set: { state },
    })
    .run();
}

function endHolding(db: Db, row: Row, at: number): void {
  db.orm
    .update(reservation)
    .set({ goneAt: Math.max(at, row.lastSeenAt) })
    .where(and(eq(reservation.id, row.id), isNull(reservation.goneAt)))
    .run();
}

const CHANGING = ['state', 'total', 'available', 'startAt', 'endAt', 'interconnect', 'goneAt'] as const;
const isChanged = (row: Row, before: Row) => CHANGING.some((name) => row[name] !== before[name]);

function newsOf(row: Row, before: Row | undefined, now: number): NewsItem[] {
  const { id: subject, region, zoneId, itemType } = row;
  const terms = { ...row, kind: row.kind as HoldingKind };
  return reservationNews(terms, before, now).map((item) => ({
    ...item,
    region,
    zoneId,
    itemType,
    subject,
  }));
}

/** Instances in use and instances that are broken, over time; the health of a reservation is that of its block. */
function factsOf(row: Row, broken: number | null): Observed[] {
  const use = { ...identity('reservation-use', row), ...told(row, usedOf(row)) };
  if (row.kind !== 'block') return [use];
  return [use, { ...identity('reservation-broken', row), ...told(row, broken ?? undefined) }];
}

/** What is active has a number, known or not; what is not has none. */
function told({ state }: Row, value: number | undefined) {
  if (state !== 'active') return { outcome: 'none' } as const;
  return value === undefined ? ({ outcome: 'failed' } as const) : ({ outcome: 'value', value } as const);
}

function endsOf(row: Row): Observed[] {
  const kinds = row.kind === 'block' ? ['reservation-use', 'reservation-broken'] : ['reservation-use'];
  return kinds.map((kind) => ({ ...identity(kind, row), outcome: 'none' }));
}

function identity(kind: string, { id, region, zoneId, itemType }: Row) {
  return { kind, region, zoneId, instanceType: itemType, qualifier: id, unit: 'instances' };
}
