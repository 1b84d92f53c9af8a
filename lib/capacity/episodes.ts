import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';

/** What an answer says of one block. Money is micro-dollars, times are milliseconds UTC. */
export type SeenOffer = {
  zoneId: string;
  startAt: number;
  endAt: number;
  fee: number;
  /** Decimals AWS wrote the fee with. */
  feeScale: number;
  perAcceleratorHour: number | null;
};

/** An offer on record that has not ended. */
export type OpenOffer = {
  id: number;
  zoneId: string;
  startAt: number;
  endAt: number;
  fee: number;
};

/** What an answer means for the offers on record: those it shows again, those that are new, those it did not show. */
export type Matching<O extends OpenOffer = OpenOffer> = {
  continued: { offer: O; seen: SeenOffer }[];
  fresh: SeenOffer[];
  missing: O[];
};

/** Fees of one rate over different spans may differ by this share, or by a cent of rounding. Micro-dollars. */
const SAME_RATE = 0.0005;
const CENT = 10_000;

/**
 * A block that can start at once: shorter than what was asked, because it ends at 11:30 UTC like all others. Its
 * start moves on with every look.
 */
export function startsAtOnce(block: { startAt: number; endAt: number }, durationHours: number): boolean {
  return block.endAt - block.startAt < durationHours * HOUR;
}

/**
 * Tells which of the offers on record an answer shows. The same zone, start and end is the same offer. A block that
 * starts at once is the one on record with the same zone and end whose start has moved on (decision 0010).
 */
export function matchOffers<O extends OpenOffer>(
  open: readonly O[],
  seen: readonly SeenOffer[],
  durationHours: number,
): Matching<O> {
  const left = new Set(open);
  const continued: Matching<O>['continued'] = [];
  const take = (offer: O | undefined, block: SeenOffer): boolean => {
    if (offer === undefined) return false;
    left.delete(offer);
    continued.push({ offer, seen: block });
    return true;
  };
  const blocks = [...cheapestOfEach(seen)].sort((a, b) => a.startAt - b.startAt);
  const moved = blocks.filter((block) => !take(find(left, block, isSame), block));
  const fresh = moved.filter(
    (block) => !startsAtOnce(block, durationHours) || !take(find(left, block, hasMovedOn), block),
  );
  return { continued, fresh, missing: [...left] };
}

type Alike = (offer: OpenOffer, block: SeenOffer) => boolean;

const isSame: Alike = (offer, block) => offer.startAt === block.startAt;
const hasMovedOn: Alike = (offer, block) => offer.startAt < block.startAt;

function find<O extends OpenOffer>(offers: ReadonlySet<O>, block: SeenOffer, alike: Alike): O | undefined {
  const found = [...offers].filter(
    (offer) => offer.zoneId === block.zoneId && offer.endAt === block.endAt && alike(offer, block),
  );
  return found.sort((a, b) => a.startAt - b.startAt)[0];
}

/** A page that came twice, or two ids of one block: one offer, at the lower fee. */
function cheapestOfEach(seen: readonly SeenOffer[]): Iterable<SeenOffer> {
  const blocks = new Map<string, SeenOffer>();
  for (const block of seen) {
    const key = `${block.zoneId} ${block.startAt} ${block.endAt}`;
    const known = blocks.get(key);
    if (known === undefined || block.fee < known.fee) blocks.set(key, block);
  }
  return blocks.values();
}

/** Whether the fee is news: a block that starts later costs less by the hours it lost, which is not. */
export function isFeeChange(offer: OpenOffer, seen: SeenOffer): boolean {
  if (offer.startAt === seen.startAt) return offer.fee !== seen.fee;
  const expected = (offer.fee * (seen.endAt - seen.startAt)) / (offer.endAt - offer.startAt);
  return Math.abs(seen.fee - expected) > Math.max(CENT, expected * SAME_RATE);
}

export const GONE_WHY = ['vanished', 'start_passed'] as const;
export type GoneWhy = (typeof GONE_WHY)[number];

/** Half an hour from now is the earliest start (EC2 User Guide), and of a day with an hour left nobody sells the rest. */
const NEARLY_OVER = 90 * MINUTE;

/**
 * Why an offer that a complete answer to its own question no longer shows is gone. A full-length block may have
 * started while nobody looked. One that starts at once would have moved on instead, until a whole day of its duration is
 * lost: from then on the same hours end a day later.
 */
export function whyGone(
  offer: { startAt: number; endAt: number },
  durationHours: number,
  at: number,
): GoneWhy {
  if (!startsAtOnce(offer, durationHours)) return offer.startAt <= at ? 'start_passed' : 'vanished';
  return offer.endAt - (at + NEARLY_OVER) <= durationHours * HOUR - DAY ? 'start_passed' : 'vanished';
}
