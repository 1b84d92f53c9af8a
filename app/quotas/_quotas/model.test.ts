import { describe, expect, test } from 'vitest';
import type { QuotaRequest } from '#db/queries/quota-requests.ts';
import { recogniseQuota } from '#lib/catalogue/quotas.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { quotaBook, type StoredQuota } from '#lib/quotas/book.ts';
import { answerOf } from './answer.ts';
import { groupQuotas } from './groups.ts';
import { chosenType, quotasHref, shortcuts } from './params.ts';
import { timelineOf } from './timeline.ts';

const NOW = Date.UTC(2026, 10, 22);
const P5 = { name: 'p5.48xlarge', family: 'p5', vcpu: 192 };
const SOLD = () => undefined;
const NAMES: Record<string, string> = {
  'L-417A185B': 'Running On-Demand P instances',
  'L-C4BD4855': 'All P5 Spot Instance Requests',
  'L-DA6814F2': 'Concurrent P5 Capacity Blocks per account',
  'L-8131B2C6': 'Concurrent P5 Capacity Blocks per organization',
  'L-2C3B7624': 'Running On-Demand Trn instances',
};

function stored(
  region: string,
  code: string,
  limit: number,
  used: number | null,
  over: Partial<StoredQuota> = {},
) {
  const number = (value: number) => ({
    value,
    outcome: 'value' as Outcome,
    confirmedAt: NOW,
    changedAt: NOW,
  });
  const quota: StoredQuota = {
    ...recogniseQuota(code, NAMES[code] ?? '')!,
    region,
    adjustable: true,
    applied: true,
    defaultValue: 0,
    errorCode: null,
    hasMetric: used !== null,
    lastSeenAt: NOW,
    limit: number(limit),
    used: used === null ? undefined : number(used),
  };
  return { ...quota, ...over };
}

function bookOf(quotas: StoredQuota[], looks: Record<string, Outcome>) {
  const map = new Map(
    Object.entries(looks).map(([region, outcome]) => [region, { outcome, lastCompleteAt: NOW }]),
  );
  return quotaBook(quotas, { limits: map, usage: map }, Object.keys(looks));
}

describe('what may be started of a type', () => {
  const book = bookOf(
    [
      stored('us-east-1', 'L-417A185B', 768, 384),
      stored('us-east-2', 'L-417A185B', 1152, 0),
      stored('us-east-2', 'L-C4BD4855', 192, 0),
      stored('us-west-2', 'L-DA6814F2', 384, null),
      stored('eu-north-1', 'L-417A185B', 0, 0),
      stored('eu-north-1', 'L-8131B2C6', 768, null),
    ],
    {
      'us-east-1': 'value',
      'us-east-2': 'value',
      'us-west-2': 'value',
      'eu-north-1': 'value',
      'eu-west-1': 'denied',
      'eu-west-2': 'throttled',
      'eu-west-3': 'failed',
      'sa-east-1': 'never',
      'ap-east-1': 'region_disabled',
      'ca-central-1': 'value',
    },
  );
  const answer = answerOf(P5, book, (_, region) => (region === 'ca-central-1' ? null : undefined));

  test('adds the regions up for each way of starting it', () => {
    const [onDemand, spot, block] = answer.totals;
    expect(onDemand).toMatchObject({ instances: 8, regions: 2, best: { region: 'us-east-2', instances: 6 } });
    expect(spot).toMatchObject({ instances: 1, regions: 1, reason: null });
    expect(block).toMatchObject({ instances: 0, unknownRegions: 1, atMost: 2 });
  });

  test('shows regions with something, most first; the organization’s limit alone starts nothing', () => {
    expect(answer.rows.map((row) => row.region)).toEqual(['us-east-2', 'us-east-1', 'us-west-2']);
  });

  test('says of every other region why, trouble first', () => {
    expect(answer.silences.map(({ outcome, words, regions }) => [outcome, words, regions.join()])).toEqual([
      ['denied', 'access denied', 'eu-west-1'],
      ['failed', 'look failed', 'eu-west-3'],
      ['throttled', 'throttled by AWS', 'eu-west-2'],
      ['never', 'not asked yet', 'sa-east-1'],
      ['value', 'nothing more may be started', 'eu-north-1'],
      ['not_sold', 'not sold here', 'ca-central-1'],
      ['region_disabled', 'region not enabled', 'ap-east-1'],
    ]);
  });

  test('P6 on spot is a reason, not a zero', () => {
    const p6 = answerOf({ name: 'p6-b200.48xlarge', family: 'p6-b200', vcpu: 192 }, book, SOLD);
    expect(p6.totals[1]).toMatchObject({ instances: 0, reason: 'AWS names no spot quota for P6-B200' });
  });
});

describe('quotas by family', () => {
  const book = bookOf(
    [
      stored('us-east-1', 'L-417A185B', 768, 384),
      stored('us-east-2', 'L-417A185B', 0, 0),
      stored('us-west-2', 'L-417A185B', 768, 0, {
        errorCode: 'DEPENDENCY_SERVICE_ERROR',
        limit: { value: 768, outcome: 'failed', confirmedAt: NOW, changedAt: NOW },
      }),
      stored('us-east-1', 'L-2C3B7624', 512, null),
    ],
    { 'us-east-1': 'value', 'us-east-2': 'value', 'us-west-2': 'value', 'eu-west-1': 'denied' },
  );
  const groups = groupQuotas(book, P5, SOLD);

  test('keeps limits, zeros and values that are not known apart', () => {
    expect(groups.map((group) => group.group)).toEqual(['P', 'Trn']);
    const [line] = groups[0]!.lines;
    expect(line).toMatchObject({
      label: 'On-demand P',
      isChosen: true,
      hasUse: true,
      zero: ['us-east-2'],
      unknown: [
        { region: 'us-west-2', reason: 'AWS could not say this limit: the service behind it failed' },
      ],
    });
    expect(line?.entries.map(({ quota, limit, headroom }) => [quota.region, limit, headroom?.known])).toEqual(
      [['us-east-1', 768, true]],
    );
  });

  test('asks of other families for no headroom of the chosen type', () => {
    expect(groups[1]!.lines[0]).toMatchObject({ label: 'On-demand Trn', isChosen: false, hasUse: false });
    expect(groups[1]!.lines[0]!.entries[0]!.headroom).toBeNull();
  });

  test('says that AWS has named no quota of P6 on spot', () => {
    expect(groups[0]!.note).toContain('Spot P6');
  });
});

describe('requests over time', () => {
  const request = (id: string, over: Partial<QuotaRequest>): QuotaRequest => ({
    id,
    region: 'us-east-1',
    code: 'L-417A185B',
    name: 'Running On-Demand P instances',
    desiredValue: 768,
    status: 'CASE_OPENED',
    caseId: null,
    automatic: false,
    requestedAt: NOW - 10 * DAY,
    updatedAt: NOW - 5 * DAY,
    firstSeenAt: NOW - 10 * DAY,
    lastSeenAt: NOW,
    statuses: [
      { at: NOW - 10 * DAY, status: 'PENDING' },
      { at: NOW - 5 * DAY, status: 'CASE_OPENED' },
    ],
    ...over,
  });

  test('puts the longest waiting first, then the newest decisions, and counts what it leaves out', () => {
    const decided = (id: string, days: number) =>
      request(id, { status: 'APPROVED', updatedAt: NOW - days * DAY });
    const requests = [
      decided('old', 9),
      decided('new', 1),
      decided('middle', 2),
      request('late', { requestedAt: NOW - DAY }),
      request('early', {}),
    ];
    const timeline = timelineOf(requests, () => NOW, NOW, 2);
    expect(timeline.open.map(({ id }) => id)).toEqual(['early', 'late']);
    expect(timeline.decided.map(({ id }) => id)).toEqual(['new', 'middle']);
    expect(timeline).toMatchObject({ hidden: 1, days: 10 });
  });

  test('draws an open one up to now and a decided one up to its decision', () => {
    const [open] = timelineOf([request('a', {})], () => NOW, NOW, 5).open;
    expect(open).toMatchObject({ decidedAt: null, strip: { from: 0, to: 1, marks: [0, 0.5] } });
    const done = request('b', { status: 'DENIED', updatedAt: NOW - 5 * DAY });
    const [denied] = timelineOf([done], () => NOW, NOW, 5).decided;
    expect(denied).toMatchObject({ decidedAt: NOW - 5 * DAY, strip: { from: 0, to: 0.5 } });
  });

  test('says of one that AWS no longer lists that its status is the last one seen', () => {
    const gone = request('a', { lastSeenAt: NOW - HOUR, requestedAt: NOW - 120 * DAY });
    expect(timelineOf([gone], () => NOW, NOW, 5)).toMatchObject({ open: [{ isForgotten: true }], days: 90 });
    expect(timelineOf([gone], () => null, NOW, 5).open[0]?.isForgotten).toBe(false);
  });
});

describe('the type of the page', () => {
  const known = ['g6e.12xlarge', 'p5.48xlarge', 'trn2.48xlarge'];

  test('is the one the address names, else p5.48xlarge, else any', () => {
    expect(chosenType('trn2.48xlarge', known)).toBe('trn2.48xlarge');
    expect(chosenType(['trn2.48xlarge', 'x'], known)).toBe('trn2.48xlarge');
    expect(chosenType('nothing', known)).toBe('p5.48xlarge');
    expect(chosenType(undefined, ['g6e.12xlarge'])).toBe('g6e.12xlarge');
    expect(chosenType(undefined, [])).toBeUndefined();
  });

  test('is one click away where it exists', () => {
    expect(shortcuts(known)).toEqual(['p5.48xlarge', 'trn2.48xlarge', 'g6e.12xlarge']);
    expect(quotasHref('p6-b200.48xlarge')).toBe('/quotas?type=p6-b200.48xlarge');
  });
});
