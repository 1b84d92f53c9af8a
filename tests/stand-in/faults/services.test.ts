import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetSpotPlacementScoresCommand } from '@aws-sdk/client-ec2';
import { SearchTrainingPlanOfferingsCommand } from '@aws-sdk/client-sagemaker';
import { DescribeSavingsPlansOfferingRatesCommand } from '@aws-sdk/client-savingsplans';
import { ListServiceQuotasCommand } from '@aws-sdk/client-service-quotas';
import { describe, expect, test } from 'vitest';
import type { StandIn } from '../index.ts';
import {
  cloudwatchFor,
  ec2For,
  NOW,
  quotasFor,
  refusalOf,
  sagemakerFor,
  savingsPlansFor,
  standInFor,
} from '../testing/clients.ts';
import type { FaultKind } from './fault.ts';

interface Signal {
  readonly abortSignal?: AbortSignal;
}

/** One usual call to a service: what it found, or undefined when the answer holds no such set. */
type Ask = (standIn: StandIn, signal?: Signal) => Promise<readonly unknown[] | undefined>;

const dimensions = { Service: 'EC2', Resource: 'vCPU', Type: 'Resource', Class: 'Standard/OnDemand' };
const STANDARD = {
  Namespace: 'AWS/Usage',
  MetricName: 'ResourceCount',
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
};

const SERVICES: Readonly<Record<string, Ask>> = {
  servicequotas: async (standIn, signal) =>
    (await quotasFor(standIn).send(new ListServiceQuotasCommand({ ServiceCode: 'ec2' }), signal)).Quotas,
  cloudwatch: async (standIn, signal) => {
    const command = new GetMetricDataCommand({
      StartTime: new Date(NOW - 3_600_000),
      EndTime: new Date(NOW),
      MetricDataQueries: [{ Id: 'a', MetricStat: { Metric: STANDARD, Period: 60, Stat: 'Maximum' } }],
    });
    return (await cloudwatchFor(standIn).send(command, signal)).MetricDataResults;
  },
  savingsplans: async (standIn, signal) =>
    (
      await savingsPlansFor(standIn).send(
        new DescribeSavingsPlansOfferingRatesCommand({ maxResults: 5 }),
        signal,
      )
    ).searchResults,
  sagemaker: async (standIn, signal) => {
    const command = new SearchTrainingPlanOfferingsCommand({
      InstanceType: 'ml.p4d.24xlarge',
      DurationHours: 24,
      TargetResources: ['training-job', 'hyperpod-cluster', 'endpoint', 'studio-apps'],
    });
    return (await sagemakerFor(standIn).send(command, signal)).TrainingPlanOfferings;
  },
  ec2: async (standIn, signal) => {
    const InstanceTypes = ['g5.xlarge', 'g6.xlarge', 'g4dn.xlarge'];
    const command = new GetSpotPlacementScoresCommand({ TargetCapacity: 1, InstanceTypes });
    return (await ec2For(standIn).send(command, signal)).SpotPlacementScores;
  },
};

const NAMES = Object.keys(SERVICES);
const ask = (service: string, standIn: StandIn, signal?: Signal) =>
  SERVICES[service]?.(standIn, signal) ?? Promise.reject(new Error(service));

async function under(service: string, kind: FaultKind) {
  const standIn = await standInFor();
  standIn.faults.add({ service, kind });
  return ask(service, standIn);
}

describe('each service refuses in its own words', () => {
  test.each([
    ['servicequotas', 'throttle', 'TooManyRequestsException', 400],
    ['servicequotas', 'denied', 'AccessDeniedException', 400],
    ['servicequotas', 'auth', 'UnrecognizedClientException', 400],
    ['servicequotas', 'status500', 'ServiceException', 500],
    ['cloudwatch', 'denied', 'AccessDenied', 400],
    ['cloudwatch', 'not-enabled', 'InvalidClientTokenId', 400],
    ['cloudwatch', 'status503', 'ServiceUnavailable', 503],
    ['savingsplans', 'denied', 'AccessDeniedException', 403],
    ['savingsplans', 'auth', 'UnrecognizedClientException', 403],
    ['savingsplans', 'opt-in', 'OptInRequired', 401],
    ['sagemaker', 'throttle', 'ThrottlingException', 400],
    ['sagemaker', 'denied', 'AccessDeniedException', 400],
    ['sagemaker', 'status500', 'InternalFailure', 500],
    ['ec2', 'denied', 'UnauthorizedOperation', 403],
  ] as const)('%s under %s', async (service, kind, name, status) => {
    expect(await refusalOf(under(service, kind))).toEqual({ name, status });
  });

  test('the reason names the action that is not allowed', async () => {
    await expect(under('sagemaker', 'denied')).rejects.toThrow('sagemaker:SearchTrainingPlanOfferings');
  });

  test.each([
    ['ServiceQuotasV20190624.ListServiceQuotas', '/', 400, 'MissingAuthenticationTokenException'],
    ['GraniteServiceVersion20100801.GetMetricData', '/', 400, 'MissingAuthenticationTokenException'],
    ['', '/DescribeSavingsPlansOfferingRates', 403, 'MissingAuthenticationTokenException'],
  ])('an unsigned call to %s%s', async (target, path, status, code) => {
    const { url } = await standInFor();
    const headers: Record<string, string> = target === '' ? {} : { 'x-amz-target': target };
    const answer = await fetch(`${url}${path}`, { method: 'POST', body: '{}', headers });
    expect(answer.status).toBe(status);
    expect(`${await answer.text()} ${answer.headers.get('x-amzn-errortype')}`).toContain(code);
  });
});

describe.each(NAMES)('%s, spoilt', (service) => {
  test('finds something while all is well', async () => {
    expect((await ask(service, await standInFor()))?.length).toBeGreaterThan(0);
  });

  test('an empty set is a valid answer of nothing, a renamed one leaves it out', async () => {
    expect(await under(service, 'empty-set')).toEqual([]);
    expect(await under(service, 'renamed-set')).toBeUndefined();
  });

  test('html, an empty body and an error document with 200 never look like an answer', async () => {
    for (const kind of ['html', 'empty', 'error-with-200'] as const) {
      const answer = await under(service, kind).catch((error: unknown) => error);
      expect(Array.isArray(answer)).toBe(false);
    }
  });

  test('a cut document is an error, or holds less', async () => {
    const whole = (await ask(service, await standInFor())) ?? [];
    const cut = await under(service, 'truncated').catch(() => []);
    expect(cut?.length ?? 0).toBeLessThan(Math.max(2, whole.length));
  });

  test('hang gives no answer until the caller gives up, reset breaks the connection', async () => {
    const standIn = await standInFor();
    standIn.faults.add({ service, kind: 'hang' });
    const abort = new AbortController();
    const call = refusalOf(ask(service, standIn, { abortSignal: abort.signal }));
    await expect.poll(() => standIn.requests.length).toBe(1);
    abort.abort();
    expect((await call).name).toBe('AbortError');
    const broken = await refusalOf(under(service, 'reset'));
    expect(broken.name).not.toBe('no error');
    expect(broken.status).toBeUndefined();
  });
});

test('listings that never end and pages that come empty first', async () => {
  const standIn = await standInFor();
  standIn.faults.add({ kind: 'same-token', times: 2 });
  const quotas = await quotasFor(standIn).send(new ListServiceQuotasCommand({ ServiceCode: 'ec2' }));
  const rates = await savingsPlansFor(standIn).send(
    new DescribeSavingsPlansOfferingRatesCommand({ maxResults: 5 }),
  );
  expect(quotas.NextToken).toBeTruthy();
  expect(rates.nextToken).toBe(quotas.NextToken);
  standIn.faults.add({ kind: 'empty-page' });
  const page = await quotasFor(standIn).send(new ListServiceQuotasCommand({ ServiceCode: 'ec2' }));
  expect(page.Quotas).toEqual([]);
  expect(page.NextToken).toBeTruthy();
});

test('a bad fee and a bad time reach the caller as they are', async () => {
  const standIn = await standInFor();
  standIn.faults.add({ service: 'sagemaker', kind: 'bad-price', value: 'free' });
  const offers = (await ask('sagemaker', standIn)) as { UpfrontFee: string }[];
  expect(offers.filter((offer) => offer.UpfrontFee === 'free')).toHaveLength(1);
  // The SDK checks no types in JSON: text comes through where a number belongs.
  standIn.faults.add({ service: 'servicequotas', kind: 'bad-price', value: 'many' });
  const quotas = (await ask('servicequotas', standIn)) as { Value: unknown }[];
  expect(quotas.filter((quota) => quota.Value === 'many')).toHaveLength(1);
  standIn.faults.add({ service: 'cloudwatch', kind: 'bad-timestamp' });
  expect((await refusalOf(ask('cloudwatch', standIn))).name).toBe('TypeError');
});
