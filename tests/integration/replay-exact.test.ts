import { describe, expect, onTestFinished, test } from 'vitest';
import type { Db } from '#db/client.ts';
import { formatUsd } from '#lib/domain/money.ts';
import { PRODUCTS } from '#lib/domain/product.ts';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { startStandIn } from '#tests/stand-in/index.ts';
import { openDesk } from '../helpers/desk.ts';
import { EXACT_2021, expectedPool, HAS_RECORDED, readRecorded } from '../helpers/recorded.ts';

type Stored = { scale: number; confirmedAt: number; points: { at: number; value: number | null }[] };

function storedPools(db: Db): Map<string, Stored> {
  const zones = db.sqlite.prepare('SELECT zone_id AS id, name FROM zone').all() as {
    id: string;
    name: string;
  }[];
  const names = new Map(zones.map((zone) => [zone.id, zone.name]));
  const rows = db.sqlite
    .prepare(
      "SELECT id, region, zone_id AS zoneId, instance_type AS type, qualifier, scale, confirmed_at AS confirmedAt FROM series WHERE kind = 'spot'",
    )
    .all() as {
    id: number;
    region: string;
    zoneId: string;
    type: string;
    qualifier: string;
    scale: number;
    confirmedAt: number;
  }[];
  const points = db.sqlite.prepare('SELECT at, value FROM point WHERE series_id = ? ORDER BY at');
  return new Map(
    rows.map((row) => [
      `${row.region}|${names.get(row.zoneId)}|${row.type}|${row.qualifier}`,
      { scale: row.scale, confirmedAt: row.confirmedAt, points: points.all(row.id) as Stored['points'] },
    ]),
  );
}

function expectExact(db: Db, recorded: ReturnType<typeof readRecorded>, from: number, now: number): void {
  const stored = storedPools(db);
  let expectedPools = 0;
  for (const [key, records] of recorded) {
    const expected = expectedPool(records, from, now);
    if (expected === undefined) continue;
    expectedPools++;
    const pool = stored.get(key);
    expect(pool, key).toBeDefined();
    if (pool === undefined) continue;
    const points = pool.points.map((point) => ({
      at: point.at,
      price: formatUsd(point.value ?? -1, pool.scale),
    }));
    expect(points, key).toEqual(expected.points);
    expect(pool.confirmedAt, key).toBe(expected.confirmedAt);
  }
  expect(stored.size).toBe(expectedPools);
  expect(expectedPools).toBeGreaterThan(150);
}

describe.skipIf(!HAS_RECORDED)(
  'the recorded 2021 history, replayed (skipped without the recorded data beside the checkout)',
  () => {
    const watch = { products: [...PRODUCTS.slice(0, 4)] };

    async function deskAt(now: number, pageSize: number) {
      const standIn = await startStandIn({
        source: { kind: 'replay', dir: EXACT_2021 },
        now: () => now,
        pageSize,
        throttle: false,
      });
      onTestFinished(() => standIn.close());
      return { standIn, desk: openDesk({ url: standIn.url, now, watch }) };
    }

    test.each([1000, 100, 37])(
      'every pool has its recorded change points and confirmations, in pages of %i',
      async (pageSize) => {
        const recorded = readRecorded(EXACT_2021);
        const now = Date.UTC(2021, 3, 20, 7);
        const { desk } = await deskAt(now, pageSize);
        expect((await desk.run('spot-price')).state).toBe('ok');
        expect((await desk.run('spot-history')).state).toBe('ok');
        expectExact(desk.db, recorded, now - 90 * DAY, now);
      },
    );

    test('polling twice at the same instant changes nothing', async () => {
      const { desk } = await deskAt(Date.UTC(2021, 3, 2, 12), 1000);
      await desk.run('spot-price');
      await desk.run('spot-history');
      const all = (table: string) => desk.db.sqlite.prepare(`SELECT * FROM ${table}`).all();
      const dump = () => [all('series'), all('point'), all('rollup_day'), all('coverage')];
      const before = dump();
      const again = await desk.run('spot-price');
      expect(again.counts?.changes).toBe(0);
      expect(dump()).toEqual(before);
    });

    test.each([
      ['every five hours', (i: number) => i * 5 * HOUR],
      ['at odd gaps, some longer than a day', (i: number) => i * 7 * HOUR + (i % 5) * HOUR],
      ['with an outage of ten days', (i: number) => i * 4 * HOUR + (i > 20 ? 10 * DAY : 0)],
    ])('polls cut %s end in the same store as one look', async (_, offset) => {
      const recorded = readRecorded(EXACT_2021);
      const first = Date.UTC(2021, 2, 20);
      const { standIn, desk } = await deskAt(first, 1000);
      let now = first;
      for (let i = 0; i < 60; i++) {
        now = first + offset(i);
        const at = now;
        standIn.setNow(() => at);
        desk.setNow(at);
        await desk.run('spot-price');
        if (i % 7 === 0) await desk.run('spot-history');
      }
      await desk.run('spot-history');
      expectExact(desk.db, recorded, first - 90 * DAY, now);
    });
  },
);
