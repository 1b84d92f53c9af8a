import { hasNoQuota } from '../aws/authorise.ts';
import { capacityBlockLimit } from '../aws/buckets.ts';
import { AwsError, invalidValue } from '../aws/errors.ts';
import { intParam, timeParam } from '../aws/params.ts';
import type { BlockItemFacts } from '../sources/block-source.ts';
import type { Call } from './context.ts';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** Eight weeks ahead is the latest start (facts/aws-apis.md 5.2). */
const LATEST_START = 8 * WEEK;
/** The clock of a caller may be behind: a start "now" is not yet in the past. */
const CLOCK_SLACK = 10 * 60_000;

export interface OfferingQuery {
  /** Instance type or UltraServer type. */
  readonly item: string;
  readonly facts: BlockItemFacts;
  readonly count: number;
  readonly hours: number;
  /** Epoch milliseconds: no earlier start, no later end. */
  readonly from: number;
  readonly to: number;
  readonly allZones: boolean;
}

const missing = (name: string): AwsError =>
  new AwsError('MissingParameter', `The request must contain the parameter ${name}`);

/** Seen by one author: an account whose Capacity Block quota is 0 is told that its describe limit is reached. */
export function requireBlockQuota({ request }: Call): void {
  if (hasNoQuota(request)) throw capacityBlockLimit();
}

/** Whole days to two weeks, then whole weeks to 182 days. */
export function blockHours(call: Call, name: string): number {
  const text = call.request.params[name] ?? '';
  if (text === '') throw missing(name);
  const hours = Number(text);
  const valid = hours <= 336 ? hours % 24 === 0 : hours % 168 === 0;
  if (!Number.isInteger(hours) || hours < 24 || hours > 4368 || !valid) {
    throw invalidValue(
      `The specified duration is not valid: ${text}. Specify hours in 1-day increments up to 14 days, or in 7-day increments up to 182 days.`,
    );
  }
  return hours;
}

/** Exactly one of the two ways to say what is wanted, each with its count. */
function readItem({
  request: { params, region },
  source,
}: Call): Pick<OfferingQuery, 'item' | 'facts' | 'count'> {
  const { InstanceType = '', UltraserverType = '' } = params;
  const ultraserver = UltraserverType !== '';
  const mixed = ultraserver
    ? InstanceType !== '' || params.InstanceCount !== undefined
    : params.UltraserverCount !== undefined;
  if (mixed) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Specify either InstanceType and InstanceCount, or UltraserverType and UltraserverCount.',
    );
  }
  const item = ultraserver ? UltraserverType : InstanceType;
  if (item === '') throw missing('InstanceType or UltraserverType');
  const name = ultraserver ? 'UltraserverCount' : 'InstanceCount';
  const count = intParam(params, name, 1, 64);
  if (count === undefined) throw missing(name);
  const facts = source.blocks.facts(item);
  // An UltraServer is no instance type, nor is its instance sold alone.
  if (facts?.ultraserver !== ultraserver || !source.blocks.sells(region, item)) {
    const what = ultraserver ? 'UltraServer type' : 'instance type';
    throw invalidValue(`The ${what} '${item}' is not supported for Capacity Blocks in this Region.`);
  }
  return { item, facts, count };
}

function readWindow({ request: { params } }: Call, asOf: number): Pick<OfferingQuery, 'from' | 'to'> {
  const from = timeParam(params, 'StartDateRange') ?? asOf;
  const to = timeParam(params, 'EndDateRange') ?? Number.POSITIVE_INFINITY;
  if (from < asOf - CLOCK_SLACK || from > asOf + LATEST_START) {
    throw invalidValue(
      `The specified start date is not valid: ${params.StartDateRange}. It must be within the next 8 weeks.`,
    );
  }
  if (to < from) {
    throw invalidValue(
      `The specified end date is not valid: ${params.EndDateRange}. It must be after the start date.`,
    );
  }
  return { from, to };
}

/** The members of DescribeCapacityBlockOfferings, refused as AWS refuses them. */
export function readOfferingQuery(call: Call, asOf: number): OfferingQuery {
  const hours = blockHours(call, 'CapacityDurationHours');
  const wanted = readItem(call);
  const window = readWindow(call, asOf);
  return { ...wanted, ...window, hours, allZones: call.request.params.AllAvailabilityZones === 'true' };
}
