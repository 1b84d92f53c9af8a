import type { Listing, TargetState } from '#db/queries/board.ts';
import { type Outcome, outcomeWords } from '#lib/domain/outcome.ts';
import { toOutcome } from '#lib/series/standing.ts';

/**
 * Why a type has no spot price: the most telling reason first, with the oldest of the looks that prove it, then the
 * others, each with how many regions it holds for.
 */
export type Absence = { outcome: Outcome; lead: string; lookedAt: number | null; rest: string };

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

/** `not_spot`: listed, for other ways of buying only. */
type Reason = Outcome | 'not_spot';

/** What was looked for and not found, what hides a price, what proves there is none, what nobody asks. */
const ORDER: readonly Reason[] = [
  'none',
  'denied',
  'failed',
  'throttled',
  'never',
  'not_spot',
  'not_sold',
  'region_disabled',
];

/** Says why no spot price is on record: never asked, refused, not sold, or asked and nothing there. */
export function explainAbsence(question: AbsenceQuestion): Absence {
  const { regions, spot } = question;
  const groups = new Map<Reason, string[]>();
  for (const region of regions) {
    const reason = reasonOf(question, region);
    groups.set(reason, [...(groups.get(reason) ?? []), region]);
  }
  const [first, ...others] = ORDER.filter((reason) => groups.has(reason));
  if (first === undefined) return { outcome: 'never', lead: outcomeWords('never'), lookedAt: null, rest: '' };
  const count = (reason: Reason) => groups.get(reason)?.length ?? 0;
  const looks = (groups.get('none') ?? []).flatMap((region) => spot.get(region)?.lastCompleteAt ?? []);
  return {
    outcome: first === 'not_spot' ? 'not_sold' : first,
    lead: leadWords(first, count(first), regions.length === 1, question.listings),
    lookedAt: looks.length === 0 ? null : Math.min(...looks),
    rest: others.map((reason) => restWords(reason, count(reason))).join('; '),
  };
}

function reasonOf({ listings, spot, listedRegions }: AbsenceQuestion, region: string): Reason {
  const listing = listings.find((entry) => entry.region === region);
  if (listing !== undefined && !listing.usageClasses.split(',').includes('spot')) return 'not_spot';
  if (listing === undefined && listedRegions.has(region)) return 'not_sold';
  const outcome = outcomeOf(spot.get(region));
  return outcome === 'value' || outcome === 'not_sold' ? 'none' : outcome;
}

/** A region whose last look failed keeps what an earlier complete look has proved. */
function outcomeOf(state: TargetState | undefined): Outcome {
  if (state === undefined) return 'never';
  return state.lastCompleteAt === null ? toOutcome(state.outcome) : 'none';
}

function leadWords(reason: Reason, count: number, isOnly: boolean, listings: readonly Listing[]): string {
  const where = isOnly ? '' : ` in ${count} ${count === 1 ? 'region' : 'regions'}`;
  if (reason === 'none') return `no spot price${where === '' ? '' : `${where} asked`}`;
  if (reason === 'not_spot')
    return `not sold on spot, only ${classesOf(listings)}${where === '' ? '' : `,${where}`}`;
  return `${isOnly ? outcomeWords(reason) : shortWords(reason)}${where}`;
}

function restWords(reason: Reason, count: number): string {
  if (reason === 'region_disabled') return `${count} ${count === 1 ? 'region' : 'regions'} not enabled`;
  return `${shortWords(reason)} in ${count}`;
}

/** The outcome without its "here", as a place follows. */
function shortWords(reason: Reason): string {
  if (reason === 'not_spot') return 'not sold on spot';
  return reason === 'not_sold' ? 'not sold' : outcomeWords(reason);
}

function classesOf(listings: readonly Listing[]): string {
  const classes = new Set(listings.flatMap((listing) => listing.usageClasses.split(',')));
  classes.delete('');
  classes.delete('spot');
  return [...classes].join(' and ') || 'listed';
}
