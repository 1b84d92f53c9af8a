import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { credentialsTrouble, noteCredentialsAccepted, noteCredentialsRefused } from '#db/queries/findings.ts';
import { HOME_REGION } from '#lib/domain/region.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { classifyFailure, type Failure } from './aws/errors.ts';
import type { Job, JobContext, RunContext, RunReport } from './context.ts';

/** What DescribeRegions tells of the credentials; whatever else goes wrong with it leaves them undecided. */
export type Verdict =
  | { credentials: 'accepted'; optInStatus: ReadonlyMap<string, string> }
  | { credentials: 'refused' | 'undecided'; failure: Failure };

type Asker = Pick<RunContext, 'db' | 'aws' | 'gate' | 'clock' | 'log' | 'signal'>;

const asked = new WeakMap<AbortSignal, Promise<Verdict>>();

/** Asks once in a run, however many of its regions fail. */
export function judgeCredentials(run: Asker): Promise<Verdict> {
  const verdict = asked.get(run.signal) ?? judge(run);
  asked.set(run.signal, verdict);
  return verdict;
}

/** Asks DescribeRegions whether the credentials are good, and keeps the one finding about them. */
async function judge(run: Asker): Promise<Verdict> {
  const verdict = await ask(run);
  if (verdict.credentials === 'refused') {
    const { errorText } = verdict.failure;
    if (noteCredentialsRefused(run.db, run.clock.now(), errorText))
      run.log.error({ error: errorText }, 'AWS refuses the credentials: only they are asked about now');
  } else if (verdict.credentials === 'accepted' && noteCredentialsAccepted(run.db)) {
    run.log.info('AWS accepts the credentials again');
  }
  return verdict;
}

async function ask({ gate, aws, signal }: Asker): Promise<Verdict> {
  try {
    const what = { service: 'ec2', action: 'DescribeRegions', region: HOME_REGION };
    const answer = await gate.call(what, signal, (abortSignal) =>
      aws.ec2(HOME_REGION).send(new DescribeRegionsCommand({ AllRegions: true }), { abortSignal }),
    );
    if (answer.Regions === undefined) return undecided(new Error('the answer names no regions'));
    const listed = answer.Regions.map(
      ({ RegionName = '', OptInStatus = '' }) => [RegionName, OptInStatus] as const,
    );
    return { credentials: 'accepted', optInStatus: new Map(listed) };
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.errorClass === 'auth') return { credentials: 'refused', failure };
    // Who is told that an action is not allowed has been recognised.
    if (failure.errorClass === 'permission') return { credentials: 'accepted', optInStatus: new Map() };
    return undecided(error);
  }
}

const undecided = (error: unknown): Verdict => ({
  credentials: 'undecided',
  failure: classifyFailure(error),
});

/** While AWS refuses the credentials this is all that is asked; rotated ones are found without a restart. */
export const credentialsJob: Job = {
  name: 'credentials',
  intervalMs: 10 * MINUTE,
  deadlineMs: MINUTE,
  actions: ['ec2:DescribeRegions'],
  requires: [],
  isDue: (context: JobContext) => credentialsTrouble(context.db) !== undefined,
  async run(context): Promise<RunReport> {
    // Clients keep what they were given; new ones read the files and the environment again.
    context.aws.renew();
    const verdict = await judgeCredentials(context);
    if (verdict.credentials === 'accepted') return { results: ['complete'], counts: {} };
    const { errorClass, errorText } = verdict.failure;
    return { results: ['failed'], counts: {}, errorClass, errorText };
  },
};

export function isProbe(job: Job): boolean {
  return job.name === credentialsJob.name;
}
