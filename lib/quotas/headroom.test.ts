import { describe, expect, test } from 'vitest';
import { recogniseQuota } from '#lib/catalogue/quotas.ts';
import { OUTCOMES, type Outcome } from '#lib/domain/outcome.ts';
import { NO_APPLIED_VALUE, quotaBook, type RegionQuotas, type StoredQuota } from './book.ts';
import { headroomOf, whyUnknown } from './headroom.ts';

const NOW = Date.UTC(2026, 10, 22);
const P5 = { name: 'p5.48xlarge', family: 'p5', vcpu: 192 };
const P6 = { name: 'p6-b200.48xlarge', family: 'p6-b200', vcpu: 192 };
const TRN = { name: 'trn2.48xlarge', family: 'trn2', vcpu: 192 };

const number = (value: number | null, outcome: Outcome = 'value') => ({
  value,
  outcome,
  confirmedAt: NOW,
  changedAt: NOW,
});

type Setup = { limit?: number | null; used?: number | null; own?: Outcome } & Partial<
  Omit<StoredQuota, 'limit' | 'used'>
>;

function stored(
  code: string,
  name: string,
  { limit = 0, used = null, own = 'value', ...rest }: Setup,
): StoredQuota {
  return {
    ...recogniseQuota(code, name)!,
    region: 'us-east-1',
    adjustable: true,
    applied: true,
    defaultValue: 0,
    errorCode: null,
    hasMetric: true,
    lastSeenAt: NOW,
    ...rest,
    limit: number(limit, own),
    used: used === null ? undefined : number(used),
  };
}

const onDemand = (setup: Setup) => stored('L-417A185B', 'Running On-Demand P instances', setup);
const spotP5 = (setup: Setup) => stored('L-C4BD4855', 'All P5 Spot Instance Requests', setup);
const spotP4 = (setup: Setup) => stored('L-7212CCBC', 'All P4, P3 and P2 Spot Instance Requests', setup);
const trn = (setup: Setup) =>
  stored('L-2C3B7624', 'Running On-Demand Trn instances', { hasMetric: false, ...setup });
const block = (setup: Setup) =>
  stored('L-DA6814F2', 'Concurrent P5 Capacity Blocks per account', { hasMetric: false, ...setup });

function region(quotas: StoredQuota[], limits: Outcome = 'value', usage: Outcome = 'value'): RegionQuotas {
  const look = (outcome: Outcome) => new Map([['us-east-1', { outcome, lastCompleteAt: NOW }]]);
  return quotaBook(quotas, { limits: look(limits), usage: look(usage) }, ['us-east-1'])[0]!;
}

describe('how many more', () => {
  test('quotas are vCPU: 768 of them with 384 in use are two more p5.48xlarge', () => {
    expect(headroomOf(P5, region([onDemand({ limit: 768, used: 384 })]), 'on-demand')).toMatchObject({
      known: true,
      instances: 2,
    });
  });

  test('what is left of less than one instance starts none', () => {
    const here = region([onDemand({ limit: 768, used: 600 })]);
    expect(headroomOf(P5, here, 'on-demand')).toMatchObject({ known: true, instances: 0 });
  });

  test('use above a limit that was lowered is no headroom, and no negative one', () => {
    const here = region([onDemand({ limit: 192, used: 384 })]);
    expect(headroomOf(P5, here, 'on-demand')).toMatchObject({ known: true, instances: 0 });
  });

  test('on-demand, spot and blocks are counted apart', () => {
    const here = region([
      onDemand({ limit: 384, used: 384 }),
      spotP5({ limit: 384, used: 0 }),
      block({ limit: 1536 }),
    ]);
    expect(headroomOf(P5, here, 'on-demand')).toMatchObject({ known: true, instances: 0 });
    expect(headroomOf(P5, here, 'spot')).toMatchObject({ known: true, instances: 2 });
    expect(headroomOf(P5, here, 'capacity-block')).toMatchObject({ known: false, atMost: 8 });
  });

  test('P5 on spot has a quota of its own', () => {
    const here = region([spotP4({ limit: 1920, used: 0 }), spotP5({ limit: 192, used: 0 })]);
    expect(headroomOf(P5, here, 'spot')).toMatchObject({ known: true, instances: 1 });
    const p4 = { name: 'p4d.24xlarge', family: 'p4d', vcpu: 96 };
    expect(headroomOf(p4, here, 'spot')).toMatchObject({ known: true, instances: 20 });
  });

  test('a limit of zero is zero more, whatever is known of the use', () => {
    expect(headroomOf(TRN, region([trn({ limit: 0 })]), 'on-demand')).toMatchObject({
      known: true,
      instances: 0,
    });
  });

  test('a default counts as the limit where nothing was applied', () => {
    const here = region([onDemand({ limit: 192, used: 0, applied: false })]);
    expect(headroomOf(P5, here, 'on-demand')).toMatchObject({ known: true, instances: 1 });
  });
});

describe('what is not known stays so, with a reason', () => {
  test('P6 on spot: AWS has named no such quota', () => {
    const here = region([spotP5({ limit: 1920, used: 0 }), spotP4({ limit: 1920, used: 0 })]);
    expect(headroomOf(P6, here, 'spot')).toEqual({
      known: false,
      outcome: 'none',
      reason: 'AWS names no spot quota for P6-B200',
      atMost: null,
      quota: undefined,
    });
    const named = stored('L-00000001', 'All P6 Spot Instance Requests', { limit: 384, used: 0 });
    expect(headroomOf(P6, region([named]), 'spot')).toMatchObject({ known: true, instances: 2 });
  });

  test('a quota without a metric: its use is not zero', () => {
    expect(headroomOf(TRN, region([trn({ limit: 512 })]), 'on-demand')).toMatchObject({
      known: false,
      outcome: 'none',
      reason: 'AWS publishes no use of this quota',
      atMost: 2,
    });
  });

  test('a value that AWS could not say inside a call that succeeded', () => {
    const broken = onDemand({ limit: 768, used: 0, own: 'failed', errorCode: 'DEPENDENCY_SERVICE_ERROR' });
    expect(headroomOf(P5, region([broken]), 'on-demand')).toMatchObject({
      known: false,
      outcome: 'failed',
      reason: 'AWS could not say this limit: the service behind it failed',
      atMost: null,
    });
  });

  test('an applied value that AWS no longer gives', () => {
    const lost = onDemand({ limit: 768, used: 0, own: 'failed', errorCode: NO_APPLIED_VALUE });
    expect(headroomOf(P5, region([lost]), 'on-demand')).toMatchObject({
      reason: 'AWS no longer gives an applied value',
    });
  });

  test('a type of which nobody says how many vCPU it has', () => {
    const here = region([onDemand({ limit: 768, used: 0 })]);
    expect(headroomOf({ ...P5, vcpu: null }, here, 'on-demand')).toMatchObject({
      known: false,
      reason: 'vCPU of p5.48xlarge not known',
    });
  });

  test('what AWS does not sell there cannot be started, however large the quota', () => {
    const here = region([onDemand({ limit: 768, used: 0 }), spotP5({ limit: 768, used: 0 })]);
    expect(headroomOf(P5, here, 'on-demand', null)).toMatchObject({
      known: false,
      outcome: 'not_sold',
      reason: 'not sold here',
      atMost: null,
    });
    const classes = ['capacity-block', 'spot'];
    expect(headroomOf(P5, here, 'spot', classes)).toMatchObject({ known: true, instances: 4 });
    expect(headroomOf(P5, here, 'on-demand', classes)).toMatchObject({ reason: 'not sold here on demand' });
    expect(headroomOf(P5, here, 'spot', ['on-demand'])).toMatchObject({ reason: 'not sold here on spot' });
  });

  const BAD: Outcome[] = ['region_disabled', 'denied', 'throttled', 'failed', 'never'];

  test.each(BAD)('a look at the limits that came to %s, also for a quota never seen', (outcome) => {
    const seen = region([onDemand({ limit: 768, used: 0 })], outcome);
    expect(headroomOf(P5, seen, 'on-demand')).toMatchObject({ known: false, outcome, atMost: null });
    expect(headroomOf(P5, region([], outcome), 'on-demand')).toMatchObject({ known: false, outcome });
    expect(headroomOf(P6, region([], outcome), 'spot')).toMatchObject({ known: false, outcome });
  });

  test.each(BAD)(
    'a look at the use that came to %s: how many there could be at most is still known',
    (outcome) => {
      const here = region([onDemand({ limit: 768, used: 96 })], 'value', outcome);
      expect(headroomOf(P5, here, 'on-demand')).toMatchObject({ known: false, outcome, atMost: 4 });
    },
  );

  test('the reasons of the outcomes are all different', () => {
    const reasons = OUTCOMES.filter((outcome) => outcome !== 'value' && outcome !== 'not_sold').map(
      (outcome) => {
        const [quota] = region([], outcome).quotas;
        return whyUnknown(quota!);
      },
    );
    expect(new Set(reasons).size).toBe(reasons.length);
    expect(reasons).toContain('no such quota here');
    expect(reasons).toContain('limit: access denied');
  });
});

test('a region is told of every quota that AWS is known to have', () => {
  const { quotas } = region([onDemand({ limit: 768, used: 0 })]);
  expect(quotas[0]).toMatchObject({ code: 'L-417A185B', limit: { value: 768, outcome: 'value' } });
  expect(quotas[1]).toMatchObject({
    code: 'L-C4BD4855',
    limit: { value: null, outcome: 'none' },
    hasMetric: null,
  });
});
