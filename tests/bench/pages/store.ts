import { openDatabase, writeTransaction } from '#db/client.ts';
import { createDatabase } from '#db/migrate.ts';
import { noteAsked } from '#db/queries/asked.ts';
import { markOrigin } from '#db/queries/meta.ts';
import { ensureTarget, extendCoverage } from '#db/queries/targets.ts';
import { DESCRIBED } from '#lib/catalogue/described.ts';
import { DEFAULT_CAPACITY } from '#lib/config/capacity.ts';
import { WATCH_EVERYTHING } from '#lib/config/watch.ts';
import { KNOWN_REGIONS } from '#lib/domain/region.ts';
import { DAY } from '#lib/domain/time.ts';
import { rollUpDays } from '#lib/series/rollup.ts';

export const POOLS = 5000;
const POINTS_EACH = 2000;
const STEP_MS = 4 * 3_600_000;
export const REGIONS = KNOWN_REGIONS.slice(0, 17);

/** A store of 5,000 pools with 2,000 points each up to an instant, as the product's tables have it. Returns the points. */
export function fillStore(path: string, now: number): number {
  createDatabase(path);
  const db = openDatabase(path, 'worker');
  const types = [...DESCRIBED.values()].slice(0, 100);
  writeTransaction(db, () => {
    markOrigin(db, 'simulated');
    noteAsked(db, { watch: WATCH_EVERYTHING, capacity: DEFAULT_CAPACITY });
    addTypes(db.sqlite, types);
    for (const region of REGIONS) {
      const target = ensureTarget(db, 'spot-price', region, { key: 'all' });
      extendCoverage(db, target.id, { from: now - 400 * DAY, to: now });
      db.sqlite
        .prepare("UPDATE target SET outcome = 'value', last_look_at = ?, last_complete_at = ? WHERE id = ?")
        .run(now, now, target.id);
    }
  });
  const names = types.map(({ type }) => type);
  for (let start = 0; start < POOLS; start += 100)
    writeTransaction(db, () => {
      for (let pool = start; pool < start + 100; pool++) addPool(db.sqlite, names, pool, now);
    });
  db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
  db.sqlite.close();
  return POOLS * POINTS_EACH;
}

type Sqlite = ReturnType<typeof openDatabase>['sqlite'];

function addTypes(
  sqlite: Sqlite,
  types: Iterable<typeof DESCRIBED extends ReadonlyMap<string, infer T> ? T : never>,
) {
  const insert = sqlite.prepare(
    `INSERT INTO instance_type (name, family, accelerator, vendor, kind, purpose, status, described, accelerator_count, memory_gib_each, bf16_tflops_each)
     VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)`,
  );
  for (const one of types)
    insert.run(
      ...[one.type, one.family, one.accelerator ?? 'unknown', one.vendor ?? 'unknown', one.kind],
      ...[one.purpose, one.status, one.count ?? 0, one.memoryGibEach, one.bf16],
    );
}

/** Prices that wander, the same every time. */
function addPool(sqlite: Sqlite, types: readonly string[], pool: number, now: number): void {
  const region = REGIONS[pool % REGIONS.length] ?? '';
  const { id } = sqlite
    .prepare<unknown[], { id: number }>(
      `INSERT INTO series (kind, region, zone_id, instance_type, qualifier, unit, scale, outcome)
       VALUES ('spot', ?, ?, ?, 'Linux/UNIX', 'usd/h', 6, 'value') RETURNING id`,
    )
    .get(region, `euw${(pool % REGIONS.length) + 1}-az${pool}`, types[pool % types.length]) as { id: number };
  const insert = sqlite.prepare('INSERT INTO point (series_id, at, value) VALUES (?, ?, ?)');
  let state = pool * 2_654_435_761;
  let value = 1_000_000 + (pool % 97) * 400_000;
  const points = Array.from({ length: POINTS_EACH }, (_, index) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    value = Math.max(100_000, Math.round(value * (1 + (((state >>> 16) % 100) - 50) / 5000)));
    return { at: now - (POINTS_EACH - index) * STEP_MS, value };
  });
  for (const point of points) insert.run(id, point.at, point.value);
  const days = new Set(points.map(({ at }) => Math.floor(at / DAY)));
  const roll = sqlite.prepare(
    'INSERT INTO rollup_day (series_id, day, mean, min, max, last, changes) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  for (const day of rollUpDays(days, points))
    roll.run(id, day.day, day.mean, day.min, day.max, day.last, day.changes);
  const last = points.at(-1);
  sqlite
    .prepare('UPDATE series SET last_value = ?, changed_at = ?, confirmed_at = ? WHERE id = ?')
    .run(last?.value, last?.at, now, id);
}
