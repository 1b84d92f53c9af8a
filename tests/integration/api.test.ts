import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { KNOWN, NOW, SPOT, TestApi } from '#tests/helpers/api-ask.ts';
import { seedOnDemand, seedSeries, seedTarget } from '#tests/helpers/api-seed.ts';

vi.mock('server-only', () => ({}));

let api: TestApi;

beforeEach(() => {
  api = new TestApi();
});

describe('prices/latest', () => {
  it('answers each pool with exactly the contract keys', async () => {
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW, known: KNOWN });
    seedOnDemand(api.db, {
      instanceType: 'p5.48xlarge',
      region: 'us-east-1',
      points: [[NOW - DAY, 98_320_000]],
    });
    seedSeries(api.db, {
      ...SPOT,
      points: [
        [NOW - 40 * DAY, 40_000_000],
        [NOW - 8 * DAY, 25_000_000],
        [NOW - 2 * DAY, 20_000_000],
        [NOW - HOUR, 30_000_001],
      ],
      confirmedAt: NOW - MINUTE,
    });
    expect(await api.json('latest')).toEqual({
      asOf: '2026-11-22T10:00:00Z',
      rows: [
        {
          type: 'p5.48xlarge',
          region: 'us-east-1',
          zoneId: 'use1-az4',
          product: 'Linux/UNIX',
          priceUsd: '30.000001',
          effectiveAt: '2026-11-22T09:00:00Z',
          confirmedAt: '2026-11-22T09:59:00Z',
          perAcceleratorUsd: '3.750000',
          onDemandUsd: '98.3200000000',
          shareOfOnDemand: 0.305126,
          change24h: 0.5,
          change7d: 0.2,
          change30d: -0.25,
          outcome: 'value',
        },
      ],
    });
  });

  it('has no change where the past is not known or had no price', async () => {
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW, known: [[NOW - 10 * DAY, NOW]] });
    seedSeries(api.db, {
      ...SPOT,
      points: [
        [NOW - 60 * DAY, 10_000_000],
        [NOW - 9 * DAY, null],
        [NOW - 2 * DAY, 10_000_000],
      ],
    });
    const { rows } = await api.json<{ rows: object[] }>('latest');
    expect(rows[0]).toMatchObject({ change24h: 0, change7d: null, change30d: null });
  });

  it('counts a price that began exactly a window ago, and knows no change over a day nobody looked at', async () => {
    seedTarget(api.db, {
      region: 'us-east-1',
      lastLookAt: NOW,
      known: [
        [NOW - 40 * DAY, NOW - 2 * DAY],
        [NOW - HOUR, NOW],
      ],
    });
    seedSeries(api.db, {
      ...SPOT,
      points: [
        [NOW - 60 * DAY, 50_000_000],
        [NOW - 7 * DAY, 20_000_000],
        [NOW - HOUR, 30_000_000],
      ],
    });
    const { rows } = await api.json<{ rows: object[] }>('latest');
    expect(rows[0]).toMatchObject({ change24h: null, change7d: 0.5, change30d: -0.4 });
  });

  it('tells an ended price from a denied region and from a failed look', async () => {
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW, known: KNOWN });
    seedTarget(api.db, {
      region: 'us-east-2',
      lastLookAt: NOW,
      outcome: 'denied',
      lastCompleteAt: NOW - DAY,
      known: KNOWN,
    });
    seedTarget(api.db, { region: 'us-west-2', lastLookAt: NOW, outcome: 'throttled', lastCompleteAt: null });
    seedSeries(api.db, {
      ...SPOT,
      points: [
        [NOW - DAY, 1_000_000],
        [NOW - HOUR, null],
      ],
    });
    seedSeries(api.db, {
      ...SPOT,
      region: 'us-east-2',
      zoneId: 'use2-az1',
      points: [[NOW - 3 * DAY, 2_500_000]],
    });
    const response = await api.ask('latest');
    const { rows } = (await response.json()) as { rows: object[] };
    expect(rows).toMatchObject([
      { region: 'us-east-1', priceUsd: null, perAcceleratorUsd: null, change24h: null, outcome: 'none' },
      { region: 'us-east-2', priceUsd: '2.500000', effectiveAt: '2026-11-19T10:00:00Z', outcome: 'denied' },
    ]);
    expect(response.headers.get('x-chipdesk-regions-unknown')).toBe('us-west-2=throttled');
  });

  it('names a filtered region nobody looks at instead of showing an empty market', async () => {
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW, known: KNOWN });
    const response = await api.ask('latest?region=eu-west-1,us-east-1');
    expect(response.headers.get('x-chipdesk-regions-unknown')).toBe('eu-west-1=never');
    expect((await api.ask('latest?region=us-east-1')).headers.has('x-chipdesk-regions-unknown')).toBe(false);
  });

  it('compares only Linux pools with the Linux on-demand price', async () => {
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW, known: KNOWN });
    seedOnDemand(api.db, {
      instanceType: 'p5.48xlarge',
      region: 'us-east-1',
      points: [[NOW - DAY, 98_320_000]],
    });
    seedSeries(api.db, { ...SPOT, qualifier: 'Windows', points: [[NOW - DAY, 1_000_000]] });
    const { rows } = await api.json<{ rows: object[] }>('latest');
    expect(rows[0]).toMatchObject({ product: 'Windows', onDemandUsd: null, shareOfOnDemand: null });
  });

  it('filters by glob, region, zone and product and sorts what is left', async () => {
    for (const region of ['us-east-2', 'us-east-1']) {
      for (const instanceType of ['p5.48xlarge', 'g5.xlarge', 'p5.4xlarge']) {
        for (const qualifier of ['Windows', 'Linux/UNIX']) {
          seedSeries(api.db, {
            instanceType,
            region,
            zoneId: `${region.replaceAll('-', '')}-az1`,
            qualifier,
            points: [[NOW, 1]],
          });
        }
      }
    }
    const names = async (query: string) => {
      const { rows } = await api.json<{ rows: Record<string, string>[] }>(`latest?${query}`);
      return rows.map((row) => `${row.type} ${row.region} ${row.product}`);
    };
    expect(await names('type=p5.*&region=us-east-1')).toEqual([
      'p5.48xlarge us-east-1 Linux/UNIX',
      'p5.48xlarge us-east-1 Windows',
      'p5.4xlarge us-east-1 Linux/UNIX',
      'p5.4xlarge us-east-1 Windows',
    ]);
    expect(await names('type=g?.xlarge,p5.48xlarge&product=Linux%2FUNIX&zone=useast2-az1')).toEqual([
      'g5.xlarge us-east-2 Linux/UNIX',
      'p5.48xlarge us-east-2 Linux/UNIX',
    ]);
  });

  it('is empty and says so before the first look', async () => {
    expect(await api.json('latest')).toEqual({ asOf: null, rows: [] });
  });
});

describe('on-demand', () => {
  it('tells a price from a type that is not sold and from a region that was denied', async () => {
    seedTarget(api.db, { collector: 'on-demand-price', region: 'us-east-1', lastLookAt: NOW });
    seedTarget(api.db, {
      collector: 'on-demand-price',
      region: 'us-east-2',
      lastLookAt: NOW - HOUR,
      outcome: 'denied',
      lastCompleteAt: NOW - DAY,
    });
    seedOnDemand(api.db, {
      instanceType: 'p5.48xlarge',
      region: 'us-east-1',
      points: [[NOW - DAY, 98_320_000]],
    });
    seedOnDemand(api.db, {
      instanceType: 'p5.4xlarge',
      region: 'us-east-1',
      outcome: 'not_sold',
      points: [],
    });
    seedOnDemand(api.db, {
      instanceType: 'g5.xlarge',
      region: 'us-east-2',
      points: [[NOW - DAY, 1_006_000]],
    });
    expect(await api.json('on-demand')).toEqual({
      asOf: '2026-11-22T10:00:00Z',
      rows: [
        {
          type: 'g5.xlarge',
          region: 'us-east-2',
          priceUsd: '1.0060000000',
          effectiveAt: '2026-11-21T10:00:00Z',
          confirmedAt: '2026-11-21T10:00:00Z',
          perAcceleratorUsd: '1.006000',
          outcome: 'denied',
        },
        {
          type: 'p5.48xlarge',
          region: 'us-east-1',
          priceUsd: '98.3200000000',
          effectiveAt: '2026-11-21T10:00:00Z',
          confirmedAt: '2026-11-21T10:00:00Z',
          perAcceleratorUsd: '12.290000',
          outcome: 'value',
        },
        {
          type: 'p5.4xlarge',
          region: 'us-east-1',
          priceUsd: null,
          effectiveAt: null,
          confirmedAt: null,
          perAcceleratorUsd: null,
          outcome: 'not_sold',
        },
      ],
    });
  });

  it('takes one look at the whole world for a look at every region', async () => {
    seedTarget(api.db, { collector: 'on-demand-price', region: 'global', lastLookAt: NOW });
    seedOnDemand(api.db, {
      instanceType: 'g5.xlarge',
      region: 'us-east-2',
      points: [[NOW - DAY, 1_006_000]],
    });
    const response = await api.ask('on-demand?region=us-east-2');
    expect(await response.json()).toMatchObject({ rows: [{ outcome: 'value' }] });
    expect(response.headers.has('x-chipdesk-regions-unknown')).toBe(false);
  });
});
