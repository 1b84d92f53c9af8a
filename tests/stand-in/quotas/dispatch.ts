import { AwsError } from '../aws/errors.ts';
import { JsonParams } from '../aws/json-params.ts';
import { type Handler, jsonService } from '../aws/json-service.ts';
import { cutPage, readPosition } from '../aws/paging.ts';
import { jsonReply, type Reply } from '../aws/reply.ts';
import type { Call } from '../ec2/context.ts';
import { QUOTAS, type QuotaFacts, quotaOf } from './codes.ts';
import { type Holder, holderOf } from './holder.ts';
import { courseOf, type QuotaRequest } from './requests.ts';
import { appliedValue } from './values.ts';

const SERVICE = { ServiceCode: 'ec2', ServiceName: 'Amazon Elastic Compute Cloud (Amazon EC2)' };
const LEVELS = ['ACCOUNT', 'RESOURCE', 'ALL'];
const STATUSES = [
  'PENDING',
  'CASE_OPENED',
  'APPROVED',
  'DENIED',
  'CASE_CLOSED',
  'NOT_APPROVED',
  'INVALID_REQUEST',
];
/** How long a request is told of, open or closed (facts/aws-apis.md 8.1). */
const TOLD_SECONDS = 90 * 86_400;

const paramsOf = ({ request }: Call): JsonParams =>
  new JsonParams(request.json, (message) => new AwsError('IllegalArgumentException', message));

const noSuch = (what: string): AwsError =>
  new AwsError('NoSuchResourceException', `The request failed because the specified ${what} does not exist.`);

function requireService(params: JsonParams): void {
  if (params.requiredText('ServiceCode') !== SERVICE.ServiceCode) throw noSuch('service');
}

function usageMetric({ usageClass }: QuotaFacts): object {
  if (usageClass === undefined) return {};
  return {
    UsageMetric: {
      MetricNamespace: 'AWS/Usage',
      MetricName: 'ResourceCount',
      MetricDimensions: { Service: 'EC2', Resource: 'vCPU', Type: 'Resource', Class: usageClass },
      MetricStatisticRecommendation: 'Maximum',
    },
  };
}

/** A default belongs to no account: its ARN says so. */
const arnOf = (region: string, accountId: string, code: string): string =>
  `arn:aws:servicequotas:${region}:${accountId}:ec2/${code}`;

const quotaJson = (quota: QuotaFacts, region: string, accountId: string, value: number): object => ({
  ...SERVICE,
  QuotaArn: arnOf(region, accountId, quota.code),
  QuotaCode: quota.code,
  QuotaName: quota.name,
  Value: value,
  Unit: 'None',
  Adjustable: quota.adjustable,
  GlobalQuota: false,
  ...usageMetric(quota),
  QuotaAppliedAtLevel: 'ACCOUNT',
});

function page(call: Call, params: JsonParams, set: string, of: (asOfSeconds: number) => object[]): Reply {
  const size = Math.min(params.int('MaxResults', 1, 100) ?? 100, call.pageSize);
  const position = readPosition(call.request, call.now);
  const all = of(position.asOf / 1000);
  const { from, to, nextToken } = cutPage(call.request, position, all.length, size, call.quirk);
  return jsonReply({
    ...(nextToken === '' ? {} : { NextToken: nextToken }),
    [set]: all.slice(from, to),
  });
}

function appliedJson(holder: Holder, quota: QuotaFacts, now: number): object | undefined {
  const value = appliedValue(holder, quota, now);
  return value === undefined ? undefined : quotaJson(quota, holder.region, holder.accountId, value);
}

/** "If the applied quota value is not available for a quota, the quota is not retrieved" (API reference). */
const listServiceQuotas: Handler = (call) => {
  const params = paramsOf(call);
  requireService(params);
  const level = params.oneOf('QuotaAppliedAtLevel', LEVELS);
  const code = params.text('QuotaCode');
  const asked = QUOTAS.filter((quota) => code === undefined || quota.code === code);
  const holder = holderOf(call);
  return page(call, params, 'Quotas', (now) =>
    level === 'RESOURCE'
      ? []
      : asked.flatMap((quota) => {
          const json = appliedJson(holder, quota, now);
          return json === undefined ? [] : [json];
        }),
  );
};

const listDefaults: Handler = (call) => {
  const params = paramsOf(call);
  requireService(params);
  return page(call, params, 'Quotas', () =>
    QUOTAS.map((quota) => quotaJson(quota, call.request.region, '', quota.defaultValue)),
  );
};

function askedQuota(params: JsonParams): QuotaFacts {
  requireService(params);
  const quota = quotaOf(params.requiredText('QuotaCode'));
  if (quota === undefined) throw noSuch('quota');
  return quota;
}

const getServiceQuota: Handler = (call) => {
  const quota = askedQuota(paramsOf(call));
  const json = appliedJson(holderOf(call), quota, call.now / 1000);
  if (json === undefined) throw noSuch('quota');
  return jsonReply({ Quota: json });
};

const getDefault: Handler = (call) => {
  const quota = askedQuota(paramsOf(call));
  return jsonReply({ Quota: quotaJson(quota, call.request.region, '', quota.defaultValue) });
};

const requestJson = (request: QuotaRequest, { accountId, region }: Holder): object => ({
  Id: request.id,
  ...(request.automatic ? { RequestType: 'AutomaticManagement' } : {}),
  ...(request.caseId === undefined ? {} : { CaseId: request.caseId }),
  ...SERVICE,
  QuotaCode: request.quota.code,
  QuotaName: request.quota.name,
  DesiredValue: request.desired,
  Status: request.status,
  Created: request.createdAt,
  LastUpdated: request.updatedAt,
  Requester: JSON.stringify({ accountId, callerArn: `arn:aws:iam::${accountId}:user/chipdesk` }),
  QuotaArn: arnOf(region, accountId, request.quota.code),
  GlobalQuota: false,
  Unit: 'None',
  QuotaRequestedAtLevel: 'ACCOUNT',
});

function requestsTold(holder: Holder, now: number): QuotaRequest[] {
  if (holder.recorded !== undefined) return [];
  return QUOTAS.flatMap((quota) => courseOf(holder, quota, now).requests)
    .filter((request) => request.createdAt > now - TOLD_SECONDS)
    .sort((one, other) => other.createdAt - one.createdAt);
}

const listRequests: Handler = (call) => {
  const params = paramsOf(call);
  if (params.text('ServiceCode') !== undefined) requireService(params);
  const status = params.oneOf('Status', STATUSES);
  const level = params.oneOf('QuotaRequestedAtLevel', LEVELS);
  const holder = holderOf(call);
  return page(call, params, 'RequestedQuotas', (now) =>
    requestsTold(holder, now)
      .filter((request) => level !== 'RESOURCE' && (status === undefined || request.status === status))
      .map((request) => requestJson(request, holder)),
  );
};

export const quotasService: Handler = jsonService({
  ListServiceQuotas: listServiceQuotas,
  ListAWSDefaultServiceQuotas: listDefaults,
  GetServiceQuota: getServiceQuota,
  GetAWSDefaultServiceQuota: getDefault,
  ListRequestedServiceQuotaChangeHistory: listRequests,
});
