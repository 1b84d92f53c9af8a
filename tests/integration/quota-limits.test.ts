import { describe, expect, test } from 'vitest';
import { writeTransaction } from '#db/client.ts';
import { readQuotaBook } from '#db/queries/quota-book.ts';
import { type SeenQuota, saveQuotas } from '#db/queries/quotas.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { headroomOf } from '#lib/quotas/headroom.ts';
import { newestLooks } from '../helpers/faulty-desk.ts';
import { bookOf, openQuotaDesk, P, P5_SPOT, quotaFacts, quotaOf } from '../helpers/quota-desk.ts';

const QUOTAS = { service: 'servicequotas', times: Number.POSITIVE_INFINITY } as const;
const APPLIED = { ...QUOTAS, action: 'ListServiceQuotas', region: 'us-east-1' } as const;
const P5 = { name: 'p5.48xlarge', family: 'p5', vcpu: 192 };
const P6 = { name: 'p6-b200.48xlarge', family: 'p6-b200', vcpu: 192 };

describe('limits', () => {
  test('are the applied values, and those of applied-less quotas AWS’s default', async () => {
    const desk = await openQuotaDesk({ regions: ['us-east-1', 'eu-north-1', 'ap-northeast-1'] });
    const all = ['us-east-1', 'eu-north-1', 'ap-northeast-1'].flatMap(
      (region) => bookOf(desk, region).quotas,
    );
    expect(all.every((quota) => quota.limit.outcome === 'value')).toBe(true);
    expect(quotaOf(desk).limit.value).toBeGreaterThanOrEqual(192);
    expect(quotaOf(desk)).toMatchObject({
      applied: true,
      defaultValue: 0,
      adjustable: true,
      hasMetric: true,
    });
    const untouched = all.filter((quota) => quota.applied === false);
    expect(untouched.length).toBeGreaterThan(0);
    expect(untouched.every((quota) => quota.limit.value === quota.defaultValue)).toBe(true);
  });

  test('come in pages, and the last one may end with an empty token', async () => {
    const desk = await openQuotaDesk({ pageSize: 3 });
    const whole = await openQuotaDesk();
    expect(bookOf(desk).quotas.map((quota) => quota.limit.value)).toEqual(
      bookOf(whole).quotas.map((quota) => quota.limit.value),
    );
    desk.standIn.faults.add({ ...QUOTAS, kind: 'same-token', region: 'us-east-1' });
    expect((await desk.run('quota')).state).toBe('partial');
    expect(quotaOf(desk).limit).toMatchObject({ value: null, outcome: 'failed' });
  });

  test('looked up twice leave what they left the first time, also when each page comes twice', async () => {
    const desk = await openQuotaDesk({ pageSize: 5 });
    const before = quotaFacts(desk);
    await desk.run('quota');
    await desk.run('quota-usage');
    desk.standIn.faults.add({ ...QUOTAS, kind: 'duplicate-page' });
    await desk.run('quota');
    expect(quotaFacts(desk)).toEqual(before);
  });

  test('of an account with nothing are zeros that are known, not gaps', async () => {
    const desk = await openQuotaDesk({ accessKey: 'AKIAZEROQUOTA0000000' });
    const { quotas } = bookOf(desk);
    expect(quotas.every((quota) => quota.limit.value === 0)).toBe(true);
    expect(headroomOf(P5, bookOf(desk), 'on-demand')).toMatchObject({ known: true, instances: 0 });
    expect(headroomOf(P5, bookOf(desk), 'capacity-block')).toMatchObject({ known: true, instances: 0 });
    expect(headroomOf(P6, bookOf(desk), 'spot')).toMatchObject({ known: false, outcome: 'none' });
  });

  test('of an almost new account let it start one small G machine', async () => {
    const desk = await openQuotaDesk({ accessKey: 'AKIANEW0000000000000' });
    const g6 = { name: 'g6.xlarge', family: 'g6', vcpu: 4 };
    expect(headroomOf(g6, bookOf(desk), 'on-demand')).toMatchObject({ known: true });
    expect(quotaOf(desk, 'L-DB2E81BA').limit.value).toBe(8);
    expect(headroomOf(P5, bookOf(desk), 'on-demand')).toMatchObject({ known: true, instances: 0 });
  });

  test('P6 on spot has no headroom until AWS names its quota to this account', async () => {
    const desk = await openQuotaDesk();
    expect(headroomOf(P6, bookOf(desk), 'spot')).toMatchObject({
      known: false,
      reason: 'AWS names no spot quota for P6-B200',
    });
    const named: SeenQuota = {
      code: 'L-00000001',
      name: 'All P6 Spot Instance Requests',
      scope: 'spot',
      families: ['p6'],
      adjustable: true,
      applied: { value: 0 },
      default: { value: 0 },
      usageMetric: null,
    };
    writeTransaction(desk.db, () => saveQuotas(desk.db, 'us-east-1', [named], desk.now(), false));
    expect(headroomOf(P6, bookOf(desk), 'spot')).toMatchObject({ known: true, instances: 0 });
  });
});

describe('a value that AWS could not say inside a call that succeeded', () => {
  test('is not known, while the others stand', async () => {
    const desk = await openQuotaDesk();
    const limit = quotaOf(desk).limit.value;
    desk.standIn.faults.add({ ...APPLIED, kind: 'quota-error', value: `${P} DEPENDENCY_SERVICE_ERROR` });
    desk.pass(HOUR);
    expect((await desk.run('quota')).state).toBe('ok');
    expect(quotaOf(desk)).toMatchObject({
      limit: { value: null, outcome: 'failed' },
      lastLimit: limit,
      errorCode: 'DEPENDENCY_SERVICE_ERROR',
    });
    expect(quotaOf(desk, P5_SPOT).limit.outcome).toBe('value');
    expect(headroomOf(P5, bookOf(desk), 'on-demand')).toMatchObject({ known: false, outcome: 'failed' });
    desk.standIn.faults.clear();
    await desk.run('quota');
    expect(quotaOf(desk)).toMatchObject({ limit: { value: limit, outcome: 'value' }, errorCode: null });
    expect(quotaFacts(desk).news).toEqual([]);
  });

  test('never becomes the default of a quota that has been granted more', async () => {
    const desk = await openQuotaDesk();
    desk.standIn.faults.add({ ...APPLIED, kind: 'empty-set' });
    await desk.run('quota');
    expect(quotaOf(desk)).toMatchObject({
      limit: { value: null, outcome: 'failed' },
      errorCode: 'NO_APPLIED_VALUE',
    });
    expect(quotaFacts(desk).news).toEqual([]);
    desk.standIn.faults.clear();
    await desk.run('quota');
    expect(quotaOf(desk).limit.outcome).toBe('value');
  });
});

describe('an answer that goes wrong', () => {
  test('an empty list of defaults is no account without quotas', async () => {
    const desk = await openQuotaDesk();
    desk.standIn.faults.add({ ...QUOTAS, kind: 'empty-set', region: 'us-east-1' });
    expect((await desk.run('quota')).state).toBe('partial');
    expect(quotaOf(desk).limit.outcome).toBe('failed');
    expect(quotaOf(desk, P, 'us-west-2').limit.outcome).toBe('value');
  });

  test.each([
    ['denied', 'denied'],
    ['throttle', 'throttled'],
    ['status500', 'failed'],
    ['renamed-set', 'failed'],
    ['truncated', 'failed'],
    ['html', 'failed'],
    ['reset', 'failed'],
    ['opt-in', 'denied'],
  ] as const)('%s: is told apart, moves nothing, stops no other region', async (kind, outcome) => {
    const desk = await openQuotaDesk();
    const before = quotaFacts(desk);
    desk.standIn.faults.add({ ...QUOTAS, kind, region: 'us-east-1' });
    desk.pass(HOUR);
    expect((await desk.run('quota')).state).toBe('partial');
    expect(quotaOf(desk).limit).toMatchObject({ value: null, outcome });
    expect(quotaOf(desk, P, 'us-west-2').limit.outcome).toBe('value');
    const { quotas, points, news } = quotaFacts(desk);
    expect({ quotas, points, news }).toEqual({ quotas: before.quotas, points: before.points, news: [] });
  });

  test('requests that may not be listed leave the limits known', async () => {
    const desk = await openQuotaDesk();
    const action = 'ListRequestedServiceQuotaChangeHistory';
    desk.standIn.faults.add({ ...QUOTAS, kind: 'denied', action });
    expect((await desk.run('quota')).state).toBe('partial');
    expect(quotaOf(desk).limit.outcome).toBe('value');
  });

  test('a region that is not enabled is not asked, and one not asked yet is said to be so', async () => {
    const desk = await openQuotaDesk({ regions: ['us-east-1', 'il-central-1'] });
    expect(quotaOf(desk, P, 'il-central-1').limit.outcome).toBe('region_disabled');
    expect(newestLooks(desk.db, 'quota-usage').get('il-central-1')?.outcome).toBe('region_disabled');
    // Enabled when regions were last asked for, and disabled since: Service Quotas speaks of a bad token then.
    desk.db.sqlite.exec("UPDATE region SET enabled = 1 WHERE name = 'il-central-1'");
    desk.db.sqlite.exec("UPDATE target SET outcome = 'never' WHERE region = 'il-central-1'");
    await desk.run('quota');
    expect(newestLooks(desk.db, 'quota').get('il-central-1')?.outcome).toBe('region_disabled');
    const [never] = readQuotaBook(desk.db, ['us-west-1']);
    expect(never?.quotas.every((quota) => quota.limit.outcome === 'never')).toBe(true);
  });
});

test('a quota that a complete answer no longer has is none, and a changed limit is news once', async () => {
  const desk = await openQuotaDesk();
  const seen = (code: string, value: number): SeenQuota => ({
    code,
    name: 'All P6 Spot Instance Requests',
    scope: 'spot',
    families: ['p6'],
    adjustable: true,
    applied: { value },
    default: { value: 0 },
    usageMetric: null,
  });
  const save = (quotas: SeenQuota[], isComplete: boolean) =>
    writeTransaction(desk.db, () => saveQuotas(desk.db, 'us-east-1', quotas, desk.now(), isComplete));
  save([seen('L-00000001', 0)], false);
  for (let look = 0; look < 2; look++) {
    desk.pass(5 * MINUTE);
    save([seen('L-00000001', 192)], false);
  }
  expect(quotaFacts(desk).news).toEqual([
    [
      'quota-changed',
      'us-east-1',
      'L-00000001',
      desk.now() - 5 * MINUTE,
      expect.stringContaining('"from":0,"to":192'),
    ],
  ]);
  save([], false);
  expect(quotaOf(desk, 'L-00000001').limit).toMatchObject({ value: 192, outcome: 'value' });
  save([], true);
  expect(quotaOf(desk, 'L-00000001').limit).toMatchObject({ value: null, outcome: 'none' });
});
