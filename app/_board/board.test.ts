import { expect, test } from 'vitest';
import type { Db } from '#db/client.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { openTestDatabase } from '#tests/helpers/database.ts';
import { readBoardFacts } from './facts.ts';
import { parseFilter } from './filter.ts';
import { buildBoard } from './model.ts';
import { fillProgress } from './progress.ts';
import { buildTape } from './tape.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const LOOK = NOW - 2 * MINUTE;

type Steps = [hoursAgo: number, value: number | null][];

function addType(db: Db, name: string, accelerator: string, count: number): void {
  db.sqlite
    .prepare(
      `INSERT INTO instance_type (name, family, accelerator, vendor, kind, purpose, status, described, accelerator_count)
       VALUES (?, ?, ?, 'NVIDIA', 'gpu', 'both', 'current', 1, ?)`,
    )
    .run(name, name.split('.')[0], accelerator, count);
}

function addSeries(
  db: Db,
  series: { kind: string; region: string; zoneId: string; type: string; steps: Steps },
): void {
  const { kind, region, zoneId, type, steps } = series;
  const [hoursAgo, value] = steps.at(-1) ?? [0, null];
  const at = LOOK - hoursAgo * HOUR;
  const id = db.sqlite
    .prepare(
      `INSERT INTO series (kind, region, zone_id, instance_type, qualifier, unit, scale, outcome, last_value, changed_at, confirmed_at)
       VALUES (?, ?, ?, ?, ?, 'usd/h', 4, ?, ?, ?, ?)`,
    )
    .run(
      kind,
      region,
      zoneId,
      type,
      kind === 'spot' ? 'Linux/UNIX' : 'Linux',
      value === null ? 'none' : 'value',
      value,
      at,
      at,
    ).lastInsertRowid;
  for (const [ago, amount] of steps)
    db.sqlite.prepare('INSERT INTO point VALUES (?, ?, ?)').run(id, LOOK - ago * HOUR, amount);
}

function addTarget(
  db: Db,
  collector: string,
  region: string,
  outcome: string,
  spans: [number, number][] = [],
): void {
  const complete = outcome === 'value' ? LOOK : null;
  const id = db.sqlite
    .prepare(
      `INSERT INTO target (collector, region, query_key, current, outcome, last_look_at, last_complete_at, failures_in_row, wanted_from)
       VALUES (?, ?, '', 1, ?, ?, ?, 0, ?)`,
    )
    .run(
      collector,
      region,
      outcome,
      outcome === 'never' ? null : LOOK,
      complete,
      collector === 'spot-price' ? NOW - 90 * DAY : null,
    ).lastInsertRowid;
  for (const [from, to] of spans)
    db.sqlite.prepare('INSERT INTO coverage VALUES (?, ?, ?)').run(id, LOOK - from * DAY, LOOK - to * DAY);
}

function list(db: Db, type: string, region: string, classes: string): void {
  db.sqlite.prepare('INSERT INTO type_region VALUES (?, ?, ?, 0, 0)').run(type, region, classes);
}

/** Two regions looked at, one denied; history of us-east-1 reaches back 10 days with a hole. */
function market(): Db {
  const db = openTestDatabase();
  addType(db, 'p5.48xlarge', 'H100', 8);
  addType(db, 'p4d.24xlarge', 'A100 40GB', 8);
  addType(db, 'p6e-gb200.36xlarge', 'GB200', 4);
  addTarget(db, 'spot-price', 'us-east-1', 'value', [
    [10, 5],
    [3, 0],
  ]);
  addTarget(db, 'spot-price', 'us-west-2', 'value', [[90, 0]]);
  addTarget(db, 'spot-price', 'me-central-1', 'denied');
  for (const region of ['us-east-1', 'us-west-2', 'me-central-1'])
    addTarget(db, 'instance-type', region, 'value');
  const east = { kind: 'spot', region: 'us-east-1', type: 'p5.48xlarge' };
  addSeries(db, {
    ...east,
    zoneId: 'use1-az1',
    steps: [
      [200, 20_000_000],
      [5, 16_000_000],
    ],
  });
  addSeries(db, {
    ...east,
    zoneId: 'use1-az2',
    steps: [
      [200, 10_000_000],
      [1, null],
    ],
  });
  addSeries(db, {
    kind: 'spot',
    region: 'us-west-2',
    type: 'p5.48xlarge',
    zoneId: 'usw2-az1',
    steps: [[2000, 24_000_000]],
  });
  addSeries(db, {
    kind: 'on-demand',
    region: 'us-east-1',
    type: 'p5.48xlarge',
    zoneId: '',
    steps: [[2000, 64_000_000]],
  });
  list(db, 'p5.48xlarge', 'us-east-1', 'on-demand,spot');
  list(db, 'p4d.24xlarge', 'me-central-1', 'spot');
  list(db, 'p6e-gb200.36xlarge', 'us-east-1', 'capacity-block');
  return db;
}

const boardOf = (db: Db, params: Record<string, string> = {}) =>
  buildBoard(readBoardFacts(db), parseFilter(params), NOW);

test('shows the cheapest pool that has a price, with its zone, share and count', () => {
  const { rows, priced, pools } = boardOf(market());
  const row = rows.find((entry) => entry.type === 'p5.48xlarge');
  expect(row?.best).toMatchObject({
    value: 16_000_000,
    perAccelerator: 2_000_000,
    zoneId: 'use1-az1',
    share: 0.25,
    lookedAt: LOOK,
    trouble: null,
  });
  expect(row).toMatchObject({
    pools: 2,
    regions: 2,
    onDemand: { value: 64_000_000, region: 'us-east-1' },
    absence: null,
  });
  expect([priced, pools]).toEqual([1, 2]);
});

test('keeps apart what changed, what nobody saw and what is not filled yet', () => {
  const best = boardOf(market()).rows[0]?.best;
  expect(best?.h24).toBeCloseTo(-0.2);
  expect(best?.d7).toBeCloseTo(-0.2);
  expect(best?.d30).toBe('coming');
  const db = market();
  db.sqlite.prepare('UPDATE target SET wanted_from = ?').run(LOOK - 12 * DAY);
  expect(boardOf(db).rows[0]?.best?.d30).toBe('unfilled');
  db.sqlite.prepare('UPDATE coverage SET to_at = ? WHERE from_at < ?').run(LOOK - 9 * DAY, LOOK - 9.5 * DAY);
  expect(boardOf(db).rows[0]?.best?.d7).toBe('gap');
});

test('says why a type has no spot price, counted by reason', () => {
  const absence = new Map(boardOf(market()).rows.map((row) => [row.type, row.absence]));
  expect(absence.get('p4d.24xlarge')).toEqual({
    outcome: 'denied',
    lead: 'access denied in 1 region',
    lookedAt: null,
    rest: 'not sold in 2',
  });
  expect(absence.get('p6e-gb200.36xlarge')).toEqual({
    outcome: 'not_sold',
    lead: 'not sold on spot, only capacity-block, in 1 region',
    lookedAt: null,
    rest: 'not sold in 2',
  });
  const west = boardOf(market(), { region: 'us-west-2' }).rows;
  expect(west.find((row) => row.type === 'p4d.24xlarge')?.absence).toMatchObject({
    outcome: 'not_sold',
    lead: 'not sold here',
    rest: '',
  });
});

test('leads with where it was looked for in vain, not with the regions that are switched off', () => {
  const db = market();
  addTarget(db, 'spot-price', 'af-south-1', 'region_disabled');
  addTarget(db, 'instance-type', 'af-south-1', 'region_disabled');
  for (const region of ['us-east-1', 'us-west-2']) list(db, 'p4d.24xlarge', region, 'on-demand,spot');
  const row = boardOf(db).rows.find((entry) => entry.type === 'p4d.24xlarge');
  expect(row?.absence).toEqual({
    outcome: 'none',
    lead: 'no spot price in 2 regions asked',
    lookedAt: LOOK,
    rest: 'access denied in 1; 1 region not enabled',
  });
});

test('shows the on-demand price beside the cheapest pool that its share is of, or says why there is none', () => {
  const db = market();
  const p5 = () => boardOf(db).rows[0];
  addSeries(db, {
    kind: 'on-demand',
    region: 'us-west-2',
    type: 'p5.48xlarge',
    zoneId: '',
    steps: [[2000, 40_000_000]],
  });
  expect(p5()).toMatchObject({ best: { share: 0.25 }, onDemand: { value: 64_000_000, region: 'us-east-1' } });
  db.sqlite.exec('DELETE FROM point WHERE value = 64000000; DELETE FROM series WHERE last_value = 64000000');
  expect(p5()).toMatchObject({
    best: { share: null },
    onDemand: { value: null, region: 'us-east-1', outcome: 'never' },
  });
  addTarget(db, 'on-demand-price', 'global', 'value');
  expect(p5()?.onDemand).toMatchObject({ value: null, outcome: 'none' });
  db.sqlite.exec(
    "UPDATE series SET outcome = 'not_sold', last_value = NULL, region = 'us-east-1' WHERE kind = 'on-demand'",
  );
  expect(p5()?.onDemand).toMatchObject({ value: null, outcome: 'not_sold' });
});

test('finds types by pattern, and narrows to the regions that a word names', () => {
  const db = market();
  expect(boardOf(db, { q: 'p5*' }).rows.map((row) => row.type)).toEqual(['p5.48xlarge']);
  expect(boardOf(db, { q: '*.24xlarge' }).rows.map((row) => row.type)).toEqual(['p4d.24xlarge']);
  expect(boardOf(db, { q: '*a*b*c*d*e*(' }).rows).toEqual([]);
  const west = boardOf(db, { q: 'h100 us-west' });
  expect(west.rows.map((row) => [row.type, row.best?.region])).toEqual([['p5.48xlarge', 'us-west-2']]);
  expect([west.shownRegions, west.pools]).toEqual([['us-west-2'], 1]);
});

test('narrows by region, text and purpose, and sorts with the unknown last', () => {
  const db = market();
  expect(boardOf(db, { region: 'us-west-2' }).rows[0]?.best?.zoneId).toBe('usw2-az1');
  expect(boardOf(db, { q: 'h100 NVIDIA' }).rows.map((row) => row.type)).toEqual(['p5.48xlarge']);
  expect(boardOf(db, { purpose: 'training' }).rows).toHaveLength(3);
  expect(boardOf(db, { vendor: 'AWS' }).rows).toHaveLength(0);
  expect(boardOf(db, { sort: 'type', dir: 'desc' }).rows.map((row) => row.type)).toEqual([
    'p5.48xlarge',
    'p4d.24xlarge',
    'p6e-gb200.36xlarge',
  ]);
});

test('marks a price whose region has been in trouble since', () => {
  const db = market();
  db.sqlite
    .prepare(
      "UPDATE target SET outcome = 'throttled' WHERE region = 'us-east-1' AND collector = 'spot-price'",
    )
    .run();
  expect(boardOf(db).rows[0]?.best).toMatchObject({ trouble: 'throttled', lookedAt: LOOK });
});

test('puts the median of an accelerator on the tape, its change over pools known at both instants', () => {
  const facts = readBoardFacts(market());
  expect(buildTape(facts.types, facts.pools, facts.valuesAt(LOOK - DAY))).toEqual([
    { accelerator: 'H100', median: 2_500_000, pools: 2, change24h: 5 / 5.5 - 1 },
  ]);
});

test('tells how far the history is filled, without the regions that cannot be', () => {
  const progress = fillProgress([...readBoardFacts(market()).spotTargets.values()], NOW);
  expect(progress).toMatchObject({ done: 1, goalDays: 90, days: 48 });
  expect(progress?.regions.map((region) => region.region)).toEqual(['us-east-1', 'us-west-2']);
});

test('is empty before anything was collected', () => {
  const facts = readBoardFacts(openTestDatabase());
  expect(buildBoard(facts, parseFilter({}), NOW)).toEqual({
    rows: [],
    priced: 0,
    pools: 0,
    regions: 0,
    shownRegions: undefined,
  });
  expect(fillProgress([], NOW)).toBeUndefined();
});
