import {
  GetMetricDataCommand,
  type MetricDataQuery,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import { ListServiceQuotasCommand, type ServiceQuota } from '@aws-sdk/client-service-quotas';
import { describe, expect, test } from 'vitest';
import type { StandIn } from '../index.ts';
import { cloudwatchFor, NOW, quotasFor, standInFor } from '../testing/clients.ts';

const HOUR = 3_600_000;

const CLASSES = [
  'P/OnDemand',
  'G/OnDemand',
  'Inf/OnDemand',
  'P/Spot',
  'G/Spot',
  'P5/Spot',
  'Standard/OnDemand',
];

const query = (usageClass: string, index = 0, Period = 60): MetricDataQuery => ({
  Id: `q${index}`,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/Usage',
      MetricName: 'ResourceCount',
      Dimensions: Object.entries({
        Service: 'EC2',
        Resource: 'vCPU',
        Type: 'Resource',
        Class: usageClass,
      }).map(([Name, Value]) => ({ Name, Value })),
    },
    Period,
    Stat: 'Maximum',
  },
});

const lastDay = { StartTime: new Date(NOW - 24 * HOUR), EndTime: new Date(NOW) };

async function usage(standIn: StandIn, classes: readonly string[] = CLASSES, accessKeyId = 'AKIATESTING') {
  const { MetricDataResults = [] } = await cloudwatchFor(standIn, { accessKeyId }).send(
    new GetMetricDataCommand({
      ...lastDay,
      MetricDataQueries: classes.map((name, index) => query(name, index)),
    }),
  );
  return new Map(MetricDataResults.map((result, index) => [classes[index] ?? '', result]));
}

describe('usage', () => {
  test('stays below the limit and moves over the day, minute by minute', async () => {
    const standIn = await standInFor();
    const { Quotas = [] } = await quotasFor(standIn).send(
      new ListServiceQuotasCommand({ ServiceCode: 'ec2' }),
    );
    const limits = new Map(
      Quotas.map((quota: ServiceQuota) => [quota.UsageMetric?.MetricDimensions?.Class, quota.Value ?? 0]),
    );
    const used = [...(await usage(standIn))].filter(([, result]) => (result.Values?.length ?? 0) > 0);
    expect(used.length).toBeGreaterThan(1);
    for (const [name, result] of used) {
      expect(Math.max(...(result.Values ?? []))).toBeLessThanOrEqual(limits.get(name) ?? 0);
      expect(result.StatusCode).toBe('Complete');
      expect(result.Timestamps).toHaveLength(result.Values?.length ?? -1);
    }
    expect(used.some(([, result]) => new Set(result.Values).size > 3)).toBe(true);
    const [newest, next] = used[0]?.[1].Timestamps ?? [];
    expect(newest?.getTime()).toBe(NOW - 60_000);
    expect((newest?.getTime() ?? 0) - (next?.getTime() ?? 0)).toBe(60_000);
  });

  test('does not exist while nothing runs, nor for a class nobody has', async () => {
    const standIn = await standInFor();
    const results = await usage(standIn, ['Trn/OnDemand', ...CLASSES], 'AKIAZEROQUOTA1');
    for (const name of ['Trn/OnDemand', 'P/OnDemand', 'P5/Spot']) {
      expect(results.get(name)).toMatchObject({ Values: [], Timestamps: [], StatusCode: 'Complete' });
    }
    const wrong = query('P/OnDemand');
    wrong.MetricStat?.Metric?.Dimensions?.pop();
    const answer = await cloudwatchFor(standIn).send(
      new GetMetricDataCommand({ ...lastDay, MetricDataQueries: [wrong] }),
    );
    expect(answer.MetricDataResults?.[0]?.Values).toEqual([]);
  });

  test('a longer period says the greatest of its minutes; minutes are kept for 15 days', async () => {
    const standIn = await standInFor();
    const client = cloudwatchFor(standIn);
    const ask = async (Period: number, from: number, to: number) => {
      const answer = await client.send(
        new GetMetricDataCommand({
          StartTime: new Date(from),
          EndTime: new Date(to),
          MetricDataQueries: [query('Standard/OnDemand', 0, Period)],
          ScanBy: 'TimestampAscending',
        }),
      );
      return answer.MetricDataResults?.[0]?.Values ?? [];
    };
    const minutes = await ask(60, NOW - HOUR, NOW);
    expect(await ask(3600, NOW - HOUR, NOW)).toEqual([Math.max(...minutes)]);
    const old = NOW - 20 * 24 * HOUR;
    expect(await ask(60, old, old + HOUR)).toEqual([]);
    expect(await ask(300, old, old + HOUR)).toHaveLength(12);
  });
});

describe('pages', () => {
  test('a query runs on over the end of a page as partial data', async () => {
    const standIn = await standInFor({ pageSize: 100 });
    const client = cloudwatchFor(standIn);
    const input = { ...lastDay, MetricDataQueries: [query('Standard/OnDemand', 0), query('G/OnDemand', 1)] };
    const first = await client.send(new GetMetricDataCommand(input));
    expect(first.NextToken).toBeTruthy();
    expect(first.MetricDataResults?.[0]).toMatchObject({ StatusCode: 'PartialData' });
    const seen = new Map<string, number[]>();
    for await (const page of paginateGetMetricData({ client }, { ...input })) {
      for (const result of page.MetricDataResults ?? []) {
        seen.set(result.Id ?? '', [...(seen.get(result.Id ?? '') ?? []), ...(result.Values ?? [])]);
      }
    }
    const whole = await cloudwatchFor(await standInFor()).send(new GetMetricDataCommand(input));
    expect(whole.NextToken).toBeUndefined();
    expect([...seen.values()]).toEqual(whole.MetricDataResults?.map((result) => result.Values));
    expect(seen.get('q0')?.length).toBeGreaterThan(1000);
  });
});

describe('refusals', () => {
  const refused = async (standIn: StandIn, input: object, accessKeyId = 'AKIATESTING') => {
    try {
      await cloudwatchFor(standIn, { accessKeyId }).send(
        new GetMetricDataCommand({ ...lastDay, MetricDataQueries: [query('P/OnDemand')], ...input }),
      );
    } catch (error) {
      const { name, Code } = error as Error & { Code?: string };
      return { name, Code };
    }
    return { name: 'no error', Code: undefined };
  };

  test('500 queries are answered, 501 are not', async () => {
    const standIn = await standInFor();
    const queries = (count: number) => ({
      StartTime: new Date(NOW - 300_000),
      MetricDataQueries: Array.from({ length: count }, (_, index) => query('P/OnDemand', index)),
    });
    expect((await refused(standIn, queries(500))).name).toBe('no error');
    expect((await refused(standIn, queries(501))).name).toBe('ValidationException');
  });

  test('the code is in the header as well, in the words of the query protocol', async () => {
    const standIn = await standInFor();
    expect(await refused(standIn, { NextToken: 'made-up' })).toEqual({
      name: 'InvalidNextToken',
      Code: 'InvalidNextToken',
    });
    expect(await refused(standIn, {}, 'AKIAEXPIRED1')).toEqual({
      name: 'ExpiredToken',
      Code: 'ExpiredToken',
    });
    standIn.faults.add({ service: 'cloudwatch', kind: 'status500' });
    expect(await refused(standIn, {})).toEqual({
      name: 'InternalServiceFault',
      Code: 'InternalServiceError',
    });
    standIn.faults.add({ service: 'cloudwatch', kind: 'throttle' });
    expect(await refused(standIn, {})).toEqual({ name: 'Throttling', Code: 'Throttling' });
    expect((await refused(standIn, { EndTime: lastDay.StartTime })).name).toBe('ValidationException');
  });

  test('metric-status fails one metric and leaves the others', async () => {
    const standIn = await standInFor();
    standIn.faults.add({ kind: 'metric-status', value: 'Forbidden' });
    const results = [...(await usage(standIn, ['Standard/OnDemand', 'Standard/OnDemand'])).values()];
    expect(results[0]).toMatchObject({ StatusCode: 'Complete' });
    standIn.faults.add({ kind: 'metric-status', value: 'InternalError' });
    const [first] = (await usage(standIn, ['Standard/OnDemand'])).values();
    expect(first).toMatchObject({ StatusCode: 'InternalError', Values: [] });
  });
});
