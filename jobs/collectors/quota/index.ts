import { publishObservation } from '#db/queries/publish-look.ts';
import { LIMITS, REQUESTS } from '#db/queries/quota-book.ts';
import { saveRequests } from '#db/queries/quota-requests.ts';
import { saveQuotas } from '#db/queries/quotas.ts';
import type { Target } from '#db/queries/targets.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { MINUTE } from '#lib/domain/time.ts';
import type { Job, RunContext, RunReport, TargetResult } from '../../context.ts';
import {
  eachRegionAsking,
  evaluateLook,
  lookAt,
  partialLook,
  presentLook,
  report,
} from '../../pipeline/targets.ts';
import { fetchQuotas, fetchRequests } from './fetch.ts';

/** What this account may start: the limits of accelerator instances in each region, and the requests for more. */
export const quotaJob: Job = {
  name: 'quota',
  intervalMs: COLLECTOR_INTERVALS_MS.quota,
  deadlineMs: 5 * MINUTE,
  actions: [
    'servicequotas:ListServiceQuotas',
    'servicequotas:ListAWSDefaultServiceQuotas',
    'servicequotas:ListRequestedServiceQuotaChangeHistory',
  ],
  requires: ['region'],
  run,
};

async function run(context: RunContext): Promise<RunReport> {
  const counts = { quotas: 0, changed: 0, requests: 0, moved: 0 };
  const questions = [{ key: LIMITS }, { key: REQUESTS }];
  const results = await eachRegionAsking(
    context,
    'quota',
    () => questions,
    async ([limits, requests], region) => {
      const ended: TargetResult[] = [];
      if (limits !== undefined)
        ended.push(await lookAt(context, limits, region, () => lookAtLimits(context, limits, counts)));
      if (requests !== undefined)
        ended.push(await lookAt(context, requests, region, () => lookAtRequests(context, requests, counts)));
      return ended;
    },
  );
  return report(results, counts);
}

type Counts = { quotas: number; changed: number; requests: number; moved: number };

async function lookAtLimits(run: RunContext, target: Target, counts: Counts): Promise<TargetResult> {
  const { region } = target;
  const { found, problems, ...seen } = await fetchQuotas(run, region);
  const look = lookOf(run, found.length, problems, seen);
  publish(run, target, look, () => {
    const changed = saveQuotas(run.db, region, found, look.collectedAt, look.completeness === 'complete');
    counts.changed += changed;
    return changed;
  });
  counts.quotas += found.length;
  return look.completeness;
}

async function lookAtRequests(run: RunContext, target: Target, counts: Counts): Promise<TargetResult> {
  const { region } = target;
  const { found, problems, ...seen } = await fetchRequests(run, region);
  const look = lookOf(run, found.length, problems, seen);
  publish(run, target, look, () => {
    const moved = saveRequests(run.db, region, found, look.collectedAt, target.lastCompleteAt);
    counts.moved += moved;
    return moved;
  });
  counts.requests += found.length;
  return look.completeness;
}

function lookOf(run: RunContext, found: number, problems: string[], seen: { pages: number; items: number }) {
  const [why] = problems;
  if (why !== undefined) return partialLook(run, why, { ...seen, quarantined: problems.length });
  return presentLook(run, found > 0 ? 'value' : 'none', seen);
}

function publish(
  run: RunContext,
  target: Target,
  look: ReturnType<typeof lookOf>,
  write: () => number,
): void {
  const { collector, region } = target;
  publishObservation(run.db, { id: target.id, intervalMs: run.sources.cadence.quota }, look, write, (setId) =>
    evaluateLook(run, { setId, collector, region, look }),
  );
}
