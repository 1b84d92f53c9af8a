import {
  type ReservedCapacityInstanceType,
  type SageMakerResourceName,
  SearchTrainingPlanOfferingsCommand,
  type TrainingPlanOffering,
} from '@aws-sdk/client-sagemaker';
import { RunClosedError } from '#db/queries/runs.ts';
import { type SeenPlan, sageMakerType } from '#lib/training/plan.ts';
import { requireArray } from '../../aws/call.ts';
import type { RunContext } from '../../context.ts';
import { type Listing, readListing } from '../../pipeline/listing.ts';
import { type PlanReading, readPlan } from './parse.ts';
import { explainRefusal, type Refusal } from './refused.ts';

/**
 * Asks one question. There are no pages: an answer is a list of what is recommended. The SDK's own list of types lags
 * behind: any name may be asked about.
 */
export async function search(
  context: RunContext,
  region: string,
  reading: PlanReading,
): Promise<Listing<SeenPlan> | Refusal> {
  const { type, count, durationHours, target } = reading.question;
  const command = new SearchTrainingPlanOfferingsCommand({
    InstanceType: sageMakerType(type) as ReservedCapacityInstanceType,
    InstanceCount: count,
    DurationHours: durationHours,
    TargetResources: [target as SageMakerResourceName],
  });
  const what = { service: 'sagemaker', action: 'SearchTrainingPlanOfferings', region };
  try {
    return await readListing<TrainingPlanOffering, SeenPlan>(
      context,
      async () => {
        const answer = await context.gate.call(what, context.signal, (abortSignal) =>
          context.aws.sageMaker(region).send(command, { abortSignal }),
        );
        return {
          items: requireArray(answer.TrainingPlanOfferings, 'TrainingPlanOfferings'),
          nextToken: undefined,
        };
      },
      (item) => readPlan(item, reading),
    );
  } catch (error) {
    if (error instanceof RunClosedError || context.signal.aborted) throw error;
    const refusal = await explainRefusal(context, region, error);
    if (!refusal.notSold)
      context.log.warn(
        { target: 'training-plan', region, type, error: refusal.failure.errorText },
        'look failed',
      );
    return refusal;
  }
}
