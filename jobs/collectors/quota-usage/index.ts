import {
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { publishObservation } from '#db/queries/publish-look.ts';
import { USAGE } from '#db/queries/quota-book.ts';
import { type SeenUse, saveQuotaUse, type UsageMetric, usageMetrics } from '#db/queries/quotas.ts';
import type { Target } from '#db/queries/targets.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { MINUTE, SECOND } from '#lib/domain/time.ts';
import { eachPage, requireArray } from '../../aws/call.ts';
import type { Job, RunContext, RunReport, TargetResult } from '../../context.ts';
import { eachRegion, evaluateLook, failedLook, presentLook, report } from '../../pipeline/targets.ts';
import { addResult, type MetricAnswer, usedOf } from './parse.ts';

/** How much of each quota is in use: one GetMetricData per region, by the metric that each quota names itself. */
export const quotaUsageJob: Job = {
  name: 'quota-usage',
  intervalMs: COLLECTOR_INTERVALS_MS['quota-usage'],
  deadlineMs: 3 * MINUTE,
  actions: ['cloudwatch:GetMetricData'],
  requires: ['quota'],
  run,
};

async function run(context: RunContext): Promise<RunReport> {
  const counts = { metrics: 0, changed: 0, unknown: 0 };
  const results = await eachRegion(context, 'quota-usage', { key: USAGE }, (target, region) =>
    lookAtUse(context, target, region, counts),
  );
  return report(results, counts);
}

type Counts = { metrics: number; changed: number; unknown: number };

async function lookAtUse(
  run: RunContext,
  target: Target,
  region: string,
  counts: Counts,
): Promise<TargetResult> {
  const known = usageMetrics(run.db, region);
  // Nothing is known that could be asked for: the quotas of this region have not been seen.
  if (known.length === 0) return 'skipped';
  // AWS bills this call by the metric, and nothing can be started under a limit of 0 (decision 0012).
  const metrics = known.filter(({ limit }) => limit !== 0);
  const { answers, pages } = metrics.length === 0 ? NOTHING_TO_ASK : await fetchUse(run, region, metrics);
  const asked = metrics.map(({ code }, index) => usedOf(code, answers.get(idOf(index))));
  const unasked = known.filter(({ limit }) => limit === 0);
  const seen = [...asked, ...unasked.map(({ code }): SeenUse => ({ code, outcome: 'none' }))];
  const unknown = asked.filter((use) => use.outcome !== 'value');
  const look = lookOf(run, asked, unknown, pages);
  const { collector } = target;
  publishObservation(
    run.db,
    { id: target.id, intervalMs: run.sources.cadence['quota-usage'] },
    look,
    () => {
      const changed = saveQuotaUse(run.db, region, seen, look.collectedAt);
      counts.changed += changed;
      return changed;
    },
    (setId) => evaluateLook(run, { setId, collector, region, look }),
  );
  counts.metrics += asked.length;
  counts.unknown += unknown.length;
  return look.completeness;
}

const NOTHING_TO_ASK = { answers: new Map<string, MetricAnswer>(), pages: 0 };

/** Single metrics that AWS would not tell leave the others as they are; if it told none, the look has failed. */
function lookOf(run: RunContext, seen: readonly SeenUse[], unknown: readonly SeenUse[], pages: number) {
  const [first] = unknown;
  if (seen.length === 0) return presentLook(run, 'none', { pages, items: 0 });
  if (first === undefined || unknown.length < seen.length)
    return { ...presentLook(run, 'value', { pages, items: seen.length }), quarantined: unknown.length };
  const now = run.clock.now();
  const errorText = `GetMetricData told none of ${seen.length} metrics`;
  return first.outcome === 'denied'
    ? failedLook(run, { from: now, to: now }, { outcome: 'denied', errorClass: 'permission', errorText })
    : failedLook(run, { from: now, to: now }, { outcome: 'failed', errorClass: 'server', errorText });
}

/** Points are published every minute, some minutes late: a shorter stretch would take a late point for no use. */
const LOOK_BACK = 15 * MINUTE;
const PERIOD_SECONDS = MINUTE / SECOND;

const idOf = (index: number): string => `q${index}`;

/** All of a region's metrics in one question; 500 fit, and there are a dozen. */
async function fetchUse(run: RunContext, region: string, metrics: readonly { metric: UsageMetric }[]) {
  const now = run.clock.now();
  const MetricDataQueries = metrics.map(({ metric }, index) => toQuery(idOf(index), metric));
  const answers = new Map<string, MetricAnswer>();
  const what = { service: 'cloudwatch', action: 'GetMetricData', region };
  const pages = await eachPage<MetricDataResult>(
    async (NextToken) => {
      const command = new GetMetricDataCommand({
        MetricDataQueries,
        StartTime: new Date(now - LOOK_BACK),
        EndTime: new Date(now),
        ScanBy: 'TimestampDescending',
        NextToken,
      });
      const answer = await run.gate.call(what, run.signal, (abortSignal) =>
        run.aws.cloudWatch(region).send(command, { abortSignal }),
      );
      return {
        items: requireArray(answer.MetricDataResults, 'MetricDataResults'),
        nextToken: answer.NextToken,
      };
    },
    (results) => {
      for (const item of results) addResult(answers, item);
    },
  );
  return { answers, pages };
}

function toQuery(Id: string, metric: UsageMetric): MetricDataQuery {
  return {
    Id,
    MetricStat: {
      Metric: {
        Namespace: metric.namespace,
        MetricName: metric.name,
        Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: PERIOD_SECONDS,
      Stat: metric.statistic,
    },
  };
}
