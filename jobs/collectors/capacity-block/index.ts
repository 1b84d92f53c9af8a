import { blockFacts } from '#db/queries/block-facts.ts';
import { zoneIdsByName } from '#db/queries/places.ts';
import { acceleratorCounts } from '#db/queries/prices.ts';
import { listEnabledRules } from '#db/queries/rules.ts';
import { RunClosedError } from '#db/queries/runs.ts';
import type { Question, Target } from '#db/queries/targets.ts';
import { BLOCK_PACE } from '#lib/capacity/pace.ts';
import { type StandingQuestion, SWEEP_SHARE, standingQuestions } from '#lib/capacity/standing.ts';
import { planSweep } from '#lib/capacity/sweep.ts';
import { ULTRASERVERS } from '#lib/catalogue/ultraservers.ts';
import type { CapacitySettings } from '#lib/config/capacity.ts';
import { asksOfRules } from '#lib/config/rule-asks.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { toOutcome } from '#lib/series/standing.ts';
import type { Failure } from '../../aws/errors.ts';
import type { Job, RunContext, RunReport, TargetResult } from '../../context.ts';
import { eachRegionAsking, recordFailure, report } from '../../pipeline/targets.ts';
import { lookAtQuestion } from './look.ts';
import { explainRefusal, isRegionWide, notAsked } from './refused.ts';

const NAME = 'capacity-block';

/** Waiting for a turn costs nothing: every region is under way at once, each at its own pace. */
const EVERY_REGION = 100;

/** Capacity Block offers: what is on sale, for how much, how soon, and for how long it stayed. */
export const capacityBlockJob: Job = {
  name: NAME,
  intervalMs: COLLECTOR_INTERVALS_MS[NAME],
  // A sweep is paced over most of its interval, in product time; this is the bound where that is real time.
  deadlineMs: 28 * MINUTE,
  actions: ['ec2:DescribeCapacityBlockOfferings'],
  requires: ['region', 'instance-type'],
  run,
};

async function run(context: RunContext): Promise<RunReport> {
  const startedAt = context.clock.now();
  const factsOf = blockFacts(context.db, context.watch);
  const acceleratorsOf = accelerators(context);
  const standing = new Map<string, Map<string, StandingQuestion>>();
  const settings = withPageRules(context);
  const questionsOf = (region: string): Question[] => {
    const asked = standingQuestions(factsOf(region), settings, startedAt);
    standing.set(region, new Map(asked.map((one) => [one.key, one])));
    return asked.map(({ key, item, qualifier }) => ({ key, types: [item], products: [qualifier] }));
  };
  const counts = { standing: 0, asked: 0, left: 0 };
  const results = await eachRegionAsking(
    context,
    NAME,
    questionsOf,
    async (targets, region) => {
      const known = standing.get(region) ?? new Map<string, StandingQuestion>();
      counts.standing += known.size;
      const swept = await sweep({ context, region, targets, known, startedAt, acceleratorsOf });
      counts.asked += swept.asked;
      counts.left += swept.left;
      return swept.results;
    },
    EVERY_REGION,
  );
  return report(results, counts);
}

/** What the configuration asks, and the blocks of rules that were made on a page since the jobs began. */
function withPageRules({ db, sources: { capacity } }: RunContext): CapacitySettings {
  const made = listEnabledRules(db).filter(({ origin }) => origin === 'page');
  return { ...capacity, asks: [...capacity.asks, ...asksOfRules(made)] };
}

/** Accelerators of one instance, or of one UltraServer. */
function accelerators(context: RunContext): (item: string) => number | undefined {
  const counts = acceleratorCounts(context.db);
  return (item) => ULTRASERVERS.get(item)?.accelerators ?? (counts.get(item) || undefined);
}

type Sweep = {
  context: RunContext;
  region: string;
  targets: readonly Target[];
  known: ReadonlyMap<string, StandingQuestion>;
  startedAt: number;
  acceleratorsOf: (item: string) => number | undefined;
};

/** After so many refusals in a row the rest of the region is left for the next cycle. */
const MOST_REFUSALS = 3;

type Swept = { results: TargetResult[]; asked: number; left: number };

/** Asks a region what is due, one question after another; what the time does not suffice for is first next time. */
async function sweep(asked: Sweep): Promise<Swept> {
  const { context, region, known, startedAt } = asked;
  const targets = new Map(asked.targets.map((target) => [target.queryKey, target]));
  const zoneIds = zoneIdsByName(context.db, region);
  const plan = planSweep([...known.values()], (key) => stateOf(targets.get(key)), startedAt, BLOCK_PACE);
  const waiting = [...plan];
  const until = startedAt + SWEEP_SHARE * BLOCK_PACE.intervalMs;
  const results: TargetResult[] = [];
  let [refusals, looks] = [0, 0];
  while (waiting.length > 0 && context.clock.now() <= until) {
    context.signal.throwIfAborted();
    // A few questions that AWS always chokes on are no reason to leave a region: the last word has one that it answers.
    const standing = takeNext(waiting, refusals === MOST_REFUSALS - 1 ? targets : undefined);
    const target = targets.get(standing.key);
    if (target === undefined) continue;
    const acceleratorsEach = asked.acceleratorsOf(standing.item);
    const turn = { run: context, region, target, standing, zoneIds, acceleratorsEach, until };
    const looked = await attempt(asked, target, () => lookAtQuestion(turn));
    if (looked.result === 'no time') break;
    looks++;
    results.push(looked.result);
    refusals = looked.failure !== undefined && isRegionWide(looked.failure) ? refusals + 1 : 0;
    if (refusals < MOST_REFUSALS || looked.failure === undefined) continue;
    results.push(...leave(asked, waiting, targets, looked.failure));
    break;
  }
  return { results, asked: looks, left: plan.length - looks };
}

/** Takes the first of those that wait, or, with their targets given, the one that was answered last. */
function takeNext(
  waiting: StandingQuestion[],
  targets: ReadonlyMap<string, Target> | undefined,
): StandingQuestion {
  const answeredAt = (one: StandingQuestion) => targets?.get(one.key)?.lastCompleteAt ?? 0;
  const last = waiting.reduce((best, one, i) => {
    const known = waiting[best];
    return known !== undefined && answeredAt(one) > answeredAt(known) ? i : best;
  }, 0);
  return waiting.splice(last, 1)[0] as StandingQuestion;
}

function stateOf(target: Target | undefined) {
  const { outcome = 'never', lastLookAt = null, lastCompleteAt = null } = target ?? {};
  return { outcome: toOutcome(outcome), lastLookAt, lastCompleteAt };
}

/** A look in a try-scope of its own: a failure is recorded with its outcome. */
async function attempt(
  { context, region, known }: Sweep,
  target: Target,
  look: () => Promise<TargetResult | 'no time'>,
): Promise<{ result: TargetResult | 'no time'; failure?: Failure }> {
  try {
    return { result: await look() };
  } catch (error) {
    if (error instanceof RunClosedError || context.signal.aborted) throw error;
    const items = [...new Set([...known.values()].map((one) => one.item))];
    const failure = await explainRefusal(context, region, items, error);
    context.log.warn(
      { target: target.queryKey, region, class: failure.errorClass, error: failure.errorText },
      'look failed',
    );
    recordFailure(context, target, failure);
    return { result: 'failed', failure };
  }
}

/** Says of the questions of this cycle that were not asked why they were not: their answers are no longer current. */
function leave(
  { context }: Sweep,
  rest: readonly StandingQuestion[],
  targets: ReadonlyMap<string, Target>,
  failure: Failure,
): TargetResult[] {
  const left = rest.filter((one) => one.cadence === 'cycle').flatMap((one) => targets.get(one.key) ?? []);
  for (const target of left) recordFailure(context, target, notAsked(failure));
  return left.map(() => 'failed');
}
