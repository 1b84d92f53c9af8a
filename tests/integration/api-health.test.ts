import { beforeEach, describe, expect, it, vi } from 'vitest';
import { documentHandler } from '#app/_server/document-route.ts';
import { eventsHandler } from '#app/_server/events-route.ts';
import { guarded, notFound } from '#app/_server/handle.ts';
import { healthHandler } from '#app/_server/health-route.ts';
import { MOST_LISTENERS, VersionFeed } from '#app/_server/version-feed.ts';
import { openDatabase } from '#db/client.ts';
import { noteCredentialsRefused, savePermissionCheck } from '#db/queries/findings.ts';
import { newsMarks } from '#db/queries/news-marks.ts';
import { ensureTarget, extendSeen } from '#db/queries/targets.ts';
import { dataVersion } from '#db/queries/version.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { NOW, TestApi } from '#tests/helpers/api-ask.ts';
import { bumpVersion, seedRun, seedTarget } from '#tests/helpers/api-seed.ts';

vi.mock('server-only', () => ({}));

let api: TestApi;

beforeEach(() => {
  api = new TestApi();
});

async function health(): Promise<[number, unknown]> {
  const response = await healthHandler(api.around)(new Request('http://127.0.0.1/api/v1/health'));
  return [response.status, await response.json()];
}

describe('health', () => {
  it('lists every target with the age of its newest complete look', async () => {
    seedRun(api.db, NOW - HOUR);
    seedRun(api.db, NOW - MINUTE);
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW - MINUTE });
    seedTarget(api.db, {
      region: 'us-east-2',
      outcome: 'denied',
      lastLookAt: NOW,
      lastCompleteAt: NOW - 12 * MINUTE,
    });
    seedTarget(api.db, { collector: 'region', region: 'global', lastLookAt: NOW - HOUR });
    expect(await health()).toEqual([
      200,
      {
        status: 'ok',
        asOf: '2026-11-22T10:00:00Z',
        findings: [],
        collectors: [
          {
            name: 'region',
            region: 'global',
            lastCompleteAt: '2026-11-22T09:00:00Z',
            ageSeconds: 3600,
            state: 'ok',
            outcome: 'value',
            questions: { value: 1 },
          },
          {
            name: 'spot-price',
            region: 'us-east-1',
            lastCompleteAt: '2026-11-22T09:59:00Z',
            ageSeconds: 60,
            state: 'ok',
            outcome: 'value',
            questions: { value: 1 },
          },
          {
            name: 'spot-price',
            region: 'us-east-2',
            lastCompleteAt: '2026-11-22T09:48:00Z',
            ageSeconds: 720,
            state: 'late',
            outcome: 'denied',
            questions: { denied: 1 },
          },
        ],
      },
    ]);
  });

  it('is starting, not failing, before there is anything to look at', async () => {
    expect(await health()).toEqual([200, { status: 'starting', asOf: null, findings: [], collectors: [] }]);
  });

  it('F63: fails with 503 when the jobs have stopped', async () => {
    seedRun(api.db, NOW - 16 * MINUTE);
    seedTarget(api.db, { collector: 'region', region: 'global', lastLookAt: NOW - 16 * MINUTE });
    expect(await health()).toMatchObject([503, { status: 'failing', reason: 'no job has run lately' }]);
  });

  it('fails with 503 when AWS refuses the credentials, in one line with AWS’s words', async () => {
    seedRun(api.db, NOW - MINUTE);
    seedTarget(api.db, { region: 'us-east-1', outcome: 'denied', lastLookAt: NOW });
    noteCredentialsRefused(api.db, NOW - HOUR, 'AuthFailure: not these');
    noteCredentialsRefused(api.db, NOW, 'AuthFailure: not these');
    const [status, body] = await health();
    expect([status, body]).toMatchObject([
      503,
      {
        status: 'failing',
        reason: expect.stringContaining('AWS refuses the credentials'),
        findings: [{ kind: 'credentials', detail: 'AuthFailure: not these', since: '2026-11-22T09:00:00Z' }],
      },
    ]);
  });

  it('answers 200 when an action is denied that spot prices do not need, and names it once', async () => {
    for (const ago of [HOUR, MINUTE]) seedRun(api.db, NOW - ago);
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW });
    const says = 'ec2:DescribeCapacityBlockOfferings is not allowed. UnauthorizedOperation: no';
    for (const region of ['us-east-1', 'us-west-2'])
      seedTarget(api.db, {
        collector: 'capacity-block',
        region,
        outcome: 'denied',
        lastLookAt: NOW,
        lastCompleteAt: null,
      });
    api.db.sqlite
      .prepare("UPDATE target SET error_class = 'permission', error_text = ? WHERE outcome = 'denied'")
      .run(says);
    const actions = [
      {
        action: 'ec2:DescribeCapacityBlockOfferings',
        answer: 'denied' as const,
        says,
        jobs: ['capacity-block'],
      },
      {
        action: 'sagemaker:SearchTrainingPlanOfferings',
        answer: 'denied' as const,
        says: 'no',
        jobs: ['training-plan'],
      },
      { action: 'ec2:DescribeSpotPriceHistory', answer: 'denied' as const, says: 'no', jobs: ['spot-price'] },
    ];
    savePermissionCheck(api.db, { checkedAt: NOW - HOUR, actions });
    const [status, body] = await health();
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'partly' });
    expect((body as { findings: { what: string }[] }).findings.map((finding) => finding.what)).toEqual([
      'ec2:DescribeCapacityBlockOfferings is not allowed: capacity-block in us-east-1, us-west-2',
      'sagemaker:SearchTrainingPlanOfferings is not allowed: training-plan',
    ]);
  });

  it('folds thousands of questions of one region into a row', async () => {
    seedRun(api.db, NOW - MINUTE);
    const insert = api.db.sqlite.prepare(
      `INSERT INTO target (collector, region, query_key, current, outcome, last_look_at, last_complete_at, failures_in_row)
       VALUES ('capacity-block', 'us-east-1', ?, 1, ?, ?, ?, 0)`,
    );
    for (let i = 0; i < 2000; i++) insert.run(`q${i}`, i < 3 ? 'throttled' : 'none', NOW, i < 3 ? null : NOW);
    expect(await health()).toMatchObject([
      200,
      { collectors: [{ outcome: 'throttled', state: 'ok', questions: { throttled: 3, none: 1997 } }] },
    ]);
  });

  it('counts neither a skipped run nor a target that is no longer asked about', async () => {
    seedRun(api.db, NOW - 16 * MINUTE);
    seedRun(api.db, NOW, 'skipped');
    seedTarget(api.db, { collector: 'region', region: 'global', lastLookAt: NOW - 16 * MINUTE });
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW });
    api.db.sqlite.exec("UPDATE target SET current = 0 WHERE collector = 'spot-price'");
    const [status, body] = await health();
    expect([status, body]).toMatchObject([503, { asOf: null, collectors: [{ name: 'region' }] }]);
  });

  it('fails with the code and no path when the database cannot be read', async () => {
    api.around = { ...api.around, db: () => openDatabase('/nowhere/chipdesk.db', 'web') };
    const [status, body] = await health();
    expect([status, body]).toMatchObject([503, { status: 'failing' }]);
    expect(JSON.stringify(body)).toContain('DB_MISSING');
    expect(JSON.stringify(body)).not.toContain('/nowhere');
  });
});

describe('events', () => {
  function feedOf(): { feed: VersionFeed; tick(): void; ticking(): boolean } {
    let work: (() => void) | undefined;
    const web = openDatabase(api.db.path, 'web');
    const feed = new VersionFeed({ version: () => dataVersion(web), marks: () => newsMarks(web) }, (poll) => {
      work = poll;
      return () => {
        work = undefined;
      };
    });
    return { feed, tick: () => work?.(), ticking: () => work !== undefined };
  }

  function open(feed: VersionFeed, signal?: AbortSignal, search = ''): Promise<Response> {
    const init = signal === undefined ? {} : { signal };
    const request = new Request(`http://127.0.0.1/api/v1/events${search}`, init);
    return eventsHandler(() => feed, api.around)(request);
  }

  it('tells the version at first, every later one once, and ends when the reader leaves', async () => {
    const { feed, tick, ticking } = feedOf();
    const abort = new AbortController();
    const response = await open(feed, abort.signal);
    bumpVersion(api.db);
    bumpVersion(api.db);
    tick();
    tick();
    for (let i = 0; i < 18; i++) tick();
    abort.abort();
    expect(await response.text()).toBe(
      'event: version\nid: 0\ndata: 0\n\nevent: version\nid: 2\ndata: 2\n\n: still here\n\n',
    );
    expect([feed.size, ticking()]).toEqual([0, false]);
  });

  it('tells a page of nothing but what it asked about', async () => {
    const { feed, tick } = feedOf();
    const prices = await open(feed, undefined, '?about=spot-price,alert');
    const blocks = await open(feed, undefined, '?about=capacity-block');
    const { id } = ensureTarget(api.db, 'spot-price', 'us-east-1', { key: 'everything' });
    extendSeen(api.db, id, Date.UTC(2026, 10, 22), 300_000);
    bumpVersion(api.db);
    tick();
    bumpVersion(api.db);
    tick();
    feed.closeAll();
    expect(await prices.text()).toBe('event: version\nid: 0\ndata: 0\n\nevent: version\nid: 1\ndata: 1\n\n');
    expect(await blocks.text()).toBe('event: version\nid: 0\ndata: 0\n\n');
  });

  it('refuses a topic that there is none of, and says which there are', async () => {
    const { feed } = feedOf();
    const response = await open(feed, undefined, '?about=weather');
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { field: 'about', received: 'weather', accepted: expect.stringContaining('spot-price') } },
    ]);
  });

  it('tells those who listen of a change that a newcomer met first', async () => {
    const { feed, tick } = feedOf();
    const first = await open(feed);
    bumpVersion(api.db);
    await open(feed);
    tick();
    feed.closeAll();
    expect(await first.text()).toContain('data: 1\n\n');
  });

  it('turns a reader away when there are 300, until one leaves', async () => {
    const { feed } = feedOf();
    const first = await open(feed);
    for (let i = 1; i < MOST_LISTENERS; i++) await open(feed);
    expect((await open(feed)).status).toBe(503);
    await first.body?.cancel();
    expect((await open(feed)).status).toBe(200);
    feed.closeAll();
  });

  it('ends every stream when the server stops', async () => {
    const { feed, ticking } = feedOf();
    const response = await open(feed);
    feed.closeAll();
    expect(await response.text()).toContain('event: version');
    expect([feed.size, ticking()]).toEqual([0, false]);
  });
});

describe('around the data', () => {
  it('answers 404 JSON where there is no route', async () => {
    const response = await guarded(notFound, api.around)(new Request('http://127.0.0.1/api/v1/nothing'));
    expect([response.status, await response.json()]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }]);
  });

  it('describes every parameter and refers to nothing that is missing', async () => {
    const response = await documentHandler(api.around)(new Request('http://127.0.0.1/api/v1/openapi.json'));
    const document = (await response.json()) as {
      openapi: string;
      components: Record<string, Record<string, unknown>>;
    };
    expect(document.openapi).toBe('3.1.0');
    for (const [, group = '', name = ''] of JSON.stringify(document).matchAll(
      /#\/components\/(\w+)\/(\w+)/g,
    )) {
      expect(document.components[group], `${group}/${name}`).toHaveProperty(name);
    }
  });
});
