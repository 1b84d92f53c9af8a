import { type Look, newestErrors, type Target } from '#db/queries/targets.ts';
import { eachPage, type Page } from '../aws/call.ts';
import type { RunContext } from '../context.ts';
import { explainFailure, partialLook, presentLook } from './targets.ts';

/** One record as a parser reads it: what it says, why it cannot be believed, or undefined: it is about something else. */
export type Reading<T> = { kept: T } | { refused: string } | undefined;

/** All that a listing brought. */
export type Listing<T> = {
  kept: T[];
  pages: number;
  /** Records as they came, whatever became of them. */
  items: number;
  /** Records that could not be believed, and why the first of them was not. */
  quarantined: number;
  why: string | undefined;
  /** What ended the listing before its last page; undefined: it was read to its end. */
  error: unknown;
};

/**
 * Reads a listing page by page. A failure after the first page leaves what the others brought.
 * @throws whatever the first page came to
 */
export async function readListing<I, T>(
  run: Pick<RunContext, 'signal'>,
  fetchPage: (nextToken: string | undefined) => Promise<Page<I>>,
  read: (item: I) => Reading<T>,
): Promise<Listing<T>> {
  const listing: Listing<T> = {
    kept: [],
    pages: 0,
    items: 0,
    quarantined: 0,
    why: undefined,
    error: undefined,
  };
  try {
    await eachPage(fetchPage, (page) => {
      listing.pages++;
      listing.items += page.length;
      for (const item of page) keep(listing, read(item));
    });
  } catch (error) {
    if (listing.pages === 0 || run.signal.aborted) throw error;
    listing.error = error;
  }
  return listing;
}

function keep<T>(listing: Listing<T>, reading: Reading<T>): void {
  if (reading === undefined) return;
  if ('kept' in reading) {
    listing.kept.push(reading.kept);
    return;
  }
  listing.quarantined++;
  listing.why ??= reading.refused;
}

/** What a listing amounts to: in full, or in part where it broke off or records were set aside. */
export async function lookOfListing(
  run: RunContext,
  region: string,
  listing: Omit<Listing<unknown>, 'kept'>,
  outcome: 'value' | 'none' | 'not_sold',
): Promise<Omit<Look, 'changes'>> {
  const { pages, items, quarantined, why, error } = listing;
  if (error !== undefined) {
    const failure = await explainFailure(run, region, error);
    const errorText = `only ${pages} pages came: ${failure.errorText}`;
    const partial = { completeness: 'partial' as const, quarantined, errorText };
    return { ...presentLook(run, 'value', { pages, items }), ...failure, ...partial };
  }
  if (quarantined > 0) return partialLook(run, why ?? '', { pages, items, quarantined });
  return presentLook(run, outcome, { pages, items });
}

/** Fewer than this come and go; of more, less than a fifth is a broken answer rather than a market gone. */
const SMALL = 20;
const SHRUNK_SHARE = 0.2;
/** How often in a row such an answer is doubted before it is believed. */
const DOUBTED = 2;
const SHRUNK = 'suspicious shrink';

/**
 * A complete answer that holds nothing, or nearly nothing, of what was there is doubted twice and believed the third
 * time in a row: until then it is partial and proves no absence.
 */
export function doubtShrink(
  run: RunContext,
  target: Target,
  look: Omit<Look, 'changes'>,
  { seen, known, what }: { seen: number; known: number; what: string },
): Omit<Look, 'changes'> {
  const hasShrunk = known > 0 && (seen === 0 || (known > SMALL && seen < known * SHRUNK_SHARE));
  if (look.completeness !== 'complete' || !hasShrunk) return look;
  const before = newestErrors(run.db, target.id, target.collector, DOUBTED);
  if (before.length === DOUBTED && before.every((text) => text?.startsWith(SHRUNK))) return look;
  const errorText = `${SHRUNK}: ${seen} ${what} where ${known} were known`;
  return { ...look, completeness: 'partial', outcome: 'failed', errorClass: 'schema', errorText };
}
