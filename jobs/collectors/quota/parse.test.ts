import { describe, expect, test } from 'vitest';
import { joinQuotas } from './fetch.ts';
import { parseQuota, parseRequest } from './parse.ts';

const DIMENSIONS = { Service: 'EC2', Resource: 'vCPU', Type: 'Resource', Class: 'P/OnDemand' };
const P = {
  QuotaCode: 'L-417A185B',
  QuotaName: 'Running On-Demand P instances',
  Value: 768,
  Unit: 'None',
  Adjustable: true,
  UsageMetric: {
    MetricNamespace: 'AWS/Usage',
    MetricName: 'ResourceCount',
    MetricDimensions: DIMENSIONS,
    MetricStatisticRecommendation: 'Maximum',
  },
};

describe('a quota', () => {
  test('is read with its own metric', () => {
    expect(parseQuota(P)).toMatchObject({
      code: 'L-417A185B',
      scope: 'on-demand',
      families: ['p'],
      adjustable: true,
      value: { value: 768 },
      usageMetric: {
        namespace: 'AWS/Usage',
        name: 'ResourceCount',
        dimensions: DIMENSIONS,
        statistic: 'Maximum',
      },
    });
  });

  test.each([undefined, null, {}])('has no metric where AWS gives %j', (UsageMetric) => {
    expect(parseQuota({ ...P, UsageMetric })?.usageMetric).toBeNull();
  });

  test('with an ErrorReason has that for a value, and nothing else', () => {
    const ErrorReason = { ErrorCode: 'DEPENDENCY_THROTTLING_ERROR', ErrorMessage: 'later' };
    expect(parseQuota({ ...P, Value: undefined, ErrorReason })?.value).toEqual({
      error: 'DEPENDENCY_THROTTLING_ERROR',
    });
    expect(parseQuota({ ...P, Value: 0, ErrorReason })?.value).toEqual({
      error: 'DEPENDENCY_THROTTLING_ERROR',
    });
  });

  test.each([undefined, Number.NaN, -1, Number.POSITIVE_INFINITY, '768', null])(
    'of %j without a reason is no quota of zero: the record cannot be read',
    (Value) => {
      expect(() => parseQuota({ ...P, Value })).toThrow();
    },
  );

  test('of something else is passed over, however odd its value', () => {
    expect(
      parseQuota({ QuotaCode: 'L-0263D0A3', QuotaName: 'EC2-VPC Elastic IPs', Value: 'many' }),
    ).toBeUndefined();
  });

  test('without a code or a name cannot be read', () => {
    expect(() => parseQuota({ QuotaName: 'Running On-Demand P instances', Value: 1 })).toThrow();
    expect(() => parseQuota({ QuotaCode: 'L-417A185B', Value: 1 })).toThrow();
  });

  test('counts whole vCPU', () => {
    expect(parseQuota({ ...P, Value: 191.9 })?.value).toEqual({ value: 191 });
  });
});

describe('applied and default values', () => {
  const read = (over: object) => parseQuota({ ...P, ...over })!;

  test('an applied value leads, a quota without one stands by its default', () => {
    const defaults = [
      read({ Value: 0 }),
      read({ QuotaCode: 'L-C4BD4855', QuotaName: 'All P5 Spot Instance Requests', Value: 5 }),
    ];
    expect(joinQuotas([read({ Value: 768 })], defaults)).toMatchObject([
      { code: 'L-417A185B', applied: { value: 768 }, default: { value: 0 } },
      { code: 'L-C4BD4855', applied: undefined, default: { value: 5 } },
    ]);
  });

  test('a page that comes twice changes nothing, and a quota without a default is kept', () => {
    const joined = joinQuotas([read({}), read({})], []);
    expect(joined).toMatchObject([{ code: 'L-417A185B', applied: { value: 768 }, default: undefined }]);
  });
});

const REQUEST = {
  Id: 'abc',
  QuotaCode: 'L-417A185B',
  QuotaName: 'Running On-Demand P instances',
  DesiredValue: 1536,
  Status: 'CASE_OPENED',
  CaseId: '1700',
  Created: new Date('2026-11-01T00:00:00Z'),
  LastUpdated: new Date('2026-11-02T00:00:00Z'),
};

describe('a request', () => {
  test('is read with AWS’s own instants', () => {
    expect(parseRequest(REQUEST)).toEqual({
      id: 'abc',
      code: 'L-417A185B',
      name: 'Running On-Demand P instances',
      scope: 'on-demand',
      desiredValue: 1536,
      status: 'CASE_OPENED',
      caseId: '1700',
      automatic: false,
      requestedAt: Date.UTC(2026, 10, 1),
      updatedAt: Date.UTC(2026, 10, 2),
    });
  });

  test('that Service Quotas made by itself is marked so', () => {
    expect(parseRequest({ ...REQUEST, RequestType: 'AutomaticManagement' })?.automatic).toBe(true);
  });

  test('about other quotas is passed over', () => {
    expect(parseRequest({ ...REQUEST, QuotaCode: 'L-B665C33B', QuotaName: 'AMIs' })).toBeUndefined();
  });

  test.each(['Id', 'Status', 'DesiredValue', 'Created'])('without %s cannot be read', (field) => {
    expect(() => parseRequest({ ...REQUEST, [field]: undefined })).toThrow();
  });
});
