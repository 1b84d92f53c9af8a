import { setMaxListeners } from 'node:events';
import { type CheckedAction, savePermissionCheck } from '#db/queries/findings.ts';
import { deniedAction, iamAction } from '#lib/domain/permission.ts';
import { HOME_REGION } from '#lib/domain/region.ts';
import { classifyFailure } from './aws/errors.ts';
import { PROBES, type Probe } from './aws/probes.ts';
import type { Job, JobContext } from './context.ts';

/** How long a start may go on trying permissions; what is not answered by then is not held against them. Real time. */
const CHECK_MS = 10_000;

/**
 * Tries every action of the given jobs once and names those that are not allowed, a line each; the result is kept for
 * the Health page. Nothing waits for it: the schedule runs meanwhile, and it is over after ten seconds.
 */
export async function checkPermissions(
  context: JobContext,
  jobs: readonly Job[],
  stop: AbortSignal,
): Promise<void> {
  const { db, clock, log } = context;
  const signal = AbortSignal.any([stop, AbortSignal.timeout(CHECK_MS)]);
  setMaxListeners(0, signal);
  const users = usersOf(jobs);
  const wanted = PROBES.filter((probe) => users.has(iamAction(probe)));
  const actions = await Promise.all(wanted.map((probe) => check(context, probe, users, signal)));
  if (stop.aborted) return;
  savePermissionCheck(db, { checkedAt: clock.now(), actions });
  for (const { action, jobs: names, says } of actions.filter((one) => one.answer === 'denied'))
    log.warn(
      { action, jobs: names, says },
      `${action} is not allowed, so ${names.join(', ')} will not work: npm run iam-policy prints the policy`,
    );
}

/** The jobs that need each action. */
function usersOf(jobs: readonly Job[]): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const job of jobs)
    for (const action of job.actions) users.set(action, [...(users.get(action) ?? []), job.name]);
  return users;
}

async function check(
  { gate, aws, clock, watch }: JobContext,
  probe: Probe,
  users: ReadonlyMap<string, string[]>,
  signal: AbortSignal,
): Promise<CheckedAction> {
  const region = probe.isGlobal ? HOME_REGION : (watch.regions[0] ?? HOME_REGION);
  const action = iamAction(probe);
  const jobs = users.get(action) ?? [];
  const { service, action: call } = probe;
  try {
    await gate.call({ service, action: call, region, priority: 'last' }, signal, (abortSignal) =>
      probe.send({ aws, region, now: clock.now(), abortSignal }),
    );
    return { action, answer: 'allowed', says: '', jobs };
  } catch (error) {
    return { action, ...answerOf(error), jobs };
  }
}

/** Only a refusal by name counts: a throttle or a broken line says nothing about permissions. */
function answerOf(error: unknown): Pick<CheckedAction, 'answer' | 'says'> {
  if ((error as { name?: string } | null)?.name === 'DryRunOperation') return { answer: 'allowed', says: '' };
  const { errorClass, errorText } = classifyFailure(error);
  const isDenied = errorClass === 'permission' && deniedAction(errorText) !== undefined;
  return { answer: isDenied ? 'denied' : 'unknown', says: errorText };
}
