import type { Job } from '../context.ts';
import { capacityBlockJob } from './capacity-block/index.ts';
import { instanceTypeJob } from './instance-type/index.ts';
import { interruptionJob } from './interruption/index.ts';
import { onDemandPriceJob } from './on-demand-price/index.ts';
import { placementScoreJob } from './placement-score/index.ts';
import { regionJob } from './region/index.ts';
import { reservationJob } from './reservation/index.ts';
import { savingsPlanJob } from './savings-plan/index.ts';
import { spotHistoryJob } from './spot-price/history.ts';
import { spotPriceJob } from './spot-price/live.ts';
import { supportabilityJob } from './supportability/index.ts';
import { trainingPlanJob } from './training-plan/index.ts';
import { typeOfferingJob } from './type-offering/index.ts';

/** Every collector: a new source of facts is one folder and one line here. */
export const COLLECTORS: readonly Job[] = [
  regionJob,
  instanceTypeJob,
  spotPriceJob,
  spotHistoryJob,
  onDemandPriceJob,
  capacityBlockJob,
  placementScoreJob,
  interruptionJob,
  supportabilityJob,
  savingsPlanJob,
  typeOfferingJob,
  reservationJob,
  trainingPlanJob,
];
