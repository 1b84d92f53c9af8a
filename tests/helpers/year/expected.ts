/** What an issue has to say, with more than one answer where things are equal and either may come first. */
export type ExpectedRow = readonly (readonly string[])[];
export type ExpectedSection = {
  title: string;
  note: string;
  heads: readonly string[];
  rows: readonly ExpectedRow[];
  hidden: number;
  pictures?: ExpectedPictures | undefined;
};
/** Which types are shown where several moved alike is open: how far those moved that are, and what each shows, is not. */
export type ExpectedPictures = {
  note: string;
  /** How far they moved, the farthest first. */
  moves: readonly number[];
  of: ReadonlyMap<string, { by: number; picture: unknown }>;
};
export type Expected = {
  headline: string;
  incomplete: readonly string[];
  sections: readonly ExpectedSection[];
};

/** The rows of things in the order of a weight; of equal ones any may stand in any of their places. */
export function ranked<T>(
  things: readonly T[],
  weightOf: (thing: T) => number,
  rowsOf: (thing: T) => readonly (readonly string[])[],
): ExpectedRow[] {
  return things
    .toSorted((a, b) => weightOf(b) - weightOf(a))
    .map((thing, _, all) => all.filter((other) => weightOf(other) === weightOf(thing)).flatMap(rowsOf));
}
