import { describe, expect, onTestFinished, test } from 'vitest';
import { formatUsd } from '#lib/domain/money.ts';
import { DAY, dayOf } from '#lib/domain/time.ts';
import { rollUpDays } from '#lib/series/rollup.ts';
import { startStandIn } from '#tests/stand-in/index.ts';
import { type Desk, openDesk } from '../helpers/desk.ts';
import { HAS_RECORDED, OBSERVED_2023, type Recorded, readRecorded } from '../helpers/recorded.ts';

type Row = {
  id: number;
  key: string;
  scale: number;
  lastValue: number | null;
  changedAt: number;
  confirmedAt: number;
  outcome: string;
};
type Point = { at: number; value: number | null };

function storedRows(desk: Desk): Row[] {
  return desk.db.sqlite
    .prepare(
      `SELECT id, region || '|' || zone_id || '|' || instance_type || '|' || qualifier AS key, scale,
              last_value AS lastValue, changed_at AS changedAt, confirmed_at AS confirmedAt, outcome
       FROM series WHERE kind = 'spot'`,
    )
    .all() as Row[];
}

/** Change points of the recorded prices; an end and a return at the same price look alike from AWS's side. */
function changePoints(records: readonly Recorded[]): Recorded[] {
  const priced = records.filter((record) => record.price !== '');
  return priced.filter((record, index) => record.price !== priced[index - 1]?.price);
}

describe.skipIf(!HAS_RECORDED)(
  'the recorded year over 22 regions, replayed (skipped without the recorded data beside the checkout)',
  () => {
    test('every pool has exactly the recorded prices, seen in looks five weeks apart', async () => {
      const recorded = readRecorded(OBSERVED_2023);
      const first = Date.UTC(2022, 11, 20);
      const last = Date.UTC(2023, 11, 31, 22);
      const standIn = await startStandIn({
        source: { kind: 'replay', dir: OBSERVED_2023 },
        now: () => first,
        throttle: false,
      });
      onTestFinished(() => standIn.close());
      const desk = openDesk({ url: standIn.url, now: first });
      for (let now = first; ; now = Math.min(now + 37 * DAY, last)) {
        const at = now;
        standIn.setNow(() => at);
        desk.setNow(at);
        await desk.run('region');
        await desk.run('instance-type');
        expect((await desk.run('spot-price')).state).toBe('ok');
        expect((await desk.run('spot-history')).state).toBe('ok');
        expectPresentExact(desk, recorded, at);
        if (now === last) break;
      }
      expectHistoryExact(desk, recorded);
      expectRollupsInStep(desk);
    });
  },
);

function expectPresentExact(desk: Desk, recorded: ReadonlyMap<string, Recorded[]>, now: number): void {
  const rows = new Map(storedRows(desk).map((row) => [row.key, row]));
  const wrong = [...recorded].flatMap(([key, records]) => {
    const seen = records.filter((record) => record.at <= now);
    const problem =
      changePoints(seen).length === 0 ? inventedPool(rows.get(key)) : wrongPresent(rows.get(key), seen);
    return problem === undefined ? [] : [{ key, problem, row: rows.get(key) }];
  });
  expect(wrong.slice(0, 5)).toEqual([]);
}

const inventedPool = (row: Row | undefined) => (row === undefined ? undefined : 'invented');

function wrongPresent(row: Row | undefined, seen: readonly Recorded[]): string | undefined {
  const newest = seen.at(-1)!;
  const price = row?.lastValue == null ? '' : formatUsd(row.lastValue, row.scale);
  if (price !== newest.price) return `price ${price}, recorded ${newest.price}`;
  if (price === '') return row?.outcome === 'none' ? undefined : 'an ended price without outcome none';
  return row?.confirmedAt === newest.at
    ? undefined
    : `confirmed at ${row?.confirmedAt}, recorded ${newest.at}`;
}

function expectHistoryExact(desk: Desk, recorded: ReadonlyMap<string, Recorded[]>): void {
  const points = desk.db.sqlite.prepare(
    'SELECT at, value FROM point WHERE series_id = ? AND value IS NOT NULL ORDER BY at',
  );
  let compared = 0;
  for (const row of storedRows(desk)) {
    const stored = (points.all(row.id) as { at: number; value: number }[]).map((point) => ({
      at: point.at,
      price: formatUsd(point.value, row.scale),
    }));
    const priced = stored.filter((point, index) => point.price !== stored[index - 1]?.price);
    expect(priced, row.key).toEqual(changePoints(recorded.get(row.key) ?? []));
    compared += priced.length;
  }
  expect(compared).toBeGreaterThan(870_000);
}

/** The roll-ups that were kept in step are those that the points give when counted afresh. */
function expectRollupsInStep(desk: Desk): void {
  const points = desk.db.sqlite.prepare('SELECT at, value FROM point WHERE series_id = ? ORDER BY at');
  const rollups = desk.db.sqlite.prepare(
    'SELECT day, mean, min, max, last, changes FROM rollup_day WHERE series_id = ? ORDER BY day',
  );
  for (const row of storedRows(desk)) {
    const all = points.all(row.id) as Point[];
    expect(rollups.all(row.id), row.key).toEqual(
      rollUpDays(new Set(all.map((point) => dayOf(point.at))), all),
    );
  }
}
