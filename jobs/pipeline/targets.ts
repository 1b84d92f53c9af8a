import type { Db } from '#db/client.ts';
import { listRegions } from '#db/queries/places.ts';
import { publishLook } from '#db/queries/publish-look.ts';
import { RunClosedError } from '#db/queries/runs.ts';
import {
  ensureTarget,
  ensureTargets,
  type Look,
  type Question,
  retireTargets,
  type Target,
} from '#db/queries/targets.ts';
import type { Watch } from '#lib/config/watch.ts';
import type { CollectorName } from '#lib/domain/collectors.ts';
import type { Span } from '#lib/series/coverage.ts';
import { classifyFailure, type Failure, isUnexpected } from '../aws/errors.ts';
import type { RunContext, RunReport, TargetResult } from '../context.ts';
import { judgeCredentials } from '../credentials.ts';
import { evaluateSet } from './evaluate.ts';
import { isPostponed, unexpected, withPostponement } from './postpone.ts';

/** Calls in flight over all regions; within a region calls follow one another. */
const REGIONS_AT_ONCE = 6;

export { HOME_REGION } from '#lib/domain/region.ts';

/**
 * The regions to look at: those enabled, or watched by name; a disabled one is known without a call, and one that
 * AWS does not name to this account is disabled for it.
 */
export function watchedRegions(db: Db, watch: Watch): { name: string; enabled: boolean }[] {
  const listed = listRegions(db);
  if (watch.regions.length === 0) return listed;
  return watch.regions.map(
    (name) => listed.find((region) => region.name === name) ?? { name, enabled: false },
  );
}

/** Runs `work` for each item, a few at a time. */
export async function eachAtOnce<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}

export type RegionWork = (target: Target, region: string) => Promise<TargetResult>;

/**
 * Looks at every watched region, each in a try-scope of its own: one that fails is recorded with its outcome and
 * never stops another. A changed question starts a record of its own.
 */
export async function eachRegion(
  run: RunContext,
  collector: string,
  question: Question,
  work: RegionWork,
): Promise<TargetResult[]> {
  const regions = watchedRegions(run.db, run.watch);
  retireTargets(run.db, collector, new Set(regions.map((region) => region.name)));
  const results: TargetResult[] = [];
  await eachAtOnce(regions, REGIONS_AT_ONCE, async (region) => {
    const target = ensureTarget(run.db, collector, region.name, question);
    if (!region.enabled) {
      // Known from DescribeRegions: said once, not at every poll.
      if (target.outcome !== 'region_disabled') recordFailure(run, target, REGION_DISABLED);
      results.push('skipped');
      return;
    }
    results.push(await lookAt(run, target, region.name, () => work(target, region.name)));
  });
  return results;
}

export type RegionQuestions = (region: string) => readonly Question[];
export type ManyWork = (targets: readonly Target[], region: string) => Promise<TargetResult[]>;

/**
 * Asks several questions of every watched region; `work` looks at each target through `lookAt`. `atOnce` regions are
 * under way together: the gate, not this, bounds the calls in flight.
 */
export async function eachRegionAsking(
  run: RunContext,
  collector: string,
  questionsOf: RegionQuestions,
  work: ManyWork,
  atOnce = REGIONS_AT_ONCE,
): Promise<TargetResult[]> {
  const regions = watchedRegions(run.db, run.watch);
  retireTargets(run.db, collector, new Set(regions.map((region) => region.name)));
  const results: TargetResult[] = [];
  await eachAtOnce(regions, atOnce, async ({ name, enabled }) => {
    const targets = ensureTargets(run.db, collector, name, questionsOf(name));
    if (enabled) {
      results.push(...(await work(targets, name)));
      return;
    }
    for (const target of targets) {
      if (target.outcome !== 'region_disabled') recordFailure(run, target, REGION_DISABLED);
      results.push('skipped');
    }
  });
  return results;
}

/** Looks at one target in a try-scope of its own: a failure is recorded with its outcome and stops nobody else. */
export async function lookAt(
  run: RunContext,
  target: Target,
  region: string,
  work: () => Promise<TargetResult>,
): Promise<TargetResult> {
  if (isPostponed(target, run.clock.now())) return 'failed';
  try {
    return await work();
  } catch (error) {
    if (error instanceof RunClosedError || run.signal.aborted) throw error;
    const failure = withPostponement(run.db, target, await explainFailure(run, region, error));
    run.log.warn(
      { target: target.collector, region, class: failure.errorClass, error: failure.errorText },
      'look failed',
    );
    recordFailure(run, target, failure);
    return 'failed';
  }
}

const REGION_DISABLED: Failure = {
  outcome: 'region_disabled',
  errorClass: 'region_disabled',
  errorText: 'not enabled for this account',
};

/** Records a look that brought nothing: the target's state changes, its facts do not, and rules learn that they are blind. */
export function recordFailure(run: RunContext, target: Target, failure: Failure): void {
  const now = run.clock.now();
  const look = failedLook(run, { from: now, to: now }, failure);
  const { collector, region } = target;
  publishLook(run.db, target.id, look, undefined, (setId) =>
    evaluateLook(run, { setId, collector, region, look }),
  );
}

/** A complete look at how things stand now. */
export function presentLook(run: RunContext, outcome: 'value' | 'none' | 'not_sold', counts: LookCounts) {
  const collectedAt = run.clock.now();
  return {
    runId: run.runId,
    collectedAt,
    span: { from: collectedAt, to: collectedAt },
    completeness: 'complete' as const,
    outcome,
    quarantined: 0,
    ...counts,
  };
}

/** Like presentLook, for an answer of which single records could not be read: it proves no absence. */
export function partialLook(run: RunContext, why: string, counts: LookCounts & { quarantined: number }) {
  return {
    ...presentLook(run, 'value', counts),
    completeness: 'partial' as const,
    outcome: 'failed' as const,
    errorClass: 'schema' as const,
    errorText: `${counts.quarantined} records set aside: ${why}`,
  };
}

export type LookCounts = { pages: number; items: number };

/** The look that a failed call amounts to. */
export function failedLook(run: RunContext, span: Span, failure: Failure) {
  const nothing = { pages: 0, items: 0, quarantined: 0 };
  return {
    runId: run.runId,
    collectedAt: run.clock.now(),
    span,
    completeness: 'failed' as const,
    ...failure,
    ...nothing,
  };
}

type EvaluatedLook = {
  setId: number;
  collector: string;
  region: string;
  look: Pick<Look, 'collectedAt' | 'completeness'>;
};

/** Lets the rules see a look, inside the transaction that publishes it. */
export function evaluateLook(run: RunContext, { setId, collector, region, look }: EvaluatedLook): void {
  const { ruleErrors } = evaluateSet(run.db, {
    id: setId,
    collector,
    region,
    collectedAt: look.collectedAt,
    completeness: look.completeness,
    intervalMs: run.sources.cadence[collector as CollectorName],
    simulated: run.simulated,
  });
  for (const error of ruleErrors) run.log.warn(error, 'a rule was not evaluated in full');
}

/**
 * Sorts a failure. AuthFailure means wrong keys or a region that is not enabled, in the same words (EC2 error codes):
 * only DescribeRegions tells which, and it is asked once in a run. A mistake of ours is named as one.
 */
export async function explainFailure(run: RunContext, region: string, error: unknown): Promise<Failure> {
  if (isUnexpected(error)) return unexpected(error);
  const failure = classifyFailure(error);
  if (failure.errorClass !== 'auth') return failure;
  const verdict = await judgeCredentials(run);
  if (verdict.credentials !== 'accepted') return failure;
  return verdict.optInStatus.get(region) === 'not-opted-in' ? REGION_DISABLED : failure;
}

/** Adds the results of a run up; regions known to be disabled count as neither good nor bad. */
export function report(results: TargetResult[], counts: Record<string, number>): RunReport {
  return { results, counts };
}
