import type { Completeness } from '#lib/domain/outcome.ts';
import { DAY } from '#lib/domain/time.ts';
import type { Needs, ReadingName, Readings, RuleLook } from '#lib/rules/types.ts';
import type { Db } from '../client.ts';
import { readBlockReading } from '../queries/block-reading.ts';
import type { LookFacts } from '../queries/newest-look.ts';
import { readPoolReading } from '../queries/pool-reading.ts';
import { readNewsReading, readSeriesReading } from '../queries/series-reading.ts';
import type { BoundRule } from './bind-rules.ts';

/** News that was told longer ago has come to its end even after a long stop of the jobs. */
const NEWS_REACH_MS = 40 * DAY;

/** A look at a collector's target that rules are evaluated on. Product time. */
export type LookAt = {
  collector: string;
  region: string;
  collectedAt: number;
  completeness: Completeness;
  intervalMs: number;
};

/** What the rules of a look read, each reading made when the first of them asks for it. */
export type OpenReadings = (name: ReadingName) => Readings[ReadingName];

export function openReadings(
  db: Db,
  { collector, region, collectedAt: at, intervalMs, completeness }: LookAt,
  { targetId, items }: Pick<LookFacts, 'targetId' | 'items'>,
  rules: readonly Pick<BoundRule, 'kind' | 'params'>[],
): OpenReadings {
  const look: RuleLook = { at, intervalMs, completeness, items };
  const needsOf = (name: ReadingName): Needs[] =>
    rules.flatMap(({ kind, params }) => (kind.reads === name ? [kind.needs(params)] : []));
  const read: { [Name in Exclude<ReadingName, 'desk'>]: () => Readings[Name] } = {
    pools: () => readPoolReading(db, { collector, region, ...look, needs: needsOf('pools') }),
    blocks: () => readBlockReading(db, region, targetId, look),
    series: () => {
      const windowsMs = needsOf('series').flatMap((needs) => [...needs.windowsMs]);
      return readSeriesReading(db, { collector, region, targetId, look, windowsMs });
    },
    news: () => readNewsReading(db, region, look, NEWS_REACH_MS),
  };
  const made = new Map<ReadingName, Readings[ReadingName]>();
  return (name) => {
    if (name === 'desk') throw new Error('how the desk stands is no look of a collector');
    const reading = made.get(name) ?? read[name]();
    made.set(name, reading);
    return reading;
  };
}
