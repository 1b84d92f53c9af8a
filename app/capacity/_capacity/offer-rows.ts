import type { BlockOffer } from '#db/queries/capacity-offers.ts';
import { type BuyCommands, buyCommands } from '#lib/capacity/cli.ts';
import type { Sort } from './choice.ts';
import { byCheapest, bySoonest, type Place } from './places.ts';

/** One offer as the table lists it. */
export type OfferRow = {
  offer: BlockOffer;
  confirmed: boolean;
  isCheapest: boolean;
  isSoonest: boolean;
  /** What it cost before, oldest first, micro-dollars; empty when the fee has never changed. */
  earlierFees: { at: number; fee: number }[];
  commands: BuyCommands;
};

/** More rows than this are a click away. */
export const ROWS_SHOWN = 12;

type RowsQuestion = {
  places: readonly Place[];
  fees: ReadonlyMap<number, readonly { at: number; fee: number }[]>;
  /** This account's own name of a zone, which the CLI speaks. */
  zoneNames: ReadonlyMap<string, string>;
  sort: Sort;
};

/** The offers of the places, sorted; the cheapest and the soonest of those that were confirmed are marked. */
export function offerRows({ places, fees, zoneNames, sort }: RowsQuestion): OfferRow[] {
  const found = places.flatMap(({ offers, confirmed }) => offers.map((offer) => ({ offer, confirmed })));
  const confirmed = found.filter((one) => one.confirmed).map((one) => one.offer);
  const [cheapest] = confirmed.toSorted(byCheapest);
  const [soonest] = confirmed.toSorted(bySoonest);
  const order = sort === 'price' ? byCheapest : bySoonest;
  return found
    .toSorted((a, b) => order(a.offer, b.offer))
    .map((one) => ({
      ...one,
      isCheapest: one.offer.id === cheapest?.id,
      isSoonest: one.offer.id === soonest?.id,
      earlierFees: (fees.get(one.offer.id) ?? []).slice(0, -1),
      commands: buyCommands({ ...one.offer, zoneName: zoneNames.get(one.offer.zoneId) }),
    }));
}
