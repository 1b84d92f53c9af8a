import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ListAWSDefaultServiceQuotasCommand,
  ListRequestedServiceQuotaChangeHistoryCommand,
  ListServiceQuotasCommand,
  paginateListAWSDefaultServiceQuotas,
  paginateListRequestedServiceQuotaChangeHistory,
  paginateListServiceQuotas,
  type RequestedServiceQuotaChange,
  type ServiceQuota,
  type ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { describe, expect, test } from 'vitest';
import type { StandIn } from '../index.ts';
import {
  DAY,
  NOW,
  quotasFor,
  RECORDED,
  recordedIsHere,
  recordedTitle,
  refusalOf,
  standInFor,
} from '../testing/clients.ts';

const EC2 = { ServiceCode: 'ec2' };
const P = 'L-417A185B';
const TRN = 'L-2C3B7624';

async function applied(client: ServiceQuotasClient, pageSize = 100): Promise<ServiceQuota[]> {
  const found: ServiceQuota[] = [];
  for await (const page of paginateListServiceQuotas({ client, pageSize }, { ...EC2 })) {
    found.push(...(page.Quotas ?? []));
  }
  return found;
}

async function requests(client: ServiceQuotasClient): Promise<RequestedServiceQuotaChange[]> {
  const found: RequestedServiceQuotaChange[] = [];
  for await (const page of paginateListRequestedServiceQuotaChangeHistory({ client }, { ...EC2 })) {
    found.push(...(page.RequestedQuotas ?? []));
  }
  return found;
}

const codes = (quotas: readonly ServiceQuota[]): string[] => quotas.map((quota) => quota.QuotaCode ?? '');
const limitIn = (quotas: readonly ServiceQuota[], code: string): number | undefined =>
  quotas.find((quota) => quota.QuotaCode === code)?.Value;

describe('applied values and defaults', () => {
  test('a quota without an applied value is not listed, and its default is', async () => {
    const client = quotasFor(await standInFor());
    const own = await applied(client);
    const defaults: ServiceQuota[] = [];
    for await (const page of paginateListAWSDefaultServiceQuotas({ client }, { ...EC2 })) {
      defaults.push(...(page.Quotas ?? []));
    }
    const absent = codes(defaults).filter((code) => !codes(own).includes(code));
    expect(absent.length).toBeGreaterThan(0);
    expect(own.length).toBeGreaterThan(15);
    const asked = { ...EC2, QuotaCode: absent[0] };
    expect((await refusalOf(client.send(new GetServiceQuotaCommand(asked)))).name).toBe(
      'NoSuchResourceException',
    );
    const { Quota } = await client.send(new GetAWSDefaultServiceQuotaCommand(asked));
    expect(Quota).toMatchObject({ QuotaCode: absent[0], QuotaAppliedAtLevel: 'ACCOUNT' });
    expect(limitIn(defaults, P)).toBe(0);
  });

  test('P on demand is a number of vCPU that machines fit into, named and measured', async () => {
    const { Quota } = await quotasFor(await standInFor()).send(
      new GetServiceQuotaCommand({ ...EC2, QuotaCode: P }),
    );
    expect(Quota?.QuotaName).toBe('Running On-Demand P instances');
    expect(Quota?.Value).toBeGreaterThanOrEqual(192);
    expect(Quota?.Value).toBeLessThanOrEqual(1920);
    expect(Quota?.UsageMetric).toEqual({
      MetricNamespace: 'AWS/Usage',
      MetricName: 'ResourceCount',
      MetricDimensions: { Service: 'EC2', Resource: 'vCPU', Type: 'Resource', Class: 'P/OnDemand' },
      MetricStatisticRecommendation: 'Maximum',
    });
    expect(Quota?.QuotaArn).toMatch(/^arn:aws:servicequotas:us-east-1:\d{12}:ec2\/L-417A185B$/);
  });

  test('Trn has no usage metric; Capacity Blocks have quotas per account and organization', async () => {
    const { Quotas = [] } = await quotasFor(await standInFor()).send(
      new ListAWSDefaultServiceQuotasCommand(EC2),
    );
    const named = new Map(Quotas.map((quota) => [quota.QuotaCode, quota]));
    expect(named.get(TRN)?.UsageMetric).toBeUndefined();
    expect(named.get('L-C4BD4855')?.UsageMetric?.MetricDimensions?.Class).toBe('P5/Spot');
    expect(named.get('L-DA6814F2')?.QuotaName).toBe('Concurrent P5 Capacity Blocks per account');
    expect(named.get('L-24E8B4C0')?.QuotaName).toBe('Concurrent Trn2 Capacity Blocks per organization');
    expect(Quotas.some((quota) => quota.QuotaName === 'EC2-VPC Elastic IPs')).toBe(true);
  });

  test('pages of any size hold the same quotas, and regions differ', async () => {
    const standIn = await standInFor();
    const whole = await applied(quotasFor(standIn));
    expect(await applied(quotasFor(standIn), 7)).toEqual(whole);
    const values = await Promise.all(
      ['us-west-2', 'eu-west-1', 'ap-northeast-1', 'sa-east-1'].map(async (region) =>
        limitIn(await applied(quotasFor(standIn, { region })), P),
      ),
    );
    expect(new Set(values).size).toBeGreaterThan(1);
  });

  test('refuses bad sizes, levels, services and tokens in its own words', async () => {
    const client = quotasFor(await standInFor());
    const refused = async (input: object) =>
      (await refusalOf(client.send(new ListServiceQuotasCommand({ ...EC2, ...input })))).name;
    expect(await refused({ MaxResults: 101 })).toBe('IllegalArgumentException');
    expect(await refused({ QuotaAppliedAtLevel: 'TEAM' })).toBe('IllegalArgumentException');
    expect(await refused({ ServiceCode: 'lambda' })).toBe('NoSuchResourceException');
    expect(await refused({ NextToken: 'made-up' })).toBe('InvalidPaginationTokenException');
    expect(await refused({ QuotaAppliedAtLevel: 'ALL' })).toBe('no error');
  });
});

describe('accounts', () => {
  const accelerators = (quotas: readonly ServiceQuota[]) =>
    quotas.filter((quota) => /P\d|\bP\b|Trn|Inf|DL|G and VT| F /.test(quota.QuotaName ?? ''));

  test('AKIAZEROQUOTA has nothing, AKIANEW a small G machine', async () => {
    const standIn = await standInFor();
    const zero = accelerators(await applied(quotasFor(standIn, { accessKeyId: 'AKIAZEROQUOTA1' })));
    expect(zero.length).toBeGreaterThan(20);
    expect(zero.every((quota) => quota.Value === 0)).toBe(true);
    const fresh = accelerators(await applied(quotasFor(standIn, { accessKeyId: 'AKIANEW1' })));
    expect(fresh.filter((quota) => quota.Value !== 0).map((quota) => quota.QuotaCode)).toEqual([
      'L-3819A6DF',
      'L-DB2E81BA',
    ]);
  });
});

/** The request of one id, day by day. */
async function courseOf(
  standIn: StandIn,
  client: ServiceQuotasClient,
  id: string,
  from: number,
  hours: number,
) {
  const seen: string[] = [];
  for (let hour = 0; hour <= hours; hour += 1) {
    standIn.setNow(() => from + hour * 3_600_000);
    const found = (await requests(client)).find((request) => request.Id === id);
    if (found?.Status !== undefined && seen.at(-1) !== found.Status) seen.push(found.Status);
  }
  return seen;
}

describe('requests for more', () => {
  /** The first request settled so between two instants, over several accounts. */
  async function settled(standIn: StandIn, status: string) {
    for (let account = 0; account < 20; account += 1) {
      const client = quotasFor(standIn, { accessKeyId: `AKIAASKS${account}` });
      standIn.setNow(() => NOW);
      const found = (await requests(client)).find(
        (request) => request.Status === status && request.RequestType === undefined,
      );
      if (found !== undefined) return { client, request: found };
    }
    throw new Error(`no account has a request that is ${status}`);
  }

  test('one goes from pending over a case to approval, and raises the applied value', async () => {
    const standIn = await standInFor();
    const { client, request } = await settled(standIn, 'APPROVED');
    const created = request.Created?.getTime() ?? 0;
    const updated = request.LastUpdated?.getTime() ?? 0;
    const hours = Math.ceil((updated - created) / 3_600_000) + 1;
    const course = await courseOf(standIn, client, request.Id ?? '', created, hours);
    expect(course).toEqual(['PENDING', 'CASE_OPENED', 'APPROVED']);
    const at = async (now: number): Promise<number> => {
      standIn.setNow(() => now);
      return limitIn(await applied(client), request.QuotaCode ?? '') ?? 0;
    };
    expect(await at(updated - 1000)).toBeLessThan(request.DesiredValue ?? 0);
    expect(await at(updated)).toBe(request.DesiredValue);
    expect(request.CaseId).toMatch(/^\d+$/);
  });

  test('one not approved changes nothing', async () => {
    const standIn = await standInFor();
    const { client, request } = await settled(standIn, 'NOT_APPROVED');
    standIn.setNow(() => (request.LastUpdated?.getTime() ?? 0) + 1000);
    expect(limitIn(await applied(client), request.QuotaCode ?? '') ?? 0).toBeLessThan(
      request.DesiredValue ?? 0,
    );
  });

  test('only the last 90 days are told, by status when asked, and some came by themselves', async () => {
    const standIn = await standInFor();
    const client = quotasFor(standIn);
    const all = await requests(client);
    expect(all.length).toBeGreaterThan(3);
    expect(all.every((request) => (request.Created?.getTime() ?? 0) > NOW - 90 * DAY)).toBe(true);
    const { RequestedQuotas = [] } = await client.send(
      new ListRequestedServiceQuotaChangeHistoryCommand({ Status: 'DENIED' }),
    );
    expect(RequestedQuotas.map((request) => request.Id)).toEqual(
      all.filter((request) => request.Status === 'DENIED').map((request) => request.Id),
    );
    const everyone = await Promise.all(
      Array.from({ length: 15 }, (_, index) =>
        requests(quotasFor(standIn, { accessKeyId: `AKIAAUTO${index}` })),
      ),
    );
    const automatic = everyone.flat().filter((request) => request.RequestType === 'AutomaticManagement');
    expect(automatic.length).toBeGreaterThan(0);
    expect(automatic.every((request) => request.CaseId === undefined)).toBe(true);
  });
});

describe('refusals and throttling', () => {
  test('ten calls a second per operation, then TooManyRequestsException', async () => {
    const standIn = await standInFor({ throttle: true, bucketNow: () => 0 });
    const client = quotasFor(standIn);
    const ask = async () => (await refusalOf(client.send(new ListServiceQuotasCommand(EC2)))).name;
    const names: string[] = [];
    for (let call = 0; call < 11; call += 1) names.push(await ask());
    expect(names.slice(0, 10)).toEqual(Array(10).fill('no error'));
    expect(names[10]).toBe('TooManyRequestsException');
    const other = client.send(new ListAWSDefaultServiceQuotasCommand(EC2));
    expect((await refusalOf(other)).name).toBe('no error');
  });

  test('a region that is not enabled is refused as a bad key is', async () => {
    const standIn = await standInFor();
    const refused = async (region: string, accessKeyId: string) =>
      (await refusalOf(quotasFor(standIn, { region, accessKeyId }).send(new ListServiceQuotasCommand(EC2))))
        .name;
    expect(await refused('ca-west-1', 'AKIAANY')).toBe('UnrecognizedClientException');
    expect(await refused('us-east-1', 'AKIABADKEY1')).toBe('UnrecognizedClientException');
    expect(await refused('us-east-1', 'AKIAEXPIRED1')).toBe('ExpiredTokenException');
  });

  test('quota-error leaves one value out and says why', async () => {
    const standIn = await standInFor();
    standIn.faults.add({ kind: 'quota-error', value: `${P} SERVICE_QUOTA_NOT_AVAILABLE_ERROR` });
    const quotas = await applied(quotasFor(standIn));
    const failed = quotas.filter((quota) => quota.ErrorReason !== undefined);
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({
      QuotaCode: P,
      ErrorReason: { ErrorCode: 'SERVICE_QUOTA_NOT_AVAILABLE_ERROR' },
    });
    expect(failed[0]?.Value).toBeUndefined();
  });
});

describe.skipIf(!recordedIsHere)(recordedTitle('recorded quotas'), () => {
  test('each key stands for the account of its letter', async () => {
    const standIn = await standInFor({
      source: { kind: 'replay', dir: RECORDED },
      now: () => Date.parse('2023-06-01T00:00:00Z'),
    });
    const of = (accessKeyId: string, region = 'us-east-1') =>
      applied(quotasFor(standIn, { accessKeyId, region }));
    expect(limitIn(await of('AKIAANY', 'us-west-2'), 'L-7212CCBC')).toBe(12800);
    const [f, g] = await Promise.all(['AKIAREPLAYF1', 'AKIAREPLAYG1'].map((key) => of(key)));
    expect(g?.every((quota) => quota.Value === 0)).toBe(true);
    expect(g?.length).toBeGreaterThan(5);
    expect(f).not.toEqual(g);
    expect(await requests(quotasFor(standIn))).toEqual([]);
  });
});
