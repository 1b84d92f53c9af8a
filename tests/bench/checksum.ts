import type Database from 'better-sqlite3';

/** What every contestant must agree on: how many changes of price, and the sums of their values and instants. */
export type Checksum = { rows: number; values: number; seconds: number };

export const EMPTY: Checksum = { rows: 0, values: 0, seconds: 0 };

export type Change = { at: number; value: number };

/** Adds one pool's prices, sorted by time. One that repeats the price before it is a confirmation and does not count. */
export function addChanges(sum: Checksum, prices: readonly Change[]): Checksum {
  const changes = onlyChanges(prices);
  return {
    rows: sum.rows + changes.length,
    values: changes.reduce((total, change) => total + change.value, sum.values),
    seconds: changes.reduce((total, change) => total + change.at / 1000, sum.seconds),
  };
}

export function onlyChanges(prices: readonly Change[]): Change[] {
  return prices.filter((price, index) => price.value !== prices[index - 1]?.value);
}

/** The same of a table of points. Ends are left out: AWS does not send them, so that a peer could not know of them. */
export function checksumOf(sqlite: Database.Database): Checksum {
  return sqlite
    .prepare<[], Checksum>(
      `SELECT count(*) AS rows, total(value) AS "values", total(at / 1000) AS seconds
       FROM (SELECT at, value, lag(value) OVER (PARTITION BY series_id ORDER BY at) AS before
             FROM point WHERE value IS NOT NULL)
       WHERE before IS NOT value`,
    )
    .get() as Checksum;
}

export function agree(a: Checksum, b: Checksum): boolean {
  return a.rows === b.rows && a.values === b.values && a.seconds === b.seconds;
}
