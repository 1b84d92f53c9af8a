import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { Db } from '#db/client.ts';
import { hasCompleted } from '#db/queries/runs.ts';
import { makeAwsClients } from '#jobs/aws/clients.ts';
import type { JobContext } from '#jobs/context.ts';
import { type Ended, executeJob } from '#jobs/execute.ts';
import { JOBS } from '#jobs/jobs.ts';
import { DEFAULT_SOURCES } from '#lib/config/sources.ts';
import { WATCH_EVERYTHING, type Watch } from '#lib/config/watch.ts';
import { openGate } from '#tests/helpers/open-gate.ts';
import { openTestDatabase } from './database.ts';

/** The product's own jobs over a real database file and the real SDK, with a clock that the test sets. */
export type Desk = {
  db: Db;
  context: JobContext;
  setNow(now: number): void;
  /** Runs a job, after the jobs it builds on if they have never completed. */
  run(job: string): Promise<Ended>;
};

export type DeskOptions = { url: string; now: number; watch?: Partial<Watch>; db?: Db; accessKey?: string };

export function openDesk(options: DeskOptions): Desk {
  process.env.AWS_ENDPOINT_URL = options.url;
  process.env.AWS_ACCESS_KEY_ID = options.accessKey ?? 'AKIATEST000000000000';
  process.env.AWS_SECRET_ACCESS_KEY = 'not-a-secret';
  process.env.AWS_REGION = 'us-east-1';
  let now = options.now;
  const db = options.db ?? openTestDatabase();
  const context: JobContext = {
    db,
    aws: makeAwsClients({ endpoint: options.url }),
    gate: openGate(),
    sources: DEFAULT_SOURCES,
    clock: { now: () => now, speed: 1 },
    watch: { ...WATCH_EVERYTHING, ...options.watch },
    simulated: true,
    log: pino({ level: 'silent' }),
  };
  onTestFinished(() => context.aws.destroy());
  const run = async (name: string): Promise<Ended> => {
    const job = JOBS.find((candidate) => candidate.name === name);
    if (job === undefined) throw new Error(`no job ${name}`);
    for (const required of job.requires) if (!hasCompleted(db, required)) await run(required);
    const ended = await executeJob(context, job, nextSlot++, 'manual', new AbortController().signal, 600_000);
    if (ended === undefined) throw new Error(`${name} did not run`);
    return ended;
  };
  return {
    db,
    context,
    setNow: (value) => {
      now = value;
    },
    run,
  };
}

let nextSlot = 1;
