import { AwsError } from '../aws/errors.ts';
import { JsonParams } from '../aws/json-params.ts';
import { PLAN_TYPES, type PlanType, ULTRASERVERS } from './types.ts';

const TARGETS = ['training-job', 'hyperpod-cluster', 'endpoint', 'studio-apps'];
const MOST_INSTANCES = 256;
const MOST_ULTRASERVERS = 100;
const MOST_HOURS = 87_600;
/** What is looked for when no duration is named, in hours. */
const USUAL_HOURS = [24, 168];

/** What a search asks for, checked against the model; times in epoch milliseconds. */
export interface Search {
  readonly type: string;
  readonly sold: PlanType;
  /** Instances, or UltraServers. */
  readonly count: number;
  readonly ultraServerInstances: number | undefined;
  readonly hours: readonly number[];
  readonly startAfter: number | undefined;
  readonly endBefore: number | undefined;
  readonly targets: readonly string[];
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

function readUltraServer(
  params: JsonParams,
): Pick<Search, 'type' | 'sold' | 'count' | 'ultraServerInstances'> {
  const type = params.requiredText('UltraServerType');
  const sold = Object.hasOwn(ULTRASERVERS, type) ? ULTRASERVERS[type] : undefined;
  if (sold === undefined) throw invalid(`Invalid UltraServer type ${type}`);
  const count = params.int('UltraServerCount', 1, MOST_ULTRASERVERS) ?? 1;
  return { type, sold, count, ultraServerInstances: sold.instances };
}

function readInstances(params: JsonParams): Pick<Search, 'type' | 'sold' | 'count' | 'ultraServerInstances'> {
  const type = params.requiredText('InstanceType');
  const sold = Object.hasOwn(PLAN_TYPES, type) ? PLAN_TYPES[type] : undefined;
  if (sold === undefined) throw invalid(`Invalid instance type ${type}`);
  const count = params.int('InstanceCount', 0, MOST_INSTANCES) ?? 1;
  if (count === 0) throw invalid(`Invalid instance count ${count} for instance type ${type}`);
  return { type, sold, count, ultraServerInstances: undefined };
}

export function readSearch(json: Readonly<Record<string, unknown>>): Search {
  const params = new JsonParams(json, invalid);
  const arn = params.text('TrainingPlanArn');
  if (arn !== undefined) throw new AwsError('ResourceNotFound', `Training plan ${arn} was not found.`);
  const asked =
    params.text('UltraServerType') === undefined ? readInstances(params) : readUltraServer(params);
  const hours = params.int('DurationHours', 1, MOST_HOURS);
  const startAfter = params.time('StartTimeAfter');
  const endBefore = params.time('EndTimeBefore');
  if (startAfter !== undefined && endBefore !== undefined && startAfter >= endBefore) {
    throw invalid('StartTimeAfter must be before EndTimeBefore');
  }
  const targets = params.texts('TargetResources', TARGETS);
  return {
    ...asked,
    hours: hours === undefined ? USUAL_HOURS : [hours],
    startAfter,
    endBefore,
    targets: targets.length === 0 ? ['training-job'] : targets,
  };
}
