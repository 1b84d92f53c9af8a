import { SchemaError } from './errors.ts';

/** Bounds one call as a whole, retries included: a server that drips a byte a second ends here. */
const CALL_DEADLINE_MS = 45_000;

/** The signal for one call: the run's own, or the call's deadline. */
export function callSignal(run: AbortSignal): AbortSignal {
  return AbortSignal.any([run, AbortSignal.timeout(CALL_DEADLINE_MS)]);
}

/** An absent array is a broken answer: the SDK reads an HTML page or a renamed set as success without the array. */
export function requireArray<T>(value: readonly T[] | undefined, what: string): readonly T[] {
  if (value === undefined) throw new SchemaError(`the answer has no ${what}: it was not what AWS promises`);
  return value;
}

export type Page<T> = { items: readonly T[]; nextToken: string | undefined };

/** Far above any real listing: 2,000 pages are two million records. */
const PAGE_LIMIT = 2000;

/**
 * Walks all pages. An empty page may carry a token; a token that repeats, or pages without end, are an error.
 * `onPage` gets each page as it arrives; returns the number of pages.
 */
export async function eachPage<T>(
  fetchPage: (nextToken: string | undefined) => Promise<Page<T>>,
  onPage: (items: readonly T[]) => void,
): Promise<number> {
  const seen = new Set<string>();
  let token: string | undefined;
  for (let pages = 1; pages <= PAGE_LIMIT; pages++) {
    const page = await fetchPage(token);
    onPage(page.items);
    // An empty nextToken element is parsed as "": the end, like none at all.
    if (!page.nextToken) return pages;
    if (seen.has(page.nextToken))
      throw new SchemaError('the listing repeats a page token: it would never end');
    seen.add(page.nextToken);
    token = page.nextToken;
  }
  throw new SchemaError(`the listing goes beyond ${PAGE_LIMIT} pages`);
}
