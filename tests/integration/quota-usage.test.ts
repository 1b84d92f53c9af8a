import { describe, expect, test } from 'vitest';
import { MINUTE } from '#lib/domain/time.ts';
import { headroomOf } from '#lib/quotas/headroom.ts';
import { newestLooks } from '../helpers/faulty-desk.ts';
import { bookOf, openQuotaDesk, P, quotaFacts, quotaOf, TRN } from '../helpers/quota-desk.ts';

const METRICS = { service: 'cloudwatch', region: 'us-east-1', times: Number.POSITIVE_INFINITY } as const;
/** The quota whose metric stands first in the question: the lowest code with a metric. */
const FIRST = 'L-1945791B';
const P5 = { name: 'p5.48xlarge', family: 'p5', vcpu: 192 };

describe('the use of quotas', () => {
  test('is asked for in one call per region, by the dimensions and statistic that each quota names', async () => {
    const desk = await openQuotaDesk();
    desk.pass(5 * MINUTE);
    const before = desk.standIn.requests.length;
    await desk.run('quota-usage');
    const asked = desk.standIn.requests.slice(before);
    expect(asked.map((request) => `${request.action} ${request.region}`).sort()).toEqual([
      'GetMetricData us-east-1',
      'GetMetricData us-west-2',
    ]);
    const used = bookOf(desk).quotas.filter((quota) => quota.hasMetric && quota.limit.value !== 0);
    expect(used.length).toBeGreaterThan(2);
    expect(used.every((quota) => quota.used.outcome === 'value' && quota.used.seenAt === desk.now())).toBe(
      true,
    );
  });

  test('is zero where AWS has no data, and above zero somewhere', async () => {
    const desk = await openQuotaDesk();
    const values = ['us-east-1', 'us-west-2']
      .flatMap((region) => bookOf(desk, region).quotas)
      .filter((quota) => quota.hasMetric && quota.limit.value !== 0)
      .map((quota) => quota.used.value);
    expect(values).toContain(0);
    expect(values.some((value) => value !== null && value > 0)).toBe(true);
    expect(values).not.toContain(null);
  });

  test('costs nothing where nothing may be started: AWS bills this call by the metric', async () => {
    const desk = await openQuotaDesk();
    const { quotas } = bookOf(desk);
    const measured = quotas.filter((quota) => quota.hasMetric);
    const asked = desk.standIn.requests.findLast(
      (request) => request.region === 'us-east-1' && request.action === 'GetMetricData',
    );
    const zero = measured.filter((quota) => quota.limit.value === 0);
    expect(zero.length).toBeGreaterThan(0);
    expect(JSON.parse(asked?.params.MetricDataQueries ?? '[]')).toHaveLength(measured.length - zero.length);
    expect(zero.every((quota) => quota.used.value === null && quota.used.outcome === 'none')).toBe(true);
  });

  test('of an account without any quota is a look at nothing, and no call', async () => {
    const desk = await openQuotaDesk({ accessKey: 'AKIAZEROQUOTA0000000' });
    expect(desk.standIn.requests.filter((request) => request.action === 'GetMetricData')).toEqual([]);
    expect(newestLooks(desk.db, 'quota-usage').get('us-east-1')).toMatchObject({
      outcome: 'none',
      completeness: 'complete',
    });
  });

  test('of Trn is not published: it is not known, and not zero', async () => {
    const desk = await openQuotaDesk();
    expect(quotaOf(desk, TRN)).toMatchObject({ hasMetric: false, used: { value: null, outcome: 'none' } });
  });

  test('comes in pages, a metric split over two of them too', async () => {
    const paged = await openQuotaDesk({ pageSize: 4 });
    const whole = await openQuotaDesk();
    const uses = (desk: typeof whole) => bookOf(desk).quotas.map((quota) => quota.used.value);
    expect(uses(paged)).toEqual(uses(whole));
  });

  test.each([
    ['InternalError', 'failed'],
    ['Forbidden', 'denied'],
    ['PartialData', 'failed'],
  ])('with status %s is not zero, while the others stand', async (value, outcome) => {
    const desk = await openQuotaDesk();
    desk.standIn.faults.add({ ...METRICS, kind: 'metric-status', value });
    desk.pass(5 * MINUTE);
    await desk.run('quota-usage');
    expect(quotaOf(desk, FIRST).used).toMatchObject({ value: null, outcome });
    expect(quotaOf(desk, P).used.outcome).toBe('value');
  });

  test.each([
    ['denied', 'denied'],
    ['throttle', 'throttled'],
    ['status500', 'failed'],
    ['renamed-set', 'failed'],
    ['empty-set', 'failed'],
    ['html', 'failed'],
  ] as const)(
    'of a look that came to %s is not known: no headroom is told from before',
    async (kind, outcome) => {
      const desk = await openQuotaDesk();
      const before = quotaFacts(desk);
      desk.standIn.faults.add({ ...METRICS, kind });
      expect((await desk.run('quota-usage')).state).toBe('partial');
      expect(newestLooks(desk.db, 'quota-usage').get('us-east-1')?.outcome).toBe(outcome);
      expect(quotaOf(desk).used).toMatchObject({ value: null, outcome });
      expect(headroomOf(P5, bookOf(desk), 'on-demand')).toMatchObject({ known: false, outcome });
      expect(quotaOf(desk, P, 'us-west-2').used.outcome).toBe('value');
      expect(quotaFacts(desk)).toEqual(before);
    },
  );

  test('does not move when it is looked at twice', async () => {
    const desk = await openQuotaDesk();
    const before = quotaFacts(desk);
    await desk.run('quota-usage');
    expect(quotaFacts(desk)).toEqual(before);
  });

  test('is not asked for where no quota has been seen', async () => {
    const desk = await openQuotaDesk();
    desk.context.watch = { ...desk.context.watch, regions: ['us-east-2'] };
    expect((await desk.run('quota-usage')).state).toBe('ok');
    expect(bookOf(desk, 'us-east-1')).toBeDefined();
  });
});
