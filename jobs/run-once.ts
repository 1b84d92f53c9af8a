import { freeSlot, hasCompleted } from '#db/queries/runs.ts';
import { AppError } from '#lib/domain/errors.ts';
import { suggest } from '#lib/domain/suggest.ts';
import { runCommand } from './cli.ts';
import type { Job, JobContext } from './context.ts';
import { type Ended, executeJob, LONGEST_RUN_MS } from './execute.ts';
import { JOBS } from './jobs.ts';
import { closeContext, openContext } from './open.ts';
import { readSettings } from './settings.ts';

/** `npm run job -- <name>`: one job once, on the path of the schedule, and one JSON line of how its run ended. */
await runCommand(async () => {
  const job = findJob(process.argv.slice(2));
  const context = await openContext(readSettings());
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  try {
    const ended = await runWithRequirements(context, job, stop.signal);
    process.stdout.write(`${JSON.stringify(ended)}\n`);
    return ended.state === 'ok' ? 0 : 1;
  } finally {
    closeContext(context);
  }
});

function findJob(args: readonly string[]): Job {
  const [name, ...rest] = args;
  const names = JOBS.map((job) => job.name);
  const job = JOBS.find((candidate) => candidate.name === name);
  if (job !== undefined && rest.length === 0) return job;
  const near = name === undefined ? undefined : suggest(name, names);
  const what =
    name === undefined ? 'npm run job needs the name of one job' : `there is no job ${args.join(' ')}`;
  throw new AppError('JOB_UNKNOWN', near === undefined ? what : `${what}: did you mean ${near}?`, {
    accepted: names.join(', '),
  });
}

type Line = Ended | { job: string; state: 'skipped'; errorText: string };

/** On a fresh database the facts that a job builds on are collected first; a job with a sequel brings that along. */
async function runWithRequirements(context: JobContext, job: Job, stop: AbortSignal): Promise<Line> {
  for (const name of job.requires) {
    if (hasCompleted(context.db, name)) continue;
    const required = await runWithRequirements(context, findJob([name]), stop);
    if (required.state !== 'ok' && required.state !== 'partial') return required;
  }
  const slot = freeSlot(context.db, job.name, context.clock.now());
  const ended = await executeJob(context, job, slot, 'manual', stop, LONGEST_RUN_MS);
  if (ended === undefined)
    return { job: job.name, state: 'skipped', errorText: 'a run of this job is going on already' };
  const sequel = JOBS.find((candidate) => candidate.name === job.sequel);
  if (sequel === undefined || stop.aborted || sequel.isDue?.(context) === false) return ended;
  return withSequel(ended, await runWithRequirements(context, sequel, stop));
}

function withSequel(ended: Ended, sequel: Line): Line {
  const line = { ...ended, [sequel.job]: sequel };
  return ended.state === 'ok' && sequel.state !== 'ok' ? { ...line, state: 'partial' } : line;
}
