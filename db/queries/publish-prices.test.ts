import { describe, expect, test } from 'vitest';
import { DAY, dayOf, HOUR, MINUTE } from '#lib/domain/time.ts';
import { type DayRollup, rollUpDays } from '#lib/series/rollup.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import { openTestDatabase } from '#tests/helpers/database.ts';
import { randomFrom, shuffled } from '#tests/stand-in/hash.ts';
import type { Db } from '../client.ts';
import { type PriceSet, publishPrices } from './publish-prices.ts';
import { openRun } from './runs.ts';
import { ensureTarget } from './targets.ts';

const START = 20_000 * DAY;
const END = START + 12 * DAY;
const ZONES = ['use1-az1', 'use1-az2', 'use1-az4'];

type Row = { at: number; value: number };

/** What AWS has on record of one pool: changes, an unchanged price repeated every 24 h. */
function randomHistory(random: () => number): Row[] {
  const rows: Row[] = [];
  let value = 1000;
  let at = START - Math.floor(random() * 3 * DAY);
  while (at < END) {
    rows.push({ at, value });
    const wait = random() < 0.3 ? DAY : MINUTE + Math.floor(random() * 2 * DAY);
    at += Math.min(wait, DAY);
    if (wait < DAY) value = 1000 + Math.floor(random() * 4);
  }
  return rows;
}

/** A pool that comes and goes: no record while it is away, and none in force at the start of such a time. */
type Away = { from: number; to: number };

function answerOf(rows: readonly Row[], away: readonly Away[], from: number, to: number): Row[] {
  const gone = (at: number) => away.some((one) => at >= one.from && at < one.to);
  const seen = rows.filter((row) => row.at <= to && !gone(row.at));
  const before = seen.filter((row) => row.at < from).at(-1);
  const left = before !== undefined && away.some((one) => one.from > before.at && one.from <= from);
  return [...(before === undefined || left ? [] : [before]), ...seen.filter((row) => row.at >= from)];
}

/** Changes only, the price in force at the start of the time looked at first. */
function canonical(rows: readonly Row[], from: number, to: number): TimedValue[] {
  const seen = answerOf(rows, [], from, to);
  return seen.filter((row, i) => seen[i - 1]?.value !== row.value);
}

function market(seed: number) {
  const random = randomFrom(seed);
  return { random, pools: new Map(ZONES.map((zone) => [zone, randomHistory(random)])) };
}

let sets = 0;

function publish(
  db: Db,
  pools: ReadonlyMap<string, Row[]>,
  span: { from: number; to: number; away?: Away[] },
  about: 'now' | 'past' = 'past',
): void {
  const target = ensureTarget(db, 'spot-price', 'us-east-1', { key: 'all' });
  const series = [...pools].map(([zoneId, rows]) => ({
    zoneId,
    instanceType: 'p5.48xlarge',
    qualifier: 'Linux/UNIX',
    scale: 6,
    records: answerOf(rows, zoneId === ZONES[0] ? (span.away ?? []) : [], span.from, span.to),
  }));
  const runId = `run-${++sets}`;
  const job = { job: 'spot-price', slot: sets, trigger: 'manual' as const };
  const ledger = { ...job, runId, startedAt: 0, deadlineAt: 0, ownerPid: process.pid };
  openRun(db, ledger);
  const set: PriceSet = {
    targetId: target.id,
    kind: 'spot',
    unit: 'microusd/h',
    region: 'us-east-1',
    about,
    provesAbsence: true,
    look: {
      runId,
      collectedAt: span.to,
      span,
      completeness: 'complete',
      outcome: 'value',
      pages: 1,
      items: 1,
      quarantined: 0,
    },
    series: series.filter((one) => one.records.length > 0),
    asked: () => true,
  };
  publishPrices(db, set);
  db.sqlite.prepare("UPDATE job_run SET state = 'ok' WHERE run_id = ?").run(runId);
}

function stored(db: Db) {
  const rows = db.sqlite.prepare('SELECT * FROM series').all() as {
    id: number;
    zone_id: string;
    last_value: number | null;
    changed_at: number | null;
    confirmed_at: number | null;
  }[];
  return new Map(
    rows.map((row) => [
      row.zone_id,
      {
        points: db.sqlite
          .prepare('SELECT at, value FROM point WHERE series_id = ? ORDER BY at')
          .all(row.id) as TimedValue[],
        rollups: db.sqlite
          .prepare(
            'SELECT day, mean, min, max, last, changes FROM rollup_day WHERE series_id = ? ORDER BY day',
          )
          .all(row.id) as DayRollup[],
        state: [row.last_value, row.changed_at, row.confirmed_at],
      },
    ]),
  );
}

/** Roll-ups and state follow from the points, however they came about. */
function expectConsistent(db: Db): void {
  for (const { points, rollups, state } of stored(db).values()) {
    expect(rollups).toEqual(rollUpDays(new Set(points.map((one) => dayOf(one.at))), points));
    expect(state.slice(0, 2)).toEqual([points.at(-1)?.value, points.at(-1)?.at]);
  }
}

/** Random cuts of the whole time into windows that touch. */
function cut(random: () => number, pieces: number): { from: number; to: number }[] {
  const cuts = Array.from({ length: pieces - 1 }, () => START + Math.floor(random() * (END - START)));
  const edges = [START, ...cuts.sort((a, b) => a - b), END];
  return edges.slice(1).map((to, i) => ({ from: edges[i]!, to }));
}

const SEEDS = Array.from({ length: 40 }, (_, i) => 1000 + i);

describe('the same history, looked at in other pieces and another order', () => {
  test.each(SEEDS)('is the same store (seed %i)', (seed) => {
    const { random, pools } = market(seed);
    const windows = cut(random, 2 + Math.floor(random() * 8));
    const db = openTestDatabase();
    for (const window of shuffled(windows, seed)) publish(db, pools, window);
    expectConsistent(db);
    for (const [zone, rows] of pools)
      expect(stored(db).get(zone)?.points, `seed ${seed} ${zone}`).toEqual(canonical(rows, START, END));
  });

  test.each(SEEDS)('polls with overlap and a back-fill in between end the same (seed %i)', (seed) => {
    const { random, pools } = market(seed);
    const db = openTestDatabase();
    const first = START + 6 * DAY;
    // Newest first, as a hole is always filled.
    const past = cut(random, 6)
      .filter((window) => window.from < first)
      .map(({ from, to }) => ({ from, to: Math.min(to, first) }));
    publish(db, pools, { from: first, to: first }, 'now');
    for (let now = first; now < END; ) {
      const next = Math.min(END, now + 5 * MINUTE + Math.floor(random() * DAY));
      publish(db, pools, { from: now - 15 * MINUTE, to: next }, 'now');
      const window = random() < 0.5 ? past.pop() : undefined;
      if (window !== undefined) publish(db, pools, window);
      now = next;
    }
    for (const window of past.reverse()) publish(db, pools, window);
    expectConsistent(db);
    for (const [zone, rows] of pools)
      expect(stored(db).get(zone)?.points, `seed ${seed} ${zone}`).toEqual(canonical(rows, START, END));
  });

  test.each(SEEDS)('a look that comes twice changes nothing the second time (seed %i)', (seed) => {
    const { random, pools } = market(seed);
    const windows = shuffled(cut(random, 4), seed);
    const db = openTestDatabase();
    for (const window of windows) publish(db, pools, window);
    const before = stored(db);
    for (const window of windows) publish(db, pools, window);
    expect(stored(db)).toEqual(before);
  });

  test.each(SEEDS)(
    'a pool that goes and comes back ends and begins alike, back-filled or watched (seed %i)',
    (seed) => {
      const { random, pools } = market(seed);
      const windows = cut(random, 2 + Math.floor(random() * 6));
      // It goes and comes back at moments at which somebody looked: what lies between two looks nobody can know.
      const edges = windows.slice(1).map((window) => window.from);
      const gone = edges[Math.floor(random() * edges.length)]!;
      const back = edges.find((edge) => edge > gone) ?? END + 1;
      const away = [{ from: gone, to: back }];
      // As they are asked for: the present in its order, a hole behind it newest first.
      const split = Math.floor(random() * windows.length);
      const outage = [...windows.slice(split), ...windows.slice(0, split).reverse()];
      const dumps = [windows, [...windows].reverse(), outage].map((order) => {
        const db = openTestDatabase();
        for (const window of order) publish(db, pools, { ...window, away });
        expectConsistent(db);
        return stored(db);
      });
      expect(dumps[1]).toEqual(dumps[0]);
      expect(dumps[2]).toEqual(dumps[0]);
    },
  );
});

test('a heartbeat an hour after a day began makes no row for that day', () => {
  const db = openTestDatabase();
  const rows = [
    { at: START + HOUR, value: 5 },
    { at: START + DAY + HOUR, value: 5 },
  ];
  publish(db, new Map([[ZONES[1]!, rows]]), { from: START, to: START + 2 * DAY });
  expect(
    stored(db)
      .get(ZONES[1]!)
      ?.rollups.map((one) => one.day),
  ).toEqual([dayOf(START)]);
});

test('a pool that changed in the seam of two polls and then vanished has ended, and is back when it is back', () => {
  const db = openTestDatabase();
  const zone = ZONES[1] ?? '';
  const rows = [
    { at: START, value: 1000 },
    { at: START + HOUR, value: 1005 },
  ];
  const minutes = (from: number, to: number) => ({ from: START + from * MINUTE, to: START + to * MINUTE });
  publish(db, new Map([[zone, rows]]), minutes(0, 65), 'now');
  publish(db, new Map([[zone, []]]), minutes(50, 70), 'now');
  expect(stored(db).get(zone)?.points).toEqual([
    { at: START, value: 1000 },
    { at: START + 50 * MINUTE, value: null },
  ]);
  expectConsistent(db);
  publish(db, new Map([[zone, rows]]), minutes(55, 75), 'now');
  expect(stored(db).get(zone)?.points).toEqual(rows);
  expectConsistent(db);
});
