import type { BlockOffer } from '#db/queries/capacity-offers.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';

/** An offer that is gone, with how long it was seen for: from the first look that showed it to the last. */
export type Gone = BlockOffer & { goneAt: number; seenMs: number };

/** How many lived how long; `to` is exclusive, milliseconds. */
type LifeBucket = { words: string; count: number; share: number };

export type Lifetimes = {
  count: number;
  medianMs: number;
  /** The share seen for less than half an hour, 0 to 1; null where looks were too far apart to tell. */
  shortShare: number | null;
  /** Time between the last look that showed an offer and the one that did not: what a life is known to. */
  resolutionMs: number;
  vanished: number;
  startPassed: number;
  buckets: LifeBucket[];
  /** The newest first. */
  list: Gone[];
};

const SHORT = 30 * MINUTE;
const UNDER_HALF_AN_HOUR = 'under 30 min';
/** Looks further apart than this cannot tell a life of half an hour from a longer one. */
const FINE = 45 * MINUTE;

const BUCKETS: readonly { words: string; from: number; to: number }[] = [
  { words: UNDER_HALF_AN_HOUR, from: 0, to: SHORT },
  { words: '30 min to 3 h', from: SHORT, to: 3 * HOUR },
  { words: '3 to 12 h', from: 3 * HOUR, to: 12 * HOUR },
  { words: '12 h to 2 d', from: 12 * HOUR, to: 2 * DAY },
  { words: '2 d and more', from: 2 * DAY, to: Number.POSITIVE_INFINITY },
];

/** What was on sale and for how long, of the offers that went since an instant; undefined when none did. */
export function lifetimesOf(offers: readonly BlockOffer[], since: number): Lifetimes | undefined {
  const gone = offers.flatMap((offer): Gone[] =>
    offer.goneAt === null || offer.goneAt < since
      ? []
      : [{ ...offer, goneAt: offer.goneAt, seenMs: offer.lastSeenAt - offer.firstSeenAt }],
  );
  if (gone.length === 0) return undefined;
  const resolutionMs = median(gone.map((one) => one.goneAt - one.lastSeenAt));
  const share = (from: number, to: number) =>
    gone.filter((one) => one.seenMs >= from && one.seenMs < to).length;
  return {
    count: gone.length,
    medianMs: median(gone.map((one) => one.seenMs)),
    shortShare: resolutionMs <= FINE ? share(0, SHORT) / gone.length : null,
    resolutionMs,
    vanished: gone.filter((one) => one.goneWhy === 'vanished').length,
    startPassed: gone.filter((one) => one.goneWhy === 'start_passed').length,
    buckets: BUCKETS.map(({ words, from, to }) => ({
      words: words === UNDER_HALF_AN_HOUR && resolutionMs > FINE ? 'at one look only' : words,
      count: share(from, to),
      share: share(from, to) / gone.length,
    })),
    list: gone.toSorted((a, b) => b.goneAt - a.goneAt || b.id - a.id),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
