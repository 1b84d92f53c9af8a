import { describe, expect, test } from 'vitest';
import { backtestRule } from '#db/queries/backtest.ts';
import { ensureTarget, extendCoverage } from '#db/queries/targets.ts';
import { STARTER_RULES } from '#lib/config/starter-rules.ts';
import { DAY } from '#lib/domain/time.ts';
import { openTestDatabase } from '../helpers/database.ts';
import { HAS_RECORDED, OBSERVED_2023, readRecorded } from '../helpers/recorded.ts';

/** The recorded year as a desk would have it on record: every pool with its change points, known throughout. */
function openYear() {
  const db = openTestDatabase();
  const pools = readRecorded(OBSERVED_2023);
  const span = { from: Number.POSITIVE_INFINITY, to: 0 };
  const series = db.sqlite.prepare<unknown[], { id: number }>(
    `INSERT INTO series (kind, region, zone_id, instance_type, qualifier, unit, scale, outcome)
     VALUES ('spot', ?, ?, ?, 'Linux/UNIX', 'usd/h', 6, 'value') RETURNING id`,
  );
  const point = db.sqlite.prepare('INSERT OR REPLACE INTO point (series_id, at, value) VALUES (?, ?, ?)');
  const regions = new Set<string>();
  db.sqlite.transaction(() => {
    for (const [key, records] of pools) {
      const [region = '', zone = '', type = ''] = key.split('|');
      regions.add(region);
      const { id } = series.get(region, zone, type) as { id: number };
      for (const { at, price } of records) {
        span.from = Math.min(span.from, at);
        span.to = Math.max(span.to, at);
        point.run(id, at, price === '' ? null : Math.round(Number(price) * 1e6));
      }
    }
  })();
  for (const region of regions)
    extendCoverage(db, ensureTarget(db, 'spot-price', region, { key: 'all' }).id, span);
  return { db, span };
}

describe.skipIf(!HAS_RECORDED)(
  'the rules that are on at first start, on the recorded year of 22 regions',
  () => {
    test('are quiet: fewer than one message in two days, and never a burst', () => {
      const { db, span } = openYear();
      const prices = STARTER_RULES.filter(({ kind }) => kind.startsWith('spot-price'));
      expect(prices.length).toBeGreaterThan(0);
      const time = { from: span.from + 90 * DAY, to: span.to };
      for (const rule of prices) {
        const report = backtestRule(db, rule, time);
        const perDay = report.messages / report.perDay.length;
        expect(report.episodes.length).toBeGreaterThan(0);
        expect(perDay).toBeLessThan(0.5);
        expect(report.worstDay?.messages ?? 0).toBeLessThanOrEqual(12);
      }
    }, 120_000);
  },
);
