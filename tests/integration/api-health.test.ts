import { beforeEach, describe, expect, it, vi } from 'vitest';
import { documentHandler } from '#app/_server/document-route.ts';
import { eventsHandler } from '#app/_server/events-route.ts';
import { guarded, notFound } from '#app/_server/handle.ts';
import { healthHandler } from '#app/_server/health-route.ts';
import { MOST_LISTENERS, VersionFeed } from '#app/_server/version-feed.ts';
import { openDatabase } from '#db/client.ts';
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
        collectors: [
          {
            name: 'region',
            region: 'global',
            lastCompleteAt: '2026-11-22T09:00:00Z',
            ageSeconds: 3600,
            state: 'ok',
            outcome: 'value',
          },
          {
            name: 'spot-price',
            region: 'us-east-1',
            lastCompleteAt: '2026-11-22T09:59:00Z',
            ageSeconds: 60,
            state: 'ok',
            outcome: 'value',
          },
          {
            name: 'spot-price',
            region: 'us-east-2',
            lastCompleteAt: '2026-11-22T09:48:00Z',
            ageSeconds: 720,
            state: 'late',
            outcome: 'denied',
          },
        ],
      },
    ]);
  });

  it('is starting, not failing, before there is anything to look at', async () => {
    expect(await health()).toEqual([200, { status: 'starting', asOf: null, collectors: [] }]);
  });

  it('fails with 503 when the jobs have stopped', async () => {
    seedRun(api.db, NOW - 16 * MINUTE);
    seedTarget(api.db, { collector: 'region', region: 'global', lastLookAt: NOW - 16 * MINUTE });
    expect(await health()).toMatchObject([503, { status: 'failing', reason: 'no job has run lately' }]);
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
    const feed = new VersionFeed(
      () => dataVersion(web),
      (poll) => {
        work = poll;
        return () => {
          work = undefined;
        };
      },
    );
    return { feed, tick: () => work?.(), ticking: () => work !== undefined };
  }

  function open(feed: VersionFeed, signal?: AbortSignal): Promise<Response> {
    const request = new Request('http://127.0.0.1/api/v1/events', signal === undefined ? {} : { signal });
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

  it('tells those who listen of a change that a newcomer met first', async () => {
    const { feed, tick } = feedOf();
    const first = await open(feed);
    bumpVersion(api.db);
    await open(feed);
    tick();
    feed.closeAll();
    expect(await first.text()).toContain('data: 1\n\n');
  });

  it('turns the fifty-first reader away until one leaves', async () => {
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
