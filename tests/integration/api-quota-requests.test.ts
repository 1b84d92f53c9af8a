import { beforeEach, describe, expect, it, vi } from 'vitest';
import { writeTransaction } from '#db/client.ts';
import { type SeenRequest, saveRequests } from '#db/queries/quota-requests.ts';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { NOW, type TestApi } from '#tests/helpers/api-ask.ts';
import { bumpVersion } from '#tests/helpers/api-seed.ts';
import { openQuotaApi, P, SEEN, seedRegion } from '#tests/helpers/quota-seed.ts';

vi.mock('server-only', () => ({}));

type Row = Record<string, unknown> & { region: string; code: string | null; outcome: string; scope: string };
type Answer = { asOf: string | null; rows: Row[] };

let api: TestApi;

beforeEach(() => {
  api = openQuotaApi();
});

describe('quota requests', () => {
  const request = (status: string, updatedAt: number): SeenRequest => ({
    id: 'r1',
    code: P,
    name: 'Running On-Demand P instances',
    scope: 'on-demand',
    desiredValue: 1536,
    status,
    caseId: '1700',
    automatic: false,
    requestedAt: NOW - 3 * DAY,
    updatedAt,
  });
  const saveRequest = (status: string, updatedAt: number, at: number) => {
    writeTransaction(api.db, () => saveRequests(api.db, 'us-east-1', [request(status, updatedAt)], at, null));
    bumpVersion(api.db);
  };

  it('tells age and every status with its instant; other regions say why they have none', async () => {
    seedRegion(api, 'us-east-1');
    seedRegion(api, 'us-east-2', 'none');
    seedRegion(api, 'eu-west-1', 'denied');
    saveRequest('PENDING', NOW - 3 * DAY, NOW - 3 * DAY);
    saveRequest('CASE_OPENED', NOW - 2 * DAY, SEEN);
    const { rows } = await api.json<Answer>('quota-requests');
    expect(rows[0]).toEqual({
      id: 'r1',
      region: 'us-east-1',
      code: P,
      name: 'Running On-Demand P instances',
      desired: 1536,
      unit: 'vCPU',
      status: 'CASE_OPENED',
      decided: false,
      automatic: false,
      caseId: '1700',
      requestedAt: '2026-11-19T10:00:00Z',
      updatedAt: '2026-11-20T10:00:00Z',
      ageSeconds: 3 * 86_400,
      firstSeen: '2026-11-19T10:00:00Z',
      lastSeen: '2026-11-22T09:40:00Z',
      listed: true,
      statuses: [
        { at: '2026-11-19T10:00:00Z', status: 'PENDING' },
        { at: '2026-11-20T10:00:00Z', status: 'CASE_OPENED' },
      ],
      outcome: 'value',
    });
    expect(rows.slice(1).map((row) => [row.region, row.id, row.outcome])).toEqual([
      ['eu-west-1', null, 'denied'],
      ['us-east-2', null, 'none'],
    ]);
  });

  it('keeps one that AWS has stopped listing, and says that it has', async () => {
    seedRegion(api, 'us-east-1');
    saveRequest('CASE_OPENED', NOW - 2 * DAY, NOW - DAY);
    const { rows } = await api.json<Answer>('quota-requests?region=us-east-1');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ status: 'CASE_OPENED', listed: false });
  });

  it('says that a status may be old where the newest look went wrong', async () => {
    seedRegion(api, 'us-east-1', 'throttled');
    saveRequest('PENDING', NOW - 2 * DAY, NOW - HOUR);
    const { rows } = await api.json<Answer>('quota-requests');
    expect(rows[0]).toMatchObject({ id: 'r1', outcome: 'throttled' });
  });

  it('says the same as CSV', async () => {
    seedRegion(api, 'us-east-1');
    saveRequest('PENDING', NOW - 3 * DAY, SEEN);
    const text = await (await api.ask('quota-requests?format=csv')).text();
    expect(text.split('\r\n')[1]).toContain(
      'r1,us-east-1,L-417A185B,Running On-Demand P instances,1536,vCPU,PENDING',
    );
  });
});
