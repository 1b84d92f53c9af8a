import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';

/** What is held: a Capacity Block, or a reservation that belongs to none. */
export type HoldingKind = 'block' | 'reservation';

/** The terms of one holding; times are milliseconds UTC. */
export type Terms = {
  kind: HoldingKind;
  itemType: string;
  /** AWS's word, such as active or payment-pending. */
  state: string;
  startAt: number | null;
  /** Null: open-ended. */
  endAt: number | null;
  blockId: string | null;
  /** When it was bought, or made. */
  createdAt: number | null;
};

/** How long before the end of a block its instances are terminated (EC2 User Guide, Capacity Blocks). */
const TERMINATED_BEFORE = 30 * MINUTE;
const ULTRASERVER_TERMINATED_BEFORE = 60 * MINUTE;

/**
 * From when on AWS terminates the instances; null where it does not: those of an ordinary reservation run on after its
 * end, on demand.
 */
export function terminationAt({
  kind,
  itemType,
  endAt,
  blockId,
}: Pick<Terms, 'kind' | 'itemType' | 'endAt' | 'blockId'>) {
  if (endAt === null || (kind === 'reservation' && blockId === null)) return null;
  return endAt - (itemType.startsWith('u-') ? ULTRASERVER_TERMINATED_BEFORE : TERMINATED_BEFORE);
}

/** States of something that is still to begin. */
const AHEAD = new Set(['scheduled', 'payment-pending', 'pending', 'assessing', 'delayed']);

export type Reminder = {
  kind: 'reservation-starts' | 'reservation-ends';
  /** How long before the instant it is about: 7d, 24h, 1h. */
  lead: string;
  /** When it was due: the same however late it is told, so that it is told once. */
  dueAt: number;
  /** What it reminds of: the start, or the last moment of use. */
  instant: number;
};

const LEADS: readonly { lead: string; ms: number }[] = [
  { lead: '1h', ms: HOUR },
  { lead: '24h', ms: DAY },
  { lead: '7d', ms: 7 * DAY },
];

/**
 * The reminder of a start or an end that is due at an instant: the nearest of 7 days, 24 hours and 1 hour before it,
 * and none once it has passed. Nobody is reminded of a time before the purchase, or of the end before the start. The
 * end that matters is where instances are terminated.
 */
export function dueReminders(terms: Terms, now: number): Reminder[] {
  const { state, startAt, endAt, createdAt } = terms;
  if (AHEAD.has(state)) return due('reservation-starts', startAt, createdAt, now);
  if (state === 'active') return due('reservation-ends', terminationAt(terms) ?? endAt, startAt, now);
  return [];
}

function due(kind: Reminder['kind'], instant: number | null, since: number | null, now: number): Reminder[] {
  if (instant === null || instant <= now) return [];
  const found = LEADS.find(({ ms }) => instant - ms <= now);
  if (found === undefined || instant - found.ms < (since ?? 0)) return [];
  return [{ kind, lead: found.lead, dueAt: instant - found.ms, instant }];
}
