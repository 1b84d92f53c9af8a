import { expect, it, vi } from 'vitest';
import { parseFilter } from '#app/_board/filter.ts';
import { readBoard } from '#app/_board/read.ts';
import { openTestDatabase } from '#tests/helpers/database.ts';
import { seedDemo } from '#tests/helpers/demo-seed.ts';

vi.mock('server-only', () => ({}));

const NOW = Date.UTC(2026, 10, 22, 12);

it('what a browser is sent does not grow with the pools: they come when a row is opened', () => {
  const db = openTestDatabase();
  seedDemo(db, { now: NOW, days: 40 });
  const rowsOf = () => readBoard(db, parseFilter({}), NOW).view.rows;
  const before = rowsOf();
  // Three zones beside each that there is, a little dearer.
  for (const zone of ['b', 'c', 'd'])
    db.sqlite
      .prepare(
        `INSERT INTO series (kind, region, zone_id, instance_type, qualifier, unit, scale, outcome, last_value, changed_at, confirmed_at)
         SELECT kind, region, zone_id || ?, instance_type, qualifier, unit, scale, outcome, last_value + 100, changed_at, confirmed_at
         FROM series WHERE kind = 'spot' AND zone_id GLOB '*[0-9]'`,
      )
      .run(zone);
  db.sqlite.exec("UPDATE meta SET value = value + 1 WHERE key = 'data_version'");
  const after = rowsOf();
  const pools = (rows: typeof before) => rows.reduce((sum, row) => sum + row.pools, 0);
  expect(pools(after)).toBeGreaterThan(5000);
  expect(pools(after)).toBe(4 * pools(before));
  // The same rows, but for the digits of the number of pools.
  const size = (rows: typeof before) => JSON.stringify(rows).length;
  expect(size(after) - size(before)).toBeLessThan(3 * after.length);
  expect(size(after) / after.length).toBeLessThan(2000);
});
