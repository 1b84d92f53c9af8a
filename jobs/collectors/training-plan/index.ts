import { listTypeRegions } from '#db/queries/instance-types.ts';
import { zoneIdsByName } from '#db/queries/places.ts';
import { savePlans } from '#db/queries/plan-offers.ts';
import { acceleratorCounts } from '#db/queries/prices.ts';
import { publishObservation } from '#db/queries/publish-look.ts';
import type { Look, Target } from '#db/queries/targets.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { type PlanQuestion, planQualifier, type SeenPlan } from '#lib/training/plan.ts';
import type { Job, RunContext, RunReport, TargetResult } from '../../context.ts';
import { type Listing, lookOfListing } from '../../pipeline/listing.ts';
import {
  eachRegionAsking,
  evaluateLook,
  presentLook,
  recordFailure,
  report,
} from '../../pipeline/targets.ts';
import { search } from './fetch.ts';
import type { Refusal } from './refused.ts';

const NAME = 'training-plan';

/** SageMaker training plans: the same chips in reserved stretches, at SageMaker's own fee. Off until configured. */
export const trainingPlanJob: Job = {
  name: NAME,
  intervalMs: COLLECTOR_INTERVALS_MS[NAME],
  deadlineMs: 20 * MINUTE,
  actions: ['sagemaker:SearchTrainingPlanOfferings'],
  optional: NAME,
  requires: ['region', 'instance-type'],
  run,
};

/** A plan is bound to what it may be used for; training jobs are what the fees are compared for. */
const TARGET = 'training-job' as const;
const COUNT = 1;
/** DescribeInstanceTypes' word for a type that is sold in blocks: SageMaker sells the same. */
const BLOCK_CLASS = 'capacity-block';

async function run(context: RunContext): Promise<RunReport> {
  const questions = questionsOf(context);
  const counted = acceleratorCounts(context.db);
  const sweep: Sweep = {
    context,
    questions,
    acceleratorsOf: (type) => counted.get(type) || undefined,
    counts: { asked: 0, offers: 0 },
  };
  const asked = [...questions].map(([key, { type, ...rest }]) => ({
    key,
    types: [type],
    products: [planQualifier(rest)],
  }));
  const results = await eachRegionAsking(
    context,
    NAME,
    () => asked,
    (targets, region) => askRegion(sweep, targets, region),
  );
  return report(results, sweep.counts);
}

type Sweep = {
  context: RunContext;
  questions: ReadonlyMap<string, PlanQuestion>;
  acceleratorsOf: (type: string) => number | undefined;
  counts: { asked: number; offers: number };
};

/** Asks one question after another; what refuses the region as a whole is not asked for again in this run. */
async function askRegion(
  { context, questions, acceleratorsOf, counts }: Sweep,
  targets: readonly Target[],
  region: string,
): Promise<TargetResult[]> {
  const zoneIds = zoneIdsByName(context.db, region);
  const looks: TargetResult[] = [];
  let refused: Refusal | undefined;
  for (const target of targets) {
    const question = questions.get(target.queryKey);
    if (question === undefined) continue;
    if (refused === undefined) counts.asked++;
    const answer = refused ?? (await search(context, region, { question, zoneIds, acceleratorsOf }));
    if ('notSold' in answer && answer.isRegionWide) refused = answer;
    if ('kept' in answer) counts.offers += answer.kept.length;
    looks.push(await publish(context, target, question, answer));
  }
  return looks;
}

/** Watched types that are sold in blocks anywhere: SageMaker may have one where EC2 shows it nowhere. */
function questionsOf({ db, watch, sources }: RunContext): Map<string, PlanQuestion> {
  const isWatched = anyGlob(watch.types);
  const sold = listTypeRegions(db).filter((row) => row.usageClasses.split(',').includes(BLOCK_CLASS));
  const types = [...new Set(sold.map((row) => row.instanceType))].filter(isWatched).sort();
  const questions = types.flatMap((type) =>
    sources.capacity.grid.durationsHours.map(
      (durationHours): PlanQuestion => ({ type, count: COUNT, durationHours, target: TARGET }),
    ),
  );
  return new Map(questions.map((question) => [`${planQualifier(question)} ${question.type}`, question]));
}

async function publish(
  context: RunContext,
  target: Target,
  question: PlanQuestion,
  answer: Listing<SeenPlan> | Refusal,
): Promise<TargetResult> {
  if ('notSold' in answer && !answer.notSold) {
    recordFailure(context, target, answer.failure);
    return 'failed';
  }
  const { region } = target;
  const seen = 'kept' in answer ? answer.kept : [];
  const look: Omit<Look, 'changes'> =
    'kept' in answer
      ? await lookOfListing(context, region, answer, seen.length > 0 ? 'value' : 'none')
      : presentLook(context, 'not_sold', { pages: 1, items: 0 });
  const complete = look.completeness === 'complete';
  publishObservation(
    context.db,
    { id: target.id, intervalMs: context.sources.cadence[NAME] },
    look,
    () =>
      savePlans(
        context.db,
        { region, question, seen, complete, notSold: look.outcome === 'not_sold' },
        look.collectedAt,
      ),
    (setId) => evaluateLook(context, { setId, collector: NAME, region, look }),
  );
  return look.completeness;
}
