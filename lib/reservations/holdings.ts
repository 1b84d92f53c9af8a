import type { HoldingKind } from './terms.ts';

/** A Capacity Block as AWS lists it; times are milliseconds UTC. */
export type Block = {
  id: string;
  ultraserverType: string | null;
  zoneId: string;
  reservationIds: readonly string[];
  state: string;
  startAt: number | null;
  endAt: number | null;
  createdAt: number | null;
};

/** What AWS says of the health of a block; counts are instances. */
export type BlockStatus = {
  blockId: string;
  /** ok, impaired, insufficient-data. */
  interconnect: string | null;
  /** Instances that fail a system check: at the level of the block, "unavailable" means broken. */
  broken: number | null;
  /** Of its reservations. There, "unavailable" means in use. */
  total: number | null;
  available: number | null;
};

/** A capacity reservation as AWS lists it. */
export type Reservation = {
  id: string;
  instanceType: string;
  zoneId: string;
  total: number;
  available: number;
  state: string;
  startAt: number | null;
  endAt: number | null;
  blockId: string | null;
  ownerId: string;
  createdAt: number | null;
};

/** One row of what the account holds or shares in. */
export type Holding = {
  id: string;
  kind: HoldingKind;
  zoneId: string;
  /** Null where AWS does not say: a block that has no reservation yet. */
  itemType: string | null;
  total: number | null;
  available: number | null;
  state: string;
  startAt: number | null;
  endAt: number | null;
  blockId: string | null;
  ownerId: string | null;
  own: boolean;
  interconnect: string | null;
  createdAt: number | null;
  broken: number | null;
};

export type Listed = {
  blocks: readonly Block[];
  statuses: readonly BlockStatus[];
  reservations: readonly Reservation[];
  /** Accounts known to be the caller's. */
  accounts: ReadonlySet<string>;
};

/**
 * Puts blocks, their health and reservations together. AWS lists blocks to their owner alone, while reservations may
 * be shared: whoever owns the reservation of a listed block is the caller.
 */
export function combine({ blocks, statuses, reservations, accounts }: Listed): Holding[] {
  const listed = new Map(blocks.map((block) => [block.id, block]));
  const blockOf = (one: Reservation) =>
    listed.get(one.blockId ?? '') ?? blocks.find((block) => block.reservationIds.includes(one.id));
  const owners = reservations.filter((one) => blockOf(one) !== undefined).map((one) => one.ownerId);
  const own = new Set([...accounts, ...owners]);
  const health = new Map(statuses.map((status) => [status.blockId, status]));
  return [
    ...blocks.map((block) =>
      blockHolding(
        block,
        reservations.filter((one) => blockOf(one) === block),
        health.get(block.id),
      ),
    ),
    ...reservations.map((one) => reservationHolding(one, blockOf(one), own)),
  ];
}

function blockHolding(block: Block, parts: readonly Reservation[], status: BlockStatus | undefined): Holding {
  const isCounted = parts.length > 0;
  const sum = (count: (part: Reservation) => number) => parts.reduce((total, part) => total + count(part), 0);
  return {
    id: block.id,
    kind: 'block',
    zoneId: block.zoneId,
    itemType: block.ultraserverType ?? parts[0]?.instanceType ?? null,
    total: isCounted ? sum((part) => part.total) : (status?.total ?? null),
    available: isCounted ? sum((part) => part.available) : (status?.available ?? null),
    state: block.state,
    startAt: block.startAt,
    endAt: block.endAt,
    blockId: null,
    ownerId: parts[0]?.ownerId ?? null,
    own: true,
    interconnect: status?.interconnect ?? null,
    createdAt: block.createdAt,
    broken: status?.broken ?? null,
  };
}

function reservationHolding(
  { instanceType, ...rest }: Reservation,
  block: Block | undefined,
  own: ReadonlySet<string>,
): Holding {
  return {
    ...rest,
    kind: 'reservation',
    itemType: instanceType,
    blockId: rest.blockId ?? block?.id ?? null,
    own: own.has(rest.ownerId),
    interconnect: null,
    broken: null,
  };
}

/**
 * Instances in use; undefined where the counts do not tell: until a reservation is active AWS counts none of it as
 * available, and none is in use.
 */
export function usedOf({ state, total, available }: Pick<Holding, 'state' | 'total' | 'available'>) {
  if (state !== 'active' || total === null || available === null) return undefined;
  return Math.max(0, total - available);
}
