import { and, eq, lt, ne, or } from 'drizzle-orm';
import { type Db, writeTransaction } from '../client.ts';
import { jobRun, sampleSet } from '../schema/index.ts';
import { dropOldApiUse } from './api-use.ts';

export type Before = {
  completeLooksBefore: number;
  looksBefore: number;
  runsBefore: number;
  offersBefore: number;
};

/**
 * Drops looks, ended runs and offers long gone from before the given instants; what is known (points, coverage, alerts)
 * stays: the prices of those offers are points of series.
 */
export function pruneRecords(
  db: Db,
  before: Before,
): { looks: number; runs: number; apiUse: number; offers: number } {
  return writeTransaction(db, () => {
    // What a complete look found is in the facts; one that failed also explains a hole.
    const oldComplete = and(
      eq(sampleSet.completeness, 'complete'),
      lt(sampleSet.collectedAt, before.completeLooksBefore),
    );
    const oldLooks = or(oldComplete, lt(sampleSet.collectedAt, before.looksBefore));
    const looks = db.orm.delete(sampleSet).where(oldLooks).run().changes;
    const oldRuns = and(lt(jobRun.startedAt, before.runsBefore), ne(jobRun.state, 'running'));
    const runs = db.orm.delete(jobRun).where(oldRuns).run().changes;
    const apiUse = dropOldApiUse(db, before.runsBefore);
    return { looks, runs, apiUse, offers: dropGoneOffers(db, before.offersBefore) };
  });
}

/** A day's worth a day is far less; a desk that was off for long catches up over some days. */
const MOST_OFFERS_AT_ONCE = 100_000;

function dropGoneOffers(db: Db, before: number): number {
  const gone = `SELECT id FROM offer WHERE market IN ('capacity-block', 'training-plan') AND gone_at < ?
    LIMIT ${MOST_OFFERS_AT_ONCE}`;
  for (const part of ['offer_fee', 'offer_part'])
    db.sqlite.prepare(`DELETE FROM ${part} WHERE offer_id IN (${gone})`).run(before);
  return db.sqlite.prepare(`DELETE FROM offer WHERE id IN (${gone})`).run(before).changes;
}
