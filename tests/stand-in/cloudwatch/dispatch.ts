import { AwsError } from '../aws/errors.ts';
import { JsonParams } from '../aws/json-params.ts';
import { type Handler, jsonService } from '../aws/json-service.ts';
import { cutPage, readPosition } from '../aws/paging.ts';
import { jsonReply } from '../aws/reply.ts';
import { type Holder, holderOf } from '../quotas/holder.ts';
import { type MetricQuery, readQueries, type Statistic, validation } from './query.ts';
import { type ClassUsage, usageOf } from './usage.ts';

const MOST_POINTS = 100_800;
const DAY = 86_400;
/** How long points of a period are kept, in seconds: 1 minute for 15 days, 5 minutes for 63, an hour for 455. */
const keptFor = (period: number): number => (period < 300 ? 15 : period < 3600 ? 63 : 455) * DAY;

interface Point {
  readonly seconds: number;
  readonly value: number;
}

interface Window {
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

const DIMENSIONS = { Service: 'EC2', Resource: 'vCPU', Type: 'Resource' };

/** The metric exists only under exactly the dimensions that the quota names. */
function usageBehind(holder: Holder, query: MetricQuery): ClassUsage | undefined {
  const own = query.namespace === 'AWS/Usage' && query.metric === 'ResourceCount';
  const named = Object.entries(DIMENSIONS).every(([name, value]) => query.dimensions.get(name) === value);
  const usageClass = query.dimensions.get('Class');
  if (!own || !named || usageClass === undefined || query.dimensions.size !== 4) return undefined;
  return usageOf(holder, usageClass);
}

const STATISTICS: Readonly<Record<Statistic, (values: readonly number[]) => number>> = {
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  SampleCount: (values) => values.length,
};

function minutesIn(usage: ClassUsage, from: number, to: number): number[] {
  const values: number[] = [];
  for (let minute = from; minute < to; minute += 60) {
    const value = usage.at(minute);
    if (value !== undefined) values.push(value);
  }
  return values;
}

/** Oldest first. A minute is published when it is over; a period without a published minute has no point. */
function pointsOf(holder: Holder, query: MetricQuery, window: Window): Point[] {
  const usage = usageBehind(holder, query);
  if (usage === undefined) return [];
  const { period, statistic } = query;
  const published = Math.floor(window.now / 60) * 60;
  const oldest = Math.max(window.from, window.now - keptFor(period));
  const points: Point[] = [];
  for (let at = Math.ceil(oldest / period) * period; at < window.to && at < published; at += period) {
    const values = minutesIn(usage, at, Math.min(at + period, published));
    if (values.length > 0) points.push({ seconds: at, value: STATISTICS[statistic](values) });
  }
  return points;
}

/** The part of one query's points on a page that covers [from, to) of all points together. */
function resultOn(query: MetricQuery, points: readonly Point[], offset: number, from: number, to: number) {
  const end = offset + points.length;
  const shown = points.slice(Math.max(0, from - offset), Math.max(0, to - offset));
  return {
    Id: query.id,
    Label: query.label ?? query.dimensions.get('Class') ?? query.metric,
    Timestamps: shown.map((point) => point.seconds),
    Values: shown.map((point) => point.value),
    StatusCode: end > to ? 'PartialData' : 'Complete',
  };
}

function readWindow(params: JsonParams, now: number): Window {
  const from = params.time('StartTime');
  const to = params.time('EndTime');
  if (from === undefined || to === undefined) {
    const name = from === undefined ? 'StartTime' : 'EndTime';
    throw new AwsError('MissingParameter', `The parameter ${name} is required.`);
  }
  if (from >= to) throw validation('The parameter StartTime must be less than the parameter EndTime.');
  return { from: from / 1000, to: to / 1000, now: now / 1000 };
}

/** All points of all queries in one row, cut into pages: a query runs on over a page's end as PartialData. */
const getMetricData: Handler = (call) => {
  const params = new JsonParams(call.request.json, validation);
  const queries = readQueries(params);
  const position = readPosition(call.request, call.now);
  const window = readWindow(params, position.asOf);
  const ascending =
    params.oneOf('ScanBy', ['TimestampAscending', 'TimestampDescending']) === 'TimestampAscending';
  const asked = params.int('MaxDatapoints', 1, MOST_POINTS) ?? MOST_POINTS;
  // The stand-in's page size is about items: 1000 of them is its way to say "as AWS has it".
  const size = call.pageSize < 1000 ? Math.min(asked, call.pageSize) : asked;
  const holder = holderOf(call);
  const found = queries.map((query) => {
    const points = pointsOf(holder, query, window);
    return { query, points: ascending ? points : points.reverse() };
  });
  const total = found.reduce((sum, { points }) => sum + points.length, 0);
  const page = cutPage(call.request, position, total, size, call.quirk);
  let offset = 0;
  const results = found.map(({ query, points }) => {
    const result = resultOn(query, points, offset, page.from, page.to);
    offset += points.length;
    return result;
  });
  return jsonReply(
    {
      MetricDataResults: results,
      Messages: [],
      ...(page.nextToken === '' ? {} : { NextToken: page.nextToken }),
    },
    'json10',
  );
};

export const cloudwatchService: Handler = jsonService({ GetMetricData: getMetricData });
