import type { Outcome } from '#lib/domain/outcome.ts';
import type { OfferingEvent } from '#lib/offerings/news.ts';
import { instantText } from './instant-text.ts';
import { instant } from './rows.ts';

export const OFFERING_KEYS = [
  'type',
  'region',
  'zoneId',
  'firstSeenAt',
  'lastSeenAt',
  'goneAt',
  'outcome',
] as const;

export const OFFERING_EVENT_KEYS = ['at', 'event', 'type', 'region', 'zoneId', 'zones', 'outcome'] as const;

type Offering = {
  type: string | null;
  region: string;
  zoneId: string | null;
  firstSeenAt: number | null;
  lastSeenAt: number | null;
  goneAt: number | null;
  outcome: Outcome;
};

/** An offering as /type-offerings answers it; without a zone the outcome says why there is none. */
export function offeringRow({ firstSeenAt, lastSeenAt, goneAt, ...row }: Offering) {
  return {
    type: row.type,
    region: row.region,
    zoneId: row.zoneId,
    firstSeenAt: instant(firstSeenAt),
    lastSeenAt: instant(lastSeenAt),
    goneAt: instant(goneAt),
    outcome: row.outcome,
  };
}

type Change = {
  at: number;
  event: OfferingEvent;
  type: string;
  region: string;
  zoneId: string | null;
  zones: string[];
};

/** What came or went, as /type-offerings/events answers it. */
export function offeringEventRow({ at, event, type, region, zoneId, zones }: Change) {
  return { at: instantText(at), event, type, region, zoneId, zones, outcome: 'value' as const };
}

/** A region of which no look can tell what came and went, and why. */
export function noEventRow(region: string, outcome: Outcome) {
  return { at: null, event: null, type: null, region, zoneId: null, zones: [], outcome };
}
