/** How often Spot instances were interrupted over the trailing month: the five buckets, by their label. */
const BUCKETS = ['<5%', '5-10%', '10-15%', '15-20%', '>20%'] as const;

/** Where each bucket begins and ends, in percent. */
const BOUNDS: readonly [from: number, to: number][] = [
  [0, 5],
  [5, 10],
  [10, 15],
  [15, 20],
  [20, 100],
];

/**
 * The bucket (0 to 4) that a range lies in, by its label: the number beside it in the feed, `max`, is not the label's
 * upper bound. A finer range than ours falls into one bucket; one across two is undefined, like any other text.
 */
export function bucketOf(label: string): number | undefined {
  const bounds = boundsOf(label.replaceAll(/\s/g, ''));
  if (bounds === undefined) return undefined;
  const [from, to] = bounds;
  const found = BOUNDS.findIndex(([low, high]) => from >= low && to <= high);
  return found === -1 ? undefined : found;
}

/** The label of a stored bucket. */
export function bucketLabel(index: number): string | undefined {
  return BUCKETS[index];
}

function boundsOf(label: string): [number, number] | undefined {
  const below = /^<(\d{1,3})%$/.exec(label);
  if (below !== null) return [0, Number(below[1])];
  const above = /^>(\d{1,3})%$/.exec(label);
  if (above !== null) return [Number(above[1]), 100];
  const between = /^(\d{1,3})%?-(\d{1,3})%$/.exec(label);
  return between === null ? undefined : [Number(between[1]), Number(between[2])];
}
