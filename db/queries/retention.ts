import { and, lt, ne } from 'drizzle-orm';
import { type Db, writeTransaction } from '../client.ts';
import { jobRun, sampleSet } from '../schema/index.ts';

/** Drops looks and ended runs from before the given instants; what is known (points, coverage, alerts) stays. */
export function pruneRecords(
  db: Db,
  before: { looksBefore: number; runsBefore: number },
): { looks: number; runs: number } {
  return writeTransaction(db, () => {
    const looks = db.orm.delete(sampleSet).where(lt(sampleSet.collectedAt, before.looksBefore)).run().changes;
    const oldRuns = and(lt(jobRun.startedAt, before.runsBefore), ne(jobRun.state, 'running'));
    return { looks, runs: db.orm.delete(jobRun).where(oldRuns).run().changes };
  });
}
