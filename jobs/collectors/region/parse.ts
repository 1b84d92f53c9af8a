import { z } from 'zod';
import type { Region, Zone } from '#db/queries/places.ts';

const regionItem = z.object({
  RegionName: z.string().min(1),
  OptInStatus: z.string().min(1),
  Geography: z.array(z.object({ Name: z.string().optional() })).optional(),
});

const zoneItem = z.object({
  ZoneId: z.string().min(1),
  ZoneName: z.string().min(1),
  ZoneType: z.string().default('availability-zone'),
  State: z.string().default('available'),
  OptInStatus: z.string().optional(),
  RegionName: z.string().optional(),
  ParentZoneId: z.string().optional(),
});

export function parseRegion(item: unknown, now: number): Region {
  const parsed = regionItem.parse(item);
  return {
    name: parsed.RegionName,
    optInStatus: parsed.OptInStatus,
    enabled: parsed.OptInStatus !== 'not-opted-in',
    geography: parsed.Geography?.[0]?.Name ?? null,
    seenAt: now,
  };
}

export function parseZone(item: unknown, region: string, now: number): Zone {
  const parsed = zoneItem.parse(item);
  return {
    zoneId: parsed.ZoneId,
    // Never cut out of the zone name: us-east-1-atl-2a lies in us-east-1.
    region: parsed.RegionName ?? region,
    name: parsed.ZoneName,
    type: parsed.ZoneType,
    state: parsed.State,
    optInStatus: parsed.OptInStatus ?? null,
    parentZoneId: parsed.ParentZoneId ?? null,
    seenAt: now,
  };
}
