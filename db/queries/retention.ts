import { and, eq, lt, ne, or } from 'drizzle-orm';
import { type Db, writeTransaction } from '../client.ts';
import { jobRun, sampleSet } from '../schema/index.ts';
import { dropOldApiUse } from './api-use.ts';

/** Drops looks and ended runs from before the given instants; what is known (points, coverage, alerts) stays. */
export function pruneRecords(
  db: Db,
  before: { completeLooksBefore: number; looksBefore: number; runsBefore: number },
): { looks: number; runs: number; apiUse: number } {
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
    return { looks, runs, apiUse: dropOldApiUse(db, before.runsBefore) };
  });
}
