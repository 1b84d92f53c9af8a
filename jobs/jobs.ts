import type { SourceSettings } from '#lib/config/sources.ts';
import { COLLECTORS } from './collectors/index.ts';
import type { Job } from './context.ts';
import { credentialsJob } from './credentials.ts';
import { digestJob } from './digest/index.ts';
import { retainJob } from './maintenance/retain.ts';

/** Every job there is. */
export const JOBS: readonly Job[] = [credentialsJob, ...COLLECTORS, digestJob, retainJob];

/** The jobs of the schedule, each at its cadence: optional ones only where the configuration names them. */
export function enabledJobs({ optional, cadence }: Pick<SourceSettings, 'optional' | 'cadence'>): Job[] {
  const intervals = new Map<string, number>(Object.entries(cadence));
  return JOBS.filter((job) => job.optional === undefined || optional.has(job.optional)).map((job) => ({
    ...job,
    intervalMs: intervals.get(job.name) ?? job.intervalMs,
  }));
}
