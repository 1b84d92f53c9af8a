import { beforeEach, describe, expect, it, vi } from 'vitest';
import { OUTCOMES, type Outcome } from '#lib/domain/outcome.ts';
import type { TestApi } from '#tests/helpers/api-ask.ts';
import { seedTarget } from '#tests/helpers/api-seed.ts';
import { onDemand, openQuotaApi, P, quota, SEEN, seedQuotas, seedRegion } from '#tests/helpers/quota-seed.ts';

vi.mock('server-only', () => ({}));

type Row = Record<string, unknown> & { region: string; code: string | null; outcome: string; scope: string };
type Answer = { asOf: string | null; rows: Row[] };

let api: TestApi;

beforeEach(() => {
  api = openQuotaApi();
});

const rowOf = (answer: Answer, code: string | null, region = 'us-east-1') =>
  answer.rows.find((row) => row.code === code && row.region === region);

describe('quotas', () => {
  it('says where a type is not sold, however large the quota', async () => {
    seedRegion(api, 'us-east-1');
    seedTarget(api.db, { collector: 'instance-type', region: 'us-east-1', lastLookAt: SEEN });
    seedQuotas(api, 'us-east-1', [onDemand(768)], [[P, 0]]);
    const { rows } = await api.json<Answer>('quotas?type=p5.48xlarge&region=us-east-1');
    expect(rows[0]).toMatchObject({
      limit: 768,
      headroom: 768,
      instancesLeft: null,
      reason: 'not sold here',
      outcome: 'not_sold',
    });
  });

  it('tells limit, use and what is left in vCPU, with the age of each', async () => {
    seedRegion(api, 'us-east-1');
    seedQuotas(api, 'us-east-1', [onDemand(768)], [[P, 384]]);
    const answer = await api.json<Answer>('quotas');
    expect(answer.asOf).toBe('2026-11-22T09:40:00Z');
    expect(rowOf(answer, P)).toEqual({
      region: 'us-east-1',
      code: P,
      name: 'Running On-Demand P instances',
      scope: 'on-demand',
      families: ['p'],
      unit: 'vCPU',
      limit: 768,
      default: 0,
      applied: true,
      used: 384,
      headroom: 384,
      type: null,
      vcpuPerInstance: null,
      instancesLeft: null,
      instancesAtMost: null,
      reason: null,
      adjustable: true,
      limitSince: '2026-11-22T09:40:00Z',
      usedAt: '2026-11-22T09:58:00Z',
      lastSeen: '2026-11-22T09:40:00Z',
      usedOutcome: 'value',
      outcome: 'value',
    });
  });

  it('tells how many more of a type, one row for each way of starting it', async () => {
    seedRegion(api, 'us-east-1');
    seedQuotas(
      api,
      'us-east-1',
      [onDemand(768), quota('L-C4BD4855', 'All P5 Spot Instance Requests', 192)],
      [
        [P, 384],
        ['L-C4BD4855', 0],
      ],
    );
    const { rows } = await api.json<Answer>('quotas?type=p5.48xlarge&region=us-east-1');
    expect(rows.map((row) => [row.scope, row.instancesLeft, row.vcpuPerInstance, row.outcome])).toEqual([
      ['on-demand', 2, 192, 'value'],
      ['spot', 1, 192, 'value'],
      ['capacity-block', null, 192, 'none'],
      ['capacity-block-organization', null, 192, 'none'],
    ]);
  });

  it('knows no headroom of P6 on spot, and says why', async () => {
    seedRegion(api, 'us-east-1');
    seedQuotas(api, 'us-east-1', [onDemand(768)], [[P, 0]]);
    const { rows } = await api.json<Answer>('quotas?type=p6-b200.48xlarge&region=us-east-1');
    expect(rows.find((row) => row.scope === 'spot')).toMatchObject({
      code: null,
      instancesLeft: null,
      instancesAtMost: null,
      reason: 'AWS names no spot quota for P6-B200',
      outcome: 'none',
    });
  });

  it('keeps the outcomes apart, with a limit only where there is one', async () => {
    const regions: [string, Outcome][] = [
      ['us-east-1', 'value'],
      ['us-east-2', 'none'],
      ['eu-south-1', 'region_disabled'],
      ['eu-west-1', 'denied'],
      ['us-west-1', 'throttled'],
      ['us-west-2', 'failed'],
      ['sa-east-1', 'never'],
    ];
    for (const [region, outcome] of regions) seedRegion(api, region, outcome);
    seedQuotas(api, 'us-east-1', [onDemand(768)], [[P, 96]]);
    // What was seen before a look that failed is no answer now.
    seedQuotas(api, 'us-west-2', [onDemand(768)], [[P, 96]]);
    const answer = await api.json<Answer>('quotas');
    const told = regions.map(([region]) => rowOf(answer, P, region));
    expect(told.map((row) => row?.outcome)).toEqual(regions.map(([, outcome]) => outcome));
    expect(told.map((row) => row?.limit)).toEqual([768, null, null, null, null, null, null]);
    expect(told.map((row) => row?.headroom)).toEqual([672, null, null, null, null, null, null]);
    expect(new Set(told.map((row) => row?.reason)).size).toBe(regions.length);
    const unused = OUTCOMES.filter((outcome) => !regions.some(([, has]) => has === outcome));
    // That is said of types, below: a quota is there or it is not.
    expect(unused).toEqual(['not_sold']);
    const response = await api.ask('quotas');
    expect(response.headers.get('x-chipdesk-regions-unknown')).toContain('eu-west-1=denied');
  });

  it('does not take a limit for free where the use is not known', async () => {
    seedRegion(api, 'us-east-1', 'value', 'throttled');
    seedQuotas(
      api,
      'us-east-1',
      [onDemand(768), quota('L-2C3B7624', 'Running On-Demand Trn instances', 512, { usageMetric: null })],
      [[P, 0]],
    );
    const answer = await api.json<Answer>('quotas');
    expect(rowOf(answer, P)).toMatchObject({
      limit: 768,
      used: null,
      usedOutcome: 'throttled',
      headroom: null,
    });
    expect(rowOf(answer, 'L-2C3B7624')).toMatchObject({
      used: null,
      usedOutcome: 'none',
      headroom: null,
      reason: 'AWS publishes no use of this quota',
    });
  });

  it('marks a default that stands in for an applied value, and a value AWS could not say', async () => {
    seedRegion(api, 'us-east-1');
    seedRegion(api, 'us-east-2');
    seedQuotas(api, 'us-east-1', [onDemand(0, { applied: undefined })]);
    seedQuotas(api, 'us-east-2', [onDemand(0, { applied: { error: 'DEPENDENCY_ACCESS_DENIED_ERROR' } })]);
    const answer = await api.json<Answer>('quotas');
    expect(rowOf(answer, P)).toMatchObject({ limit: 0, applied: false, headroom: 0, outcome: 'value' });
    expect(rowOf(answer, P, 'us-east-2')).toMatchObject({ limit: null, headroom: null, outcome: 'failed' });
  });

  it('answers a region that is not watched with rows that say so', async () => {
    seedRegion(api, 'us-east-1');
    const { rows } = await api.json<Answer>('quotas?region=eu-west-1');
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.every((row) => row.outcome === 'never' && row.limit === null)).toBe(true);
  });

  it.each([
    ['quotas?region=us-east-9', 'REGION_UNKNOWN'],
    ['quotas?type=p5.48xlargo', 'TYPE_UNKNOWN'],
    ['quotas?zone=use1-az4', 'PARAM_UNKNOWN'],
    ['quota-requests?region=us-east-9', 'REGION_UNKNOWN'],
    ['quota-requests?type=p5.48xlarge', 'PARAM_UNKNOWN'],
  ])('refuses %s', async (path, code) => {
    const response = await api.ask(path);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  it('says the same as CSV', async () => {
    seedRegion(api, 'us-east-1');
    seedQuotas(api, 'us-east-1', [onDemand(768)], [[P, 384]]);
    const response = await api.ask('quotas?format=csv&region=us-east-1');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head = '', first] = (await response.text()).split('\r\n');
    expect(head.split(',').slice(0, 9)).toEqual([
      'region',
      'code',
      'name',
      'scope',
      'families',
      'unit',
      'limit',
      'default',
      'applied',
    ]);
    expect(first).toContain(
      'us-east-1,L-417A185B,Running On-Demand P instances,on-demand,p,vCPU,768,0,true,384,384',
    );
  });
});
