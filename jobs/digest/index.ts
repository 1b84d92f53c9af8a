import { makeDocument } from '#db/queries/digest/document.ts';
import { hasIssue, type KnownPlan, knownDigests, sendIssue, skipIssue } from '#db/queries/digest/issues.ts';
import { type Issue, LATE_MS, newestIssue } from '#lib/digest/plan.ts';
import { MINUTE } from '#lib/domain/time.ts';
import type { Job, JobContext, RunReport } from '../context.ts';
import { report } from '../pipeline/targets.ts';

/** Sends the issues that are due, each once, from what is on record alone. */
export const digestJob: Job = {
  name: 'digest',
  intervalMs: MINUTE,
  deadlineMs: 10 * MINUTE,
  actions: [],
  requires: [],
  isDue: (context) => dueIssues(context).length > 0,
  run: sendDue,
};

type Due = { plan: KnownPlan; issue: Issue };

/** The newest issue of each plan, where it is due, was asked for by then, and is not on record. */
function dueIssues({ db, clock }: Pick<JobContext, 'db' | 'clock'>): Due[] {
  const now = clock.now();
  return knownDigests(db)
    .map((plan) => ({ plan, issue: newestIssue(plan, now) }))
    .filter(({ plan, issue }) => issue.dueAt >= plan.since && !hasIssue(db, plan.name, issue.period));
}

async function sendDue(context: JobContext): Promise<RunReport> {
  const { db, clock, simulated, log } = context;
  const counts = { sent: 0, messages: 0, late: 0 };
  for (const { plan, issue } of dueIssues(context)) {
    const now = clock.now();
    if (now - issue.dueAt >= LATE_MS) {
      skipIssue(db, plan, issue, 'too_late', now);
      counts.late++;
      log.warn(
        { digest: plan.name, period: issue.period },
        'an issue of a digest came too late and is left out',
      );
      continue;
    }
    const document = await makeDocument(db, plan, issue, simulated);
    counts.messages += sendIssue(db, plan, issue, document, now);
    counts.sent++;
  }
  return report(['complete'], counts);
}
