/** What can happen to a type in a region; each is told once. */
export const OFFERING_EVENTS = [
  'type-appeared',
  'type-back',
  'type-left',
  'zone-added',
  'zone-removed',
] as const;
export type OfferingEvent = (typeof OFFERING_EVENTS)[number];

/** What one look changed about one type in a region; zone IDs. */
export type OfferingChange = {
  instanceType: string;
  /** Zones that it was offered in before the look and still is or was not seen to leave. */
  stayed: readonly string[];
  added: readonly string[];
  removed: readonly string[];
  /** Whether the region has ever offered it before the look. */
  knownBefore: boolean;
};

/** One thing to tell: of the region as a whole where `zoneId` is '', with the zones it is about. */
export type OfferingNews = { kind: OfferingEvent; zoneId: string; zones: readonly string[] };

/** What is news about a change: of the region where the type comes or goes altogether, else of each zone. */
export function newsOf({ stayed, added, removed, knownBefore }: OfferingChange): OfferingNews[] {
  const wasThere = stayed.length + removed.length > 0;
  const isThere = stayed.length + added.length > 0;
  if (!wasThere && isThere)
    return [{ kind: knownBefore ? 'type-back' : 'type-appeared', zoneId: '', zones: [...added].sort() }];
  if (wasThere && !isThere) return [{ kind: 'type-left', zoneId: '', zones: [...removed].sort() }];
  return [
    ...[...added].sort().map((zoneId) => ({ kind: 'zone-added' as const, zoneId, zones: [zoneId] })),
    ...[...removed].sort().map((zoneId) => ({ kind: 'zone-removed' as const, zoneId, zones: [zoneId] })),
  ];
}
