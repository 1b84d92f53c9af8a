import type { Observed } from '#db/queries/observe.ts';
import { scoreQualifier } from '#lib/scores/configurations.ts';
import type { AskedConfiguration } from '../../check-scores.ts';
import type { ParsedScores } from './parse.ts';

/** What an answer says of one region. */
export type RegionScores = {
  facts: Observed[];
  outcome: 'value' | 'none' | 'not_sold';
  /** Entries about it, or about nobody knows what, that were set aside. */
  quarantined: number;
  /** Whether what is missing is proven absent. */
  isProven: boolean;
};

/** The zones that could have a score, and whether any type of the basket is sold on Spot in the region at all. */
export type RegionFacts = { zones: readonly string[]; isSold: boolean };

/**
 * The facts of one region in an answer. Nothing for it is "no score" only where the answer is whole and every entry
 * of it could be read.
 */
export function scoresOfRegion(
  asked: AskedConfiguration,
  answer: ParsedScores,
  region: string,
  known: RegionFacts,
): RegionScores {
  const own = answer.scores.filter((score) => score.region === region);
  const quarantined = (answer.doubts.get(region) ?? 0) + (answer.doubts.get('') ?? 0);
  const isProven = quarantined === 0 && answer.isWhole;
  const nothing = known.isSold ? ('none' as const) : ('not_sold' as const);
  const places = asked.level === 'region' ? [''] : known.zones;
  const absent = places.filter((zoneId) => !own.some((score) => score.zoneId === zoneId));
  const series = (zoneId: string) => ({
    kind: 'placement-score',
    region,
    zoneId,
    instanceType: '',
    qualifier: scoreQualifier(asked),
    unit: 'score',
  });
  return {
    facts: [
      ...own.map(({ zoneId, score }) => ({ ...series(zoneId), outcome: 'value' as const, value: score })),
      ...absent.map((zoneId) => ({
        ...series(zoneId),
        outcome: isProven ? nothing : ('failed' as const),
      })),
    ],
    outcome: own.length > 0 ? 'value' : nothing,
    quarantined,
    isProven,
  };
}
