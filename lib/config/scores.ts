/** A set of comparable types that are scored together: AWS scores fewer than three types low whatever there is. */
export type Basket = { name: string; types: readonly string[]; capacities: readonly number[] };

/** What is asked about placement scores; each basket, capacity and level is one configuration of at most ten. */
export type ScoreSettings = { baskets: readonly Basket[]; acceptChange: boolean };

export const DEFAULT_SCORES: ScoreSettings = { baskets: [], acceptChange: false };

export function parseScores(_input: unknown): ScoreSettings {
  return DEFAULT_SCORES;
}
