import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { KNOWN, NOW, SPOT, TestApi } from '#tests/helpers/api-ask.ts';
import { seedSeries, seedTarget } from '#tests/helpers/api-seed.ts';

vi.mock('server-only', () => ({}));

let api: TestApi;

beforeEach(() => {
  api = new TestApi();
});

describe('prices/history', () => {
  it('begins with the price in force at from, at its true time, and ends at to', async () => {
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW, known: KNOWN });
    seedSeries(api.db, {
      ...SPOT,
      scale: 4,
      points: [
        [NOW - 9 * DAY, 9_000_000],
        [NOW - 5 * DAY, 8_000_000],
        [NOW - DAY, 7_500_010],
        [NOW, 7_000_000],
      ],
    });
    expect(await api.json('history?from=2026-11-19T10:00:00Z&to=2026-11-22T09:00:00Z')).toEqual({
      series: [
        {
          type: 'p5.48xlarge',
          region: 'us-east-1',
          zoneId: 'use1-az4',
          product: 'Linux/UNIX',
          points: [
            { at: '2026-11-17T10:00:00Z', priceUsd: '8.0000' },
            { at: '2026-11-21T10:00:00Z', priceUsd: '7.50001' },
          ],
          gaps: [],
        },
      ],
    });
  });

  it('covers the 30 days before the newest look unless told otherwise', async () => {
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW, known: KNOWN });
    seedSeries(api.db, {
      ...SPOT,
      points: [
        [NOW - 60 * DAY, 1_000_000],
        [NOW - 31 * DAY, 2_000_000],
        [NOW, 3_000_000],
      ],
    });
    const { series } = await api.json<{ series: { points: object[] }[] }>('history');
    expect(series[0]?.points).toEqual([
      { at: '2026-10-22T10:00:00Z', priceUsd: '2.000000' },
      { at: '2026-11-22T10:00:00Z', priceUsd: '3.000000' },
    ]);
  });

  it('breaks where nobody looked, where the price ended and where the last looks failed', async () => {
    const lastComplete = NOW - 2 * HOUR;
    seedTarget(api.db, {
      region: 'us-east-1',
      outcome: 'denied',
      lastLookAt: NOW,
      lastCompleteAt: lastComplete,
      known: [
        [NOW - 9 * DAY, NOW - 6 * DAY],
        [NOW - 5 * DAY, lastComplete],
      ],
    });
    seedSeries(api.db, {
      ...SPOT,
      points: [
        [NOW - 20 * DAY, 1_000_000],
        [NOW - 4 * DAY, null],
        [NOW - 3 * DAY, 2_000_000],
      ],
    });
    const { series } = await api.json<{
      series: { gaps: object[]; points: object[] }[];
    }>('history?from=2026-11-12T10:00:00Z');
    expect(series[0]?.gaps).toEqual([
      { from: '2026-11-12T10:00:00Z', to: '2026-11-13T10:00:00Z', outcome: 'never' },
      { from: '2026-11-16T10:00:00Z', to: '2026-11-17T10:00:00Z', outcome: 'never' },
      { from: '2026-11-18T10:00:00Z', to: '2026-11-19T10:00:00Z', outcome: 'none' },
      { from: '2026-11-22T08:00:00Z', to: '2026-11-22T10:00:00Z', outcome: 'denied' },
    ]);
    expect(series[0]?.points).toHaveLength(2);
  });

  it('moves the end of a gap with the clock although nothing was stored', async () => {
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW, known: KNOWN });
    seedSeries(api.db, { ...SPOT, points: [[NOW - DAY, 1_000_000]] });
    const gaps = async () => {
      const { series } = await api.json<{ series: { gaps: object[] }[] }>('history?to=2026-11-30');
      return series[0]?.gaps.at(-1);
    };
    api.now = NOW + 14 * MINUTE;
    expect(await gaps()).toMatchObject({ outcome: 'none' });
    api.now = NOW + 60 * MINUTE;
    expect(await gaps()).toEqual({
      from: '2026-11-22T10:00:00Z',
      to: '2026-11-22T11:00:00Z',
      outcome: 'never',
    });
  });

  it('keeps first, lowest, highest and last of each bucket', async () => {
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW, known: KNOWN });
    const prices = [50, 51, 90, 52, 10, 53, 54, 55, 56, 57].map((price, i): [number, number] => [
      NOW - DAY + i * HOUR,
      price * 1_000_000,
    ]);
    seedSeries(api.db, { ...SPOT, points: prices });
    const { series } = await api.json<{
      series: { points: { priceUsd: string }[] }[];
    }>('history?from=2026-11-21T10:00:00Z&buckets=1');
    expect(series[0]?.points.map((point) => Number(point.priceUsd))).toEqual([50, 90, 10, 57]);
  });

  it('refuses more than a million points and says how to ask for fewer', async () => {
    seedTarget(api.db, { region: 'us-east-1', lastLookAt: NOW, known: KNOWN });
    const id = seedSeries(api.db, { ...SPOT, points: [] });
    api.db.sqlite.exec(`WITH RECURSIVE n(i) AS (VALUES(0) UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
      INSERT INTO point (series_id, at, value) SELECT ${id}, ${NOW - 10 * DAY} + i, 1 FROM n`);
    const response = await api.ask('history');
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ error: { code: 'TOO_LARGE', field: 'type' } });
    expect((await api.ask('history?buckets=100')).status).toBe(200);
  }, 60_000);
});
