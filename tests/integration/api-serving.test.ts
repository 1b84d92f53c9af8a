import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '#db/client.ts';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { KNOWN, NOW, SPOT, TestApi } from '#tests/helpers/api-ask.ts';
import { bumpVersion, seedSeries, seedTarget } from '#tests/helpers/api-seed.ts';

vi.mock('server-only', () => ({}));

let api: TestApi;

beforeEach(() => {
  api = new TestApi();
});

describe('bad input', () => {
  const cases: [path: string, code: string, field: string | null, said: string][] = [
    ['latest?typ=p5', 'PARAM_UNKNOWN', 'typ', 'did you mean type?'],
    ['latest?constructor=1', 'PARAM_UNKNOWN', 'constructor', 'no parameter'],
    ['latest?__proto__=1', 'PARAM_UNKNOWN', '__proto__', 'no parameter'],
    ['latest?buckets=5', 'PARAM_UNKNOWN', 'buckets', 'no parameter'],
    ['latest?region=us-east-1&region=us-east-2', 'PARAM_REPEATED', 'region', 'more than once'],
    ['latest?type=p5.48xlage', 'TYPE_UNKNOWN', 'type', 'did you mean p5.48xlarge?'],
    ['latest?type=P5.48XLARGE', 'TYPE_UNKNOWN', 'type', 'did you mean p5.48xlarge?'],
    ['latest?type=zz*', 'TYPE_UNKNOWN', 'type', 'no known accelerator type matches'],
    ['latest?type=p5(*', 'TYPE_UNKNOWN', 'type', 'not an instance type or a glob'],
    ['latest?type=*a*a*a*a*', 'TYPE_UNKNOWN', 'type', 'not an instance type or a glob'],
    ['latest?type=', 'TYPE_UNKNOWN', 'type', 'not an instance type or a glob'],
    ['latest?region=us-east1', 'REGION_UNKNOWN', 'region', 'did you mean us-east-1?'],
    ['latest?zone=us-east-1a', 'PARAM_INVALID', 'zone', 'not a zone ID'],
    ['latest?product=linux', 'PARAM_INVALID', 'product', 'not a product description'],
    ['latest?format=xml', 'PARAM_INVALID', 'format', 'not a format'],
    ['history?buckets=0', 'PARAM_INVALID', 'buckets', 'not a number of buckets'],
    ['history?buckets=5001', 'PARAM_INVALID', 'buckets', 'not a number of buckets'],
    ['history?buckets=1e3', 'PARAM_INVALID', 'buckets', 'not a number of buckets'],
    ['history?from=yesterday', 'RANGE_INVALID', 'from', 'not an instant'],
    ['history?from=2026-11-22T10:00', 'RANGE_INVALID', 'from', 'not an instant'],
    ['history?to=2026-02-31', 'RANGE_INVALID', 'to', 'not an instant'],
    ['history?from=2026-11-20&to=2026-11-19', 'RANGE_INVALID', 'from', 'ends before it begins'],
    ['history?from=2025-01-01&to=2026-11-19', 'RANGE_INVALID', 'from', 'longer than 400 days'],
    ['latest?type=%zz', 'PARAM_ENCODING', 'type', 'invalid percent encoding'],
    ['latest?type=%25zz', 'PARAM_ENCODING', 'type', 'invalid percent encoding'],
    ['latest?type=%C0%AF', 'PARAM_ENCODING', 'type', 'invalid percent encoding'],
    ['latest?type=p5%00', 'PARAM_ENCODING', 'type', 'control character'],
  ];
  it.each(cases)('%s is refused with %s', async (path, code, field, said) => {
    const response = await api.ask(path);
    const { error } = (await response.json()) as { error: Record<string, string | null> };
    expect(response.status).toBe(400);
    expect(Object.keys(error)).toEqual(['code', 'message', 'field', 'received', 'accepted']);
    expect(error).toMatchObject({ code, field });
    expect(error.message).toContain(said);
    expect(error.accepted).toBeTruthy();
  });

  it('hides what went wrong inside behind a reference that the log explains', async () => {
    api.db.sqlite.exec('DROP TABLE point');
    seedSeries(api.db, { ...SPOT, points: [], lastValue: 5 });
    const response = await api.ask('latest');
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toMatch(/SELECT|no such table|\/tmp/);
    const reference = /reference (\w{8})/.exec(text)?.[1];
    expect(api.logged).toMatchObject([{ reference }]);
  });

  it('answers 503 with the code and no path when the database is away', async () => {
    api.around = { ...api.around, db: () => openDatabase('/nowhere/chipdesk.db', 'web') };
    const response = await api.ask('latest');
    const text = await response.text();
    expect(response.status).toBe(503);
    expect(text).toContain('DB_MISSING');
    expect(text).not.toContain('/nowhere');
  });
});

describe('a page elsewhere whose name was pointed at this machine', () => {
  it('is refused with 421 and one line, and reads nothing', async () => {
    const response = await api.ask('latest', { host: 'rebind.example:3000' });
    const text = await response.text();
    expect([response.status, response.headers.get('cache-control')]).toEqual([421, 'no-store']);
    expect(text).toMatch(/^chipdesk answers at localhost, 127\.0\.0\.1 and \[::1\] only[^\n]*\n$/);
    expect((await api.ask('latest', { host: '[::1]:3000' })).status).toBe(200);
  });
});

describe('CSV', () => {
  it('carries the same rows under the JSON keys', async () => {
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW, known: KNOWN });
    seedSeries(api.db, {
      ...SPOT,
      qualifier: '=cmd,"x"',
      points: [
        [NOW - 2 * DAY, 2_000_000],
        [NOW - HOUR, 1_000_000],
      ],
    });
    const response = await api.ask('latest?format=csv');
    expect(await response.text()).toBe(
      'type,region,zoneId,product,priceUsd,effectiveAt,confirmedAt,perAcceleratorUsd,onDemandUsd,shareOfOnDemand,change24h,change7d,change30d,outcome\r\n' +
        `p5.48xlarge,us-east-1,use1-az4,"'=cmd,""x""",1.000000,2026-11-22T09:00:00Z,2026-11-22T09:00:00Z,0.125000,,,-0.5,,,value\r\n`,
    );
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.csv"$/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('flattens the history to one line a point', async () => {
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW, known: KNOWN });
    seedSeries(api.db, { ...SPOT, points: [[NOW - HOUR, 1_000_000]] });
    expect(await (await api.ask('history?format=csv')).text()).toBe(
      'type,region,zoneId,product,at,priceUsd\r\np5.48xlarge,us-east-1,use1-az4,Linux/UNIX,2026-11-22T09:00:00Z,1.000000\r\n',
    );
  });
});

describe('serving', () => {
  beforeEach(() => {
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW, known: KNOWN });
    seedSeries(api.db, { ...SPOT, points: [[NOW - HOUR, 1_000_000]] });
  });

  it('answers 304 to its own tag until the data changes', async () => {
    const first = await api.ask('latest');
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{20,}"$/);
    const again = await api.ask('latest', { 'if-none-match': `"other", ${etag}` });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    api.db.sqlite.exec('UPDATE series SET last_value = 2000000');
    bumpVersion(api.db);
    const changed = await api.ask('latest', { 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
  });

  it('leaves as it is, to be asked for again each time: compression is the server’s', async () => {
    const answer = await api.ask('latest', { 'accept-encoding': 'gzip' });
    expect(answer.headers.has('content-encoding')).toBe(false);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(JSON.parse(await answer.text()).rows).toHaveLength(1);
  });

  it('reads the store once per version and question', async () => {
    const before = await (await api.ask('latest?region=us-east-1')).text();
    api.db.sqlite.exec('UPDATE series SET last_value = 2000000');
    expect(await (await api.ask('latest?region=us-east-1')).text()).toBe(before);
    expect(await (await api.ask('latest')).text()).toContain('2.000000');
    bumpVersion(api.db);
    expect(await (await api.ask('latest?region=us-east-1')).text()).toContain('2.000000');
  });
});
