import type { Listing, TargetState } from '#db/queries/board.ts';
import { type Outcome, outcomeWords } from '#lib/domain/outcome.ts';
import { toOutcome } from '#lib/series/standing.ts';

/** Why a type has no spot price, in one of the eight outcomes and in words. */
export type Absence = { outcome: Outcome; text: string };

export type AbsenceQuestion = {
  /** The regions asked about. */
  regions: readonly string[];
  /** Where AWS lists this type. */
  listings: readonly Listing[];
  /** The state of the spot-price question per region. */
  spot: ReadonlyMap<string, TargetState>;
  /** Regions whose list of types has been read. */
  listedRegions: ReadonlySet<string>;
};

/** The outcomes that hide a price rather than prove there is none, worst first. */
const HIDING: readonly Outcome[] = ['denied', 'failed', 'throttled', 'never', 'region_disabled'];

/** Says why no spot price is on record: never asked, refused, not sold, or asked and nothing there. */
export function explainAbsence(question: AbsenceQuestion): Absence {
  const possible = question.regions.filter((region) => couldSell(question, region));
  const hidden = possible.map((region) => ({ region, outcome: outcomeOf(question.spot.get(region)) }));
  for (const outcome of HIDING) {
    const count = hidden.filter((entry) => entry.outcome === outcome).length;
    if (count > 0) return { outcome, text: withRegions(outcomeWords(outcome), count, possible.length) };
  }
  if (possible.length > 0)
    return { outcome: 'none', text: `no spot price in ${regionCount(possible.length)}` };
  return notSold(question);
}

function notSold({ listings, regions }: AbsenceQuestion): Absence {
  const here = listings.filter((listing) => regions.includes(listing.region));
  const classes = new Set(here.flatMap((listing) => listing.usageClasses.split(',')));
  classes.delete('');
  if (here.length > 0)
    return { outcome: 'not_sold', text: `not sold on spot, only ${[...classes].join(' and ') || 'listed'}` };
  if (regions.length === 0) return { outcome: 'never', text: outcomeWords('never') };
  return {
    outcome: 'not_sold',
    text: regions.length === 1 ? outcomeWords('not_sold') : `not sold in ${regionCount(regions.length)}`,
  };
}

/** A region may hold a price if it lists the type on spot, or if nobody has read its list yet. */
function couldSell(question: AbsenceQuestion, region: string): boolean {
  const listing = question.listings.find((entry) => entry.region === region);
  if (listing !== undefined) return listing.usageClasses.split(',').includes('spot');
  return !question.listedRegions.has(region);
}

/** A region whose last look failed keeps what an earlier complete look has proved. */
function outcomeOf(state: TargetState | undefined): Outcome {
  if (state === undefined) return 'never';
  return state.lastCompleteAt === null ? toOutcome(state.outcome) : 'value';
}

function withRegions(words: string, count: number, all: number): string {
  return all === 1 ? words : `${words} in ${count === all ? '' : `${count} of `}${regionCount(all)}`;
}

function regionCount(count: number): string {
  return `${count} ${count === 1 ? 'region' : 'regions'}`;
}
