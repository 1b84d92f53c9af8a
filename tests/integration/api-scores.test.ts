import { beforeEach, describe, expect, it, vi } from 'vitest';
import { saveAdvisorFeed } from '#db/queries/advisor-feed.ts';
import { noteConfiguration, noteRefusal } from '#db/queries/score-ledger.ts';
import { coverage, target, typeRegion } from '#db/schema/index.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { configurationsOf } from '#lib/scores/configurations.ts';
import { NOW, TestApi } from '#tests/helpers/api-ask.ts';
import { seedSeries, seedTarget } from '#tests/helpers/api-seed.ts';

vi.mock('server-only', () => ({}));

let api: TestApi;
beforeEach(() => {
  api = new TestApi();
});

type Row = Record<string, unknown>;
const rowsOf = async (path: string) => (await api.json<{ rows: Row[] }>(path)).rows;
const told = (rows: Row[], ...keys: string[]) => rows.map((row) => keys.map((key) => row[key]).join(' '));

const TYPES = 'p5.48xlarge,p5e.48xlarge,p5en.48xlarge';
const REFUSED = 'they said no';

/** One of each of the eight; the ninth is a value that the last look did not confirm. */
const LOOKS: [region: string, look: Outcome, own: Outcome | undefined, value: number | null][] = [
  ['us-east-1', 'value', 'value', 7],
  ['us-east-2', 'none', 'none', null],
  ['us-west-1', 'not_sold', 'not_sold', null],
  ['il-central-1', 'region_disabled', undefined, null],
  ['eu-west-1', 'denied', undefined, null],
  ['eu-west-2', 'throttled', 'none', null],
  ['eu-north-1', 'failed', undefined, null],
  ['ap-south-1', 'never', undefined, null],
  ['us-west-2', 'failed', 'value', 4],
];
const SAID = [
  'ap-south-1  never',
  'eu-north-1  failed',
  'eu-west-1  denied',
  'eu-west-2  throttled',
  'il-central-1  region_disabled',
  'us-east-1 7 value',
  'us-east-2  none',
  'us-west-1  not_sold',
  'us-west-2 4 failed',
];

function seedQuestion(region: string, key: string, look: Outcome): void {
  const isBad = !['value', 'none', 'not_sold'].includes(look);
  const id = api.db.orm
    .insert(target)
    .values({
      collector: 'placement-score',
      region,
      queryKey: key,
      types: TYPES,
      current: true,
      outcome: look,
      errorText: isBad ? REFUSED : null,
      lastLookAt: look === 'never' ? null : NOW,
      lastCompleteAt: isBad ? null : NOW,
      failuresInRow: 0,
    })
    .returning({ id: target.id })
    .get().id;
  api.db.orm
    .insert(coverage)
    .values({ targetId: id, fromAt: NOW - 2 * DAY, toAt: NOW })
    .run();
}

const score = { kind: 'placement-score', instanceType: '', qualifier: 'hopper/8', unit: 'score', scale: 0 };

describe('placement-scores', () => {
  beforeEach(() => {
    for (const [region, look, outcome, value] of LOOKS) {
      seedQuestion(region, 'hopper/8/region/f1', look);
      if (outcome !== undefined)
        seedSeries(api.db, { ...score, region, outcome, points: [[NOW - HOUR, value]] });
    }
  });

  it('tells all eight outcomes apart, and shows nothing where nothing is known', async () => {
    const rows = await rowsOf('placement-scores');
    expect(told(rows, 'region', 'score', 'outcome')).toEqual(SAID);
    for (const { outcome, reason } of rows)
      expect(reason).toBe(['value', 'none', 'not_sold'].includes(String(outcome)) ? null : REFUSED);
  });

  it('says of each score which basket it is about, and of all that it is about a basket', async () => {
    const { note, rows } = await api.json<{ note: string; rows: Row[] }>('placement-scores?region=us-east-1');
    expect(note).toMatch(/about the basket of types as a whole/);
    expect(rows).toEqual([
      {
        basket: 'hopper',
        types: TYPES.split(','),
        capacity: 8,
        level: 'region',
        region: 'us-east-1',
        zoneId: null,
        score: 7,
        change24h: null,
        observedAt: '2026-11-22T09:00:00Z',
        outcome: 'value',
        reason: null,
      },
    ]);
  });

  it('knows the change of a day in points', async () => {
    seedQuestion('ca-central-1', 'hopper/8/region/f1', 'value');
    const points: [number, number][] = [
      [NOW - 30 * HOUR, 9],
      [NOW - HOUR, 6],
    ];
    seedSeries(api.db, { ...score, region: 'ca-central-1', points });
    const rows = await rowsOf('placement-scores?region=ca-central-1');
    expect(told(rows, 'score', 'change24h')).toEqual(['6 -3']);
  });

  it('keeps zones apart from regions', async () => {
    seedQuestion('us-east-1', 'hopper/8/zone/f2', 'value');
    seedQuestion('us-east-2', 'hopper/8/zone/f3', 'denied');
    for (const [zoneId, value] of [
      ['use1-az2', 5],
      ['use1-az1', 3],
    ] as const)
      seedSeries(api.db, { ...score, region: 'us-east-1', zoneId, points: [[NOW, value]] });
    const rows = await rowsOf('placement-scores?region=us-east-1,us-east-2');
    expect(told(rows, 'level', 'region', 'zoneId', 'score', 'outcome')).toEqual([
      'region us-east-1  7 value',
      'region us-east-2   none',
      'zone us-east-1 use1-az1 3 value',
      'zone us-east-1 use1-az2 5 value',
      'zone us-east-2   denied',
    ]);
  });

  it('says never of a region that no configuration is about', async () => {
    expect(await rowsOf('placement-scores?region=sa-east-1')).toMatchObject([
      { basket: 'hopper', score: null, outcome: 'never', reason: 'no configuration asks about this region' },
    ]);
  });

  it.each([
    ['basket=hoper', 'PARAM_INVALID', 'did you mean hopper'],
    ['basket=Hopper', 'PARAM_INVALID', 'basket is not the name of a basket'],
    ['region=us-east1', 'REGION_UNKNOWN', 'did you mean us-east-1'],
    ['type=p5*', 'PARAM_UNKNOWN', ''],
  ])('refuses %s', async (query, code, words) => {
    const response = await api.ask(`placement-scores?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code, message: expect.stringContaining(words) } });
  });

  it('is a table, too', async () => {
    const text = await (await api.ask('placement-scores?region=us-east-1&format=csv')).text();
    expect(text.split('\r\n')).toEqual([
      'basket,types,capacity,level,region,zoneId,score,change24h,observedAt,outcome,reason',
      `hopper,${TYPES.replaceAll(',', ' ')},8,region,us-east-1,,7,,2026-11-22T09:00:00Z,value,`,
      '',
    ]);
  });
});

/** A look at the feed for a region where AWS lists one type; it is not for Spot where the look is to say so. */
function seedLook(region: string, look: Outcome): void {
  const isBad = !['value', 'none', 'not_sold'].includes(look);
  seedTarget(api.db, {
    collector: 'interruption',
    region,
    outcome: look === 'not_sold' ? 'value' : look,
    lastLookAt: look === 'never' ? null : NOW,
    ...(isBad ? { lastCompleteAt: null } : {}),
  });
  seedTarget(api.db, { collector: 'instance-type', region, lastLookAt: NOW });
  const usageClasses = look === 'not_sold' ? 'capacity-block' : 'on-demand,spot';
  const listing = { instanceType: 'p5.48xlarge', region, usageClasses, firstSeenAt: NOW, lastSeenAt: NOW };
  api.db.orm.insert(typeRegion).values(listing).run();
}

it('placement-scores/ledger tells what the account has left', async () => {
  const basket = {
    name: 'hopper',
    types: TYPES.split(','),
    level: 'region' as const,
    regions: ['us-east-1'],
  };
  const [one, two] = configurationsOf([{ ...basket, capacities: [1, 8] }]);
  noteConfiguration(api.db, one!, NOW - HOUR);
  noteConfiguration(api.db, two!, NOW - HOUR);
  noteRefusal(api.db, two!, NOW - HOUR);
  const ledger = await api.json<{ rows: Row[] }>('placement-scores/ledger');
  expect(ledger).toMatchObject({ limit: 10, used: 1, stoppedUntil: '2026-11-23T09:00:00Z' });
  expect(told(ledger.rows, 'capacity', 'state', 'freeAt', 'refusedAt')).toEqual([
    '1 used 2026-11-23T09:00:00Z ',
    '8 refused  2026-11-22T09:00:00Z',
  ]);
  api.now = NOW + DAY;
  expect(await api.json('placement-scores/ledger')).toMatchObject({ used: 0, stoppedUntil: null });
});

describe('interruptions', () => {
  const rate = {
    kind: 'interruption',
    instanceType: 'p5.48xlarge',
    qualifier: 'Linux',
    unit: 'bucket',
    scale: 0,
  };
  const savings = { ...rate, kind: 'spot-savings', unit: 'percent' };

  beforeEach(() => {
    saveAdvisorFeed(api.db, { hash: 'a', etag: null, changedAt: NOW - 4 * HOUR, seenAt: NOW });
    for (const [region, look] of LOOKS) seedLook(region, look);
    for (const [region, , outcome, value] of LOOKS) {
      if (outcome === undefined || outcome === 'not_sold') continue;
      const at = NOW - HOUR;
      seedSeries(api.db, { ...rate, region, outcome, points: [[at, value && value % 5]] });
      seedSeries(api.db, { ...savings, region, outcome, points: [[at, value && 10 * value]] });
    }
    api.db.sqlite.prepare('UPDATE target SET error_text = ? WHERE last_complete_at IS NULL').run(REFUSED);
  });

  it('tells all eight outcomes apart for a type', async () => {
    const rows = await rowsOf('interruptions?type=p5.48xlarge');
    const same = SAID.map((line) => line.replace(' 7 ', ' 2 '));
    expect(told(rows, 'region', 'index', 'outcome')).toEqual(same);
    for (const { outcome, reason } of rows)
      expect(reason).toBe(['value', 'none', 'not_sold'].includes(String(outcome)) ? null : REFUSED);
  });

  it('shows the bucket by its label, savings in percent, and since when the feed is as it is', async () => {
    expect(await rowsOf('interruptions?type=p5.48xlarge&region=us-east-1')).toEqual([
      {
        type: 'p5.48xlarge',
        region: 'us-east-1',
        os: 'Linux',
        bucket: '10-15%',
        index: 2,
        savingsPercent: 70,
        feedChangedAt: '2026-11-22T06:00:00Z',
        observedAt: '2026-11-22T09:00:00Z',
        outcome: 'value',
        reason: null,
      },
    ]);
  });

  it('keeps Windows apart', async () => {
    seedSeries(api.db, { ...rate, qualifier: 'Windows', region: 'us-east-1', points: [[NOW, 0]] });
    const rows = await rowsOf('interruptions?region=us-east-1');
    expect(told(rows, 'os', 'bucket', 'savingsPercent')).toEqual(['Linux 10-15% 70', 'Windows <5% ']);
  });

  it('is a table, too', async () => {
    const text = await (await api.ask('interruptions?type=p5.48xlarge&region=us-west-1&format=csv')).text();
    expect(text.split('\r\n')[1]).toBe('p5.48xlarge,us-west-1,Linux,,,,2026-11-22T06:00:00Z,,not_sold,');
  });
});

describe('supportability', () => {
  it('says that nobody asks where it is switched off', async () => {
    expect(await rowsOf('supportability?type=p5.48xlarge&region=us-east-1')).toMatchObject([
      {
        zoneId: null,
        grade: null,
        outcome: 'never',
        reason: expect.stringMatching(/switched on under `optional`/),
      },
    ]);
  });
});
