import { AwsError } from '../aws/errors.ts';
import type { JsonParams } from '../aws/json-params.ts';

const STATISTICS = ['Maximum', 'Minimum', 'Average', 'Sum', 'SampleCount'] as const;
export type Statistic = (typeof STATISTICS)[number];

export interface MetricQuery {
  readonly id: string;
  readonly label: string | undefined;
  readonly namespace: string;
  readonly metric: string;
  /** Dimension values by name. */
  readonly dimensions: ReadonlyMap<string, string>;
  /** Seconds. */
  readonly period: number;
  readonly statistic: Statistic;
}

export const validation = (message: string): AwsError => new AwsError('ValidationError', message);

const LARGEST = 500;
/** Finer periods exist only for metrics published with them, which AWS/Usage is not. */
const FINEST_PERIOD = 60;

function readDimensions(metric: JsonParams): Map<string, string> {
  const pairs = metric.list('Dimensions').map((value) => {
    const dimension = metric.inside(value, 'Dimensions');
    return [dimension.requiredText('Name'), dimension.requiredText('Value')] as const;
  });
  return new Map(pairs);
}

function readQuery(query: JsonParams): MetricQuery | undefined {
  const id = query.requiredText('Id');
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(id)) {
    throw validation(
      `The value ${id} for parameter MetricDataQueries.member.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  }
  const stat = query.structure('MetricStat');
  if (stat === undefined) {
    throw validation(`Query ${id} has no MetricStat: this CloudWatch computes no expressions.`);
  }
  const metric = stat.structure('Metric');
  const period = stat.int('Period', 1, 86_400) ?? 0;
  if (metric === undefined || period === 0) throw validation(`Query ${id} needs Metric, Period and Stat.`);
  if (period % FINEST_PERIOD !== 0) {
    throw validation(
      `The parameter MetricDataQueries.member.MetricStat.Period must be a multiple of ${FINEST_PERIOD}.`,
    );
  }
  const statistic = STATISTICS.find((known) => known === stat.requiredText('Stat'));
  if (statistic === undefined) throw validation(`Stat has to be one of ${STATISTICS.join(', ')}.`);
  return {
    id,
    label: query.text('Label'),
    namespace: metric.requiredText('Namespace'),
    metric: metric.requiredText('MetricName'),
    dimensions: readDimensions(metric),
    period,
    statistic,
  };
}

export function readQueries(params: JsonParams): MetricQuery[] {
  const list = params.list('MetricDataQueries');
  if (list.length === 0) {
    throw new AwsError('MissingParameter', 'The parameter MetricDataQueries is required.');
  }
  if (list.length > LARGEST) {
    throw validation(`The collection MetricDataQueries must not have a size greater than ${LARGEST}.`);
  }
  const queries = list
    .map((value) => readQuery(params.inside(value, 'MetricDataQueries')))
    .filter((query) => query !== undefined);
  if (new Set(queries.map((query) => query.id)).size < queries.length) {
    throw validation('The values for parameter Id in MetricDataQueries must be unique.');
  }
  return queries;
}
