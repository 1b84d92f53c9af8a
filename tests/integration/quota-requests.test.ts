import { describe, expect, test } from 'vitest';
import { writeTransaction } from '#db/client.ts';
import { listQuotaRequests, type SeenRequest, saveRequests } from '#db/queries/quota-requests.ts';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { isDecided } from '#lib/quotas/requests.ts';
import { openFaultyDesk } from '../helpers/faulty-desk.ts';
import { openQuotaDesk, P, quotaFacts } from '../helpers/quota-desk.ts';

const REGION = 'us-east-1';

describe('requests for more quota', () => {
  test('go through their statuses over the polls, each with its instant, and the decision is news once', async () => {
    const desk = await openQuotaDesk();
    for (let poll = 0; poll < 60; poll++) {
      desk.pass(12 * HOUR);
      await desk.run('quota');
    }
    const followed = listQuotaRequests(desk.db).filter((request) => request.statuses.length > 1);
    expect(followed.length).toBeGreaterThan(0);
    for (const { statuses, requestedAt, status, updatedAt } of followed) {
      const instants = statuses.map(({ at }) => at);
      expect(instants).toEqual([...instants].sort((a, b) => a - b));
      expect(instants[0]).toBeGreaterThanOrEqual(requestedAt);
      expect(statuses.at(-1)).toEqual({ status, at: updatedAt });
    }
    const told = quotaFacts(desk).news?.filter((row) => (row as string[])[0] === 'quota-request-decided');
    const decided = followed.filter((request) => isDecided(request.status));
    for (const { id } of decided) expect(told?.filter((row) => (row as string[])[2] === id)).toHaveLength(1);
  });

  test('decided before the first look are history, not news', async () => {
    const desk = await openQuotaDesk();
    expect(listQuotaRequests(desk.db).filter((request) => isDecided(request.status)).length).toBeGreaterThan(
      0,
    );
    expect(quotaFacts(desk).news).toEqual([]);
  });

  test('stay on record when AWS no longer lists them, after 90 days', async () => {
    const desk = await openQuotaDesk();
    const before = listQuotaRequests(desk.db);
    expect(before.length).toBeGreaterThan(0);
    desk.pass(91 * DAY);
    await desk.run('quota');
    const after = new Map(listQuotaRequests(desk.db).map((request) => [request.id, request]));
    for (const request of before) expect(after.get(request.id)).toEqual(request);
  });

  test('of an account with nothing are never approved', async () => {
    const desk = await openFaultyDesk({ accessKey: 'AKIAZEROQUOTA0000000', regions: [REGION] });
    for (let poll = 0; poll < 6; poll++) {
      await desk.run('quota');
      desk.pass(30 * DAY);
    }
    const statuses = new Set(listQuotaRequests(desk.db).map((request) => request.status));
    expect(statuses.size).toBeGreaterThan(0);
    expect(statuses.has('APPROVED')).toBe(false);
  });
});

describe('one request, seen by hand', () => {
  const at = Date.UTC(2026, 2, 2);
  const seen = (status: string, updatedAt: number): SeenRequest => ({
    id: 'r1',
    code: P,
    name: 'Running On-Demand P instances',
    scope: 'on-demand',
    desiredValue: 768,
    status,
    caseId: null,
    automatic: false,
    requestedAt: at,
    updatedAt,
  });

  async function follow(
    ...looks: [status: string, updatedAt: number, lookAt: number, lastLookAt: number | null][]
  ) {
    const desk = await openFaultyDesk({ regions: [REGION] });
    for (const [status, updatedAt, lookAt, lastLookAt] of looks)
      writeTransaction(desk.db, () =>
        saveRequests(desk.db, REGION, [seen(status, updatedAt)], lookAt, lastLookAt),
      );
    const [request] = listQuotaRequests(desk.db);
    return { statuses: request?.statuses, news: quotaFacts(desk).news };
  }

  test('a page that comes late does not turn an approval back', async () => {
    const { statuses, news } = await follow(
      ['PENDING', at, at, null],
      ['APPROVED', at + HOUR, at + 2 * HOUR, at],
      ['PENDING', at, at + 3 * HOUR, at + 2 * HOUR],
    );
    expect(statuses).toEqual([
      { at, status: 'PENDING' },
      { at: at + HOUR, status: 'APPROVED' },
    ]);
    expect(news).toHaveLength(1);
  });

  test('a request made and approved between two looks is news', async () => {
    const { news } = await follow(['APPROVED', at + HOUR, at + 2 * HOUR, at]);
    expect(news).toEqual([
      ['quota-request-decided', REGION, 'r1', at + HOUR, expect.stringContaining('"status":"APPROVED"')],
    ]);
  });

  test('statuses that AWS dates alike keep the order in which they were seen', async () => {
    const { statuses } = await follow(['PENDING', at, at, null], ['CASE_OPENED', at, at + HOUR, at]);
    expect(statuses?.map(({ status }) => status)).toEqual(['PENDING', 'CASE_OPENED']);
  });
});
