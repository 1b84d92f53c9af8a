import { pino } from 'pino';
import { listRuns } from '#db/queries/runs.ts';
import { makeAwsClients } from '#jobs/aws/clients.ts';
import type { Job, JobContext } from '#jobs/context.ts';
import { report } from '#jobs/pipeline/targets.ts';
import { startScheduler } from '#jobs/scheduler.ts';
import { DEFAULT_SOURCES } from '#lib/config/sources.ts';
import { WATCH_EVERYTHING } from '#lib/config/watch.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { openTestDatabase } from './database.ts';
import { openGate } from './open-gate.ts';

/** The product's scheduler over jobs of the test; the wall clock can be set apart from the one that never steps. */
export function openSchedule(...jobs: Partial<Job>[]) {
  let wallOffset = 0;
  const db = openTestDatabase();
  const context: JobContext = {
    db,
    aws: makeAwsClients(),
    gate: openGate(),
    sources: DEFAULT_SOURCES,
    clock: { now: () => Date.now() + wallOffset, speed: 1 },
    watch: WATCH_EVERYTHING,
    simulated: true,
    log: pino({ level: 'silent' }),
  };
  const all = jobs.map(
    (job): Job => ({
      name: 'spot-price',
      intervalMs: 5 * MINUTE,
      deadlineMs: MINUTE,
      actions: [],
      requires: [],
      run: async () => report(['complete'], {}),
      ...job,
    }),
  );
  return {
    db,
    context,
    start: () => startScheduler(context, all, () => Date.now()),
    setWall: (by: number) => {
      wallOffset += by;
    },
    runs: (name = 'spot-price') =>
      listRuns(db, 1000)
        .filter((run) => run.job === name && run.state !== 'skipped')
        .reverse(),
    /** How many slots went by without a run, and why, by job. */
    skipped: (name = 'spot-price') =>
      listRuns(db, 1000)
        .filter((run) => run.job === name && run.state === 'skipped')
        .reverse()
        .map((run) => [(JSON.parse(run.countsJson ?? '{}') as { slots: number }).slots, run.errorText]),
  };
}
