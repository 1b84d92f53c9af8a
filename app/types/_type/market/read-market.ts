import { blockCell, headroomCell, interruptionCell, scoreCell } from '#app/_board/extra-cells.ts';
import type { Extras } from '#app/_board/extras.ts';
import { keptExtras } from '#app/_board/read.ts';
import type { HeadroomCell, InterruptionCell, ScoreCell, Unsaid } from '#app/_board/row.ts';
import type { Db } from '#db/client.ts';
import { listTypes, type TypeFacts } from '#db/queries/board.ts';
import type { BlockOffer } from '#db/queries/capacity-offers.ts';
import { type Compared, readWays } from '#db/queries/compare.ts';
import { cheapestFirst } from '#lib/compare/ways.ts';

/** What may be started of the type in one region, and what is known of getting it. */
export type StartRow = {
  region: string;
  spot: HeadroomCell;
  onDemand: HeadroomCell;
  block: HeadroomCell;
  score: ScoreCell;
  interruption: InterruptionCell;
  /** Percent below on-demand over the trailing month, by the same feed. */
  savings: number | null;
};

export type Market = {
  ways: Compared[];
  /** The cheapest Capacity Block of each region, the soonest of those that cost the same; and how many there are in all. */
  offers: BlockOffer[];
  allOffers: number;
  /** Why there are none. */
  noOffers: Unsaid | undefined;
  starts: StartRow[];
};

const SOURCES = new Set(['block', 'score', 'interruption', 'headroom']);

/** All that is on record of getting a type, besides its prices over time. */
export function readMarket(db: Db, facts: TypeFacts, regions: readonly string[], now: number): Market {
  const { name: type } = facts;
  const extras = keptExtras(db, SOURCES, listTypes(db), now);
  const offers = extras.blocks?.offers.get(type) ?? [];
  const none = blockCell([], extras.blocks?.places.get(type) ?? [], undefined);
  return {
    ways: cheapestFirst(readWays(db, { types: [type], regions: undefined, now }), 'hour'),
    offers: cheapestByRegion(offers),
    allOffers: offers.length,
    noOffers: offers.length > 0 || none.outcome === 'value' ? undefined : none,
    starts: regions.map((region) => startRow(region, facts, extras)),
  };
}

function cheapestByRegion(offers: readonly BlockOffer[]): BlockOffer[] {
  const price = ({ perAcceleratorHour }: BlockOffer) => perAcceleratorHour ?? Infinity;
  const sorted = offers.toSorted((a, b) => price(a) - price(b) || a.startAt - b.startAt);
  return [...new Map(sorted.toReversed().map((offer) => [offer.region, offer])).values()].reverse();
}

function startRow(region: string, facts: TypeFacts, extras: Extras): StartRow {
  const { name: type } = facts;
  const book = extras.quotas?.book.get(region);
  const sold = extras.quotas?.sold ?? (() => undefined);
  const rate = extras.interruptions?.get(`${type} ${region}`);
  return {
    region,
    spot: headroomCell(facts, 'spot', book, sold),
    onDemand: headroomCell(facts, 'on-demand', book, sold),
    block: headroomCell(facts, 'capacity-block', book, sold),
    score: scoreCell(extras.scores?.get(type) ?? [], region, [region]),
    interruption: interruptionCell(rate, region),
    savings: rate?.savings ?? null,
  };
}
