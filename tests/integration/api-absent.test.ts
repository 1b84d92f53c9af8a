import { beforeEach, describe, expect, it, vi } from 'vitest';
import { target, typeRegion } from '#db/schema/index.ts';
import { DAY } from '#lib/domain/time.ts';
import { KNOWN, NOW, SPOT, TestApi } from '#tests/helpers/api-ask.ts';
import { seedOnDemand, seedSeries, seedTarget } from '#tests/helpers/api-seed.ts';

vi.mock('server-only', () => ({}));

let api: TestApi;

const P5 = 'p5.48xlarge';
const list = (region: string, usageClasses: string) =>
  api.db.orm
    .insert(typeRegion)
    .values({ instanceType: P5, region, usageClasses, firstSeenAt: NOW, lastSeenAt: NOW })
    .run();

/** us-east-1 has a pool, the others have none, each for a reason of its own. */
beforeEach(() => {
  api = new TestApi();
  for (const region of ['us-east-1', 'us-east-2', 'us-west-2', 'eu-west-1'])
    seedTarget(api.db, { collector: 'instance-type', region, lastLookAt: NOW });
  for (const region of ['us-east-1', 'us-east-2', 'us-west-2'])
    seedTarget(api.db, { region, lastLookAt: NOW, known: KNOWN });
  const failed = { lastLookAt: NOW, lastCompleteAt: null };
  seedTarget(api.db, { region: 'af-south-1', outcome: 'region_disabled', ...failed });
  seedTarget(api.db, {
    region: 'ap-south-1',
    outcome: 'throttled',
    lastLookAt: NOW,
    lastCompleteAt: NOW - DAY,
  });
  seedTarget(api.db, { region: 'eu-west-1', outcome: 'denied', ...failed });
  seedTarget(api.db, { region: 'sa-east-1', outcome: 'never', lastCompleteAt: null });
  seedSeries(api.db, { ...SPOT, points: [[NOW - DAY, 30_000_000]] });
  list('us-east-1', 'on-demand,spot');
  list('us-east-2', 'capacity-block,spot');
  list('us-west-2', 'capacity-block');
});

type Row = Record<string, unknown> & {
  region: string;
  outcome: string;
  product: string;
  zoneId: string | null;
};

const ask = async (query: string) => (await api.json<{ rows: Row[] }>(`latest?${query}`)).rows;
const briefly = (rows: Row[]) => rows.map((row) => `${row.region} ${row.zoneId} ${row.outcome}`);

describe('prices/latest about a type', () => {
  it('says of every watched region without a pool why it has none', async () => {
    expect(briefly(await ask(`type=${P5}`))).toEqual([
      'us-east-1 use1-az4 value',
      'af-south-1 null region_disabled',
      'ap-south-1 null throttled',
      'eu-west-1 null denied',
      'sa-east-1 null never',
      'us-east-2 null none',
      'us-west-2 null not_sold',
    ]);
  });

  it('knows no price, time or change of what is not there, and the on-demand price beside it', async () => {
    seedOnDemand(api.db, { instanceType: P5, region: 'us-east-2', points: [[NOW - DAY, 98_320_000]] });
    expect(await ask(`type=${P5}&region=us-east-2`)).toEqual([
      {
        type: P5,
        region: 'us-east-2',
        zoneId: null,
        product: 'Linux/UNIX',
        priceUsd: null,
        effectiveAt: null,
        confirmedAt: null,
        perAcceleratorUsd: null,
        onDemandUsd: '98.3200000000',
        shareOfOnDemand: null,
        change24h: null,
        change7d: null,
        change30d: null,
        outcome: 'none',
      },
    ]);
  });

  it('calls a product, or a type, that nobody asks for not asked', async () => {
    const rows = await ask(`type=${P5}&region=us-east-1,us-east-2&product=Linux/UNIX,Windows`);
    expect(rows.map((row) => `${row.region} ${row.product} ${row.outcome}`)).toEqual([
      'us-east-1 Linux/UNIX value',
      'us-east-1 Windows never',
      'us-east-2 Linux/UNIX none',
      'us-east-2 Windows never',
    ]);
    api.db.orm.update(target).set({ types: 'g5.xlarge', products: 'Windows' }).run();
    const asked = await ask(`type=${P5},g5.xlarge&region=us-east-2&product=Windows`);
    expect(asked.map((row) => `${row.type} ${row.outcome}`)).toEqual(['g5.xlarge not_sold', `${P5} never`]);
  });

  it('takes a pool of any product for one where none is asked for', async () => {
    seedSeries(api.db, {
      ...SPOT,
      region: 'us-east-2',
      zoneId: 'use2-az1',
      qualifier: 'Windows',
      points: [[NOW, 1]],
    });
    expect(briefly(await ask(`type=${P5}&region=us-east-2`))).toEqual(['us-east-2 use2-az1 value']);
  });

  it('answers pools alone without a type, and for zones', async () => {
    expect(briefly(await ask(''))).toEqual(['us-east-1 use1-az4 value']);
    expect(briefly(await ask(`type=${P5}&zone=use2-az1`))).toEqual([]);
  });

  it('carries the same rows in CSV', async () => {
    const text = await (await api.ask(`latest?type=${P5}&region=us-west-2&format=csv`)).text();
    expect(text.split('\r\n')[1]).toBe(`${P5},us-west-2,,Linux/UNIX,,,,,,,,,,not_sold`);
  });

  it('does not take a list that nobody has read for proof that a type is not sold', async () => {
    seedTarget(api.db, { region: 'eu-north-1', lastLookAt: NOW, known: KNOWN });
    expect(briefly(await ask(`type=${P5}&region=eu-north-1`))).toEqual(['eu-north-1 null none']);
  });
});
