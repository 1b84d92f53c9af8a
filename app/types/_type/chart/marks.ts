/** Something that happened, at an instant of the chart: told by a letter in the picture, and in words below it. */
export type Mark = {
  at: number;
  kind: MarkKind;
  words: string;
  /** Where more is said. */
  href: string | undefined;
  source: string;
};

export const MARK_KINDS = ['alert', 'list-price', 'offering', 'announced'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

export const MARK_LETTERS: Readonly<Record<MarkKind, string>> = {
  alert: '!',
  'list-price': '$',
  offering: '±',
  announced: 'i',
};

/** One alert, or three changes of list prices. */
export const MARK_NAMES: Readonly<Record<MarkKind, readonly [one: string, many: string]>> = {
  alert: ['alert', 'alerts'],
  'list-price': ['list price change', 'list price changes'],
  offering: ['change of where it is sold', 'changes of where it is sold'],
  announced: ['announcement', 'announcements'],
};

/** Marks that would lie on each other are one: the first, and how many there are. */
export function bundleMarks(
  marks: readonly Mark[],
  positionOf: (at: number) => number,
  least: number,
): { x: number; kind: MarkKind; count: number }[] {
  const bundles: { x: number; kind: MarkKind; count: number }[] = [];
  for (const { at, kind } of marks.toSorted((a, b) => a.at - b.at)) {
    const x = positionOf(at);
    const last = bundles.at(-1);
    if (last !== undefined && x - last.x < least) last.count++;
    else bundles.push({ x, kind, count: 1 });
  }
  return bundles;
}
