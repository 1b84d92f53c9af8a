import { expect, test } from 'vitest';
import { DAY } from '#lib/domain/time.ts';
import { openTestDatabase } from '#tests/helpers/database.ts';
import { type Db, writeTransaction } from '../client.ts';
import { saveListPrices } from './publish-list-prices.ts';

const T0 = Date.UTC(2026, 2, 1);

function listed(db: Db, micro: number | null, at: number): void {
  const what = { instanceType: 'p5.48xlarge', region: 'us-east-1', qualifier: 'Linux' };
  const price =
    micro === null
      ? { ...what, outcome: 'not_sold' as const }
      : { ...what, outcome: 'value' as const, micro, scale: 6, effectiveAt: 0 };
  writeTransaction(db, () => saveListPrices(db, [price], at));
}

test('after the clock was set back, the newest point is still the price that is shown', () => {
  const db = openTestDatabase();
  listed(db, 10, T0 + 2 * DAY);
  for (const micro of [20, null, 30]) {
    listed(db, micro, T0);
    const state = db.sqlite.prepare('SELECT changed_at AS at, last_value AS value FROM series').get();
    const newest = db.sqlite.prepare('SELECT at, value FROM point ORDER BY at DESC LIMIT 1').get();
    expect(newest).toEqual(state);
    expect(state).toMatchObject({ value: micro });
  }
});
