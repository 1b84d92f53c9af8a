import { z } from 'zod';
import { isZoneId } from '#lib/domain/zone-id.ts';
import type { Block, BlockStatus, Reservation } from '#lib/reservations/holdings.ts';
import type { Reading } from '../../pipeline/listing.ts';

const count = z.int().nonnegative();
const place = { AvailabilityZone: z.string().optional(), AvailabilityZoneId: z.string().optional() };
const dates = {
  StartDate: z.date().optional(),
  EndDate: z.date().optional(),
  CreateDate: z.date().optional(),
};

const block = z.object({
  CapacityBlockId: z.string().min(1),
  UltraserverType: z.string().optional(),
  CapacityReservationIds: z.array(z.string()).optional(),
  State: z.string().min(1),
  ...place,
  ...dates,
});

const reservation = z.object({
  CapacityReservationId: z.string().min(1),
  OwnerId: z.string().min(1),
  InstanceType: z.string().min(1),
  TotalInstanceCount: count,
  AvailableInstanceCount: count,
  State: z.string().min(1),
  EndDateType: z.string().optional(),
  CapacityBlockId: z.string().optional(),
  ...place,
  ...dates,
});

const counts = { TotalCapacity: count.optional(), TotalAvailableCapacity: count.optional() };
const status = z.object({
  CapacityBlockId: z.string().min(1),
  InterconnectStatus: z.string().optional(),
  TotalUnavailableCapacity: count.optional(),
  CapacityReservationStatuses: z.array(z.object(counts)).optional(),
});

/** This account's own names for the zones of the region. */
export type ZoneIds = ReadonlyMap<string, string>;

/** Reads one Capacity Block. */
export function readBlock(item: unknown, zoneIds: ZoneIds): Reading<Block> {
  return read(block, item, (data, id) => {
    const zoneId = zoneOf(data, zoneIds);
    if (zoneId === undefined) return `${id}: no zone ID for ${data.AvailabilityZone ?? 'no zone'}`;
    return {
      id,
      ultraserverType: data.UltraserverType ?? null,
      zoneId,
      reservationIds: data.CapacityReservationIds ?? [],
      state: data.State,
      ...instants(data),
    };
  });
}

/** Reads one capacity reservation; an end that does not end it is none. */
export function readReservation(item: unknown, zoneIds: ZoneIds): Reading<Reservation> {
  return read(reservation, item, (data, id) => {
    const zoneId = zoneOf(data, zoneIds);
    if (zoneId === undefined) return `${id}: no zone ID for ${data.AvailabilityZone ?? 'no zone'}`;
    if (data.AvailableInstanceCount > data.TotalInstanceCount)
      return `${id}: ${data.AvailableInstanceCount} of ${data.TotalInstanceCount} instances are available`;
    const { endAt, ...begun } = instants(data);
    return {
      id,
      instanceType: data.InstanceType,
      zoneId,
      total: data.TotalInstanceCount,
      available: data.AvailableInstanceCount,
      state: data.State,
      endAt: data.EndDateType === 'unlimited' ? null : endAt,
      blockId: data.CapacityBlockId ?? null,
      ownerId: data.OwnerId,
      ...begun,
    };
  });
}

/** Reads the health of one block. */
export function readStatus(item: unknown): Reading<BlockStatus> {
  return read(status, item, (data, blockId) => {
    const parts = data.CapacityReservationStatuses ?? [];
    return {
      blockId,
      interconnect: data.InterconnectStatus ?? null,
      broken: data.TotalUnavailableCapacity ?? null,
      total: sum(parts.map((part) => part.TotalCapacity)),
      available: sum(parts.map((part) => part.TotalAvailableCapacity)),
    };
  });
}

type Ids = { CapacityBlockId?: string | undefined; CapacityReservationId?: string | undefined };

/** Checks the shape, then lets `make` say what it is or why it cannot be believed. */
function read<S extends Ids, T extends object>(
  schema: z.ZodType<S>,
  item: unknown,
  make: (data: S, id: string) => T | string,
): Reading<T> {
  const parsed = schema.safeParse(item);
  const { CapacityReservationId, CapacityBlockId } = (item ?? {}) as Ids;
  const id = CapacityReservationId ?? CapacityBlockId ?? 'a record';
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { refused: `${id}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}` };
  }
  const made = make(parsed.data, id);
  return typeof made === 'string' ? { refused: made } : { kept: made };
}

type Place = { AvailabilityZone?: string | undefined; AvailabilityZoneId?: string | undefined };

function zoneOf({ AvailabilityZoneId: id, AvailabilityZone: name = '' }: Place, zoneIds: ZoneIds) {
  return id !== undefined && isZoneId(id) ? id : zoneIds.get(name);
}

type Dates = { StartDate?: Date | undefined; EndDate?: Date | undefined; CreateDate?: Date | undefined };

function instants({ StartDate, EndDate, CreateDate }: Dates) {
  return {
    startAt: StartDate?.getTime() ?? null,
    endAt: EndDate?.getTime() ?? null,
    createdAt: CreateDate?.getTime() ?? null,
  };
}

/** Null where one of the counts is missing, or there are none. */
function sum(values: readonly (number | undefined)[]): number | null {
  if (values.length === 0) return null;
  return values.reduce<number | null>(
    (total, value) => (total === null || value === undefined ? null : total + value),
    0,
  );
}
