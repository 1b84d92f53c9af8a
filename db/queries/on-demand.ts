import { type MicroUsd, perUnit } from '#lib/domain/money.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { seriesOutcome, toOutcome } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { looksOf, newestLook } from './looks.ts';
import { prepared } from './prepared.ts';
import { acceleratorCounts, type SeriesFilter, seriesWhere } from './prices.ts';

/** The on-demand price of a type in a region. Money is micro-dollars, times are milliseconds UTC. */
export type OnDemandPrice = {
  type: string;
  region: string;
  scale: number;
  price: number | null;
  effectiveAt: number | null;
  confirmedAt: number | null;
  perAccelerator: MicroUsd | null;
  outcome: Outcome;
};

type Tuple = [string, string, number, string, number | null, number | null, number | null];

/** Every on-demand price that passes the filter, by type and region. */
export function onDemandPrices(
  db: Db,
  filter: Pick<SeriesFilter, 'types' | 'regions'>,
): { asOf: number | null; prices: OnDemandPrice[] } {
  const { clause, values } = seriesWhere('on-demand', { ...filter, products: ['Linux'] });
  const sql = `SELECT s.instance_type, s.region, s.scale, s.outcome, s.last_value, s.changed_at, s.confirmed_at
    FROM series s WHERE ${clause} AND s.zone_id = '' ORDER BY s.instance_type, s.region`;
  const looks = looksOf(db, 'on-demand-price');
  const counts = acceleratorCounts(db);
  const rows = prepared(db, sql).all(...values) as Tuple[];
  const prices = rows.map(
    ([type, region, scale, outcome, price, effectiveAt, confirmedAt]): OnDemandPrice => {
      const look = looks.get(region) ?? looks.get('global');
      return {
        type,
        region,
        scale,
        price,
        effectiveAt,
        confirmedAt,
        perAccelerator: price === null ? null : perUnit(price, counts.get(type) ?? 0),
        outcome: seriesOutcome(price, toOutcome(outcome), look?.outcome ?? 'never'),
      };
    },
  );
  return { asOf: newestLook(db, 'on-demand-price'), prices };
}
