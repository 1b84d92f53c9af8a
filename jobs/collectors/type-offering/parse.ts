import { z } from 'zod';
import { isZoneId } from '#lib/domain/zone-id.ts';
import type { Reading } from '../../pipeline/listing.ts';

const record = z.object({ InstanceType: z.string().min(1), Location: z.string().min(1) });

/** A type that is offered in a zone. */
export type Offering = { instanceType: string; zoneId: string };

/** Reads one record about a type that is asked for; a location that is no zone ID is refused. */
export function readOffering(item: unknown, isAsked: (type: string) => boolean): Reading<Offering> {
  const parsed = record.safeParse(item);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { refused: `${issue?.path.join('.') ?? 'offering'}: ${issue?.message ?? 'unreadable'}` };
  }
  const { InstanceType: instanceType, Location: zoneId } = parsed.data;
  if (!isAsked(instanceType)) return undefined;
  if (!isZoneId(zoneId)) return { refused: `${zoneId} is no zone ID` };
  return { kept: { instanceType, zoneId } };
}
