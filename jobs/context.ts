import type { Logger } from 'pino';
import type { Db } from '#db/client.ts';
import type { SourceSettings } from '#lib/config/sources.ts';
import type { Watch } from '#lib/config/watch.ts';
import type { Clock } from '#lib/domain/clock.ts';
import type { OptionalCollector } from '#lib/domain/collectors.ts';
import type { AwsClients } from './aws/clients.ts';
import type { Gate } from './aws/gate.ts';

/** What every job is given; nothing in jobs/ reads a clock, the environment or a file of its own. */
export type JobContext = {
  db: Db;
  aws: AwsClients;
  gate: Gate;
  clock: Clock;
  watch: Watch;
  sources: SourceSettings;
  simulated: boolean;
  log: Logger;
};

/** One execution: the ledger knows it by `runId`, and `signal` ends it. */
export type RunContext = JobContext & { runId: string; signal: AbortSignal };

/** How one target of a run went. */
export type TargetResult = 'complete' | 'partial' | 'failed' | 'skipped';

/** What a run came to, for the ledger: one count per kind of result, and whatever the job counts. */
export type RunReport = {
  results: TargetResult[];
  counts: Record<string, number>;
  errorClass?: string;
  errorText?: string;
};

/** A job as the scheduler sees it. */
export type Job = {
  name: string;
  intervalMs: number;
  /** How long a run may take, in real time. */
  deadlineMs: number;
  /** The IAM actions it needs, such as ec2:DescribeRegions; none for a job that asks AWS nothing. */
  actions: readonly string[];
  /** Off until the configuration names it. */
  optional?: OptionalCollector;
  /** Jobs whose facts it builds on: one that has never completed is run first. */
  requires: readonly string[];
  /** The job that a run by hand brings along, such as the history behind the present. */
  sequel?: string;
  /** Whether there is anything to do now: an idle job leaves no ledger rows. */
  isDue?(context: JobContext): boolean;
  run(context: RunContext): Promise<RunReport>;
};
