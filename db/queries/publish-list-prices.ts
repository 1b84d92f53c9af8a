import type { Db } from '../client.ts';
import { type Observed, saveObserved } from './observe.ts';
import { prepared } from './prepared.ts';

/** What the price list says of one type in one region; micro-dollars per hour. */
export type ListPrice = { instanceType: string; region: string; qualifier: string } & (
  | { outcome: 'value'; micro: number; scale: number; effectiveAt: number }
  | { outcome: 'not_sold' }
  | { outcome: 'failed' }
);

const KIND = 'on-demand';

/** Whether a type has a list price on record in any region. */
export function hasListPrice(db: Db, instanceType: string): boolean {
  const sql = `SELECT 1 FROM series WHERE kind = '${KIND}' AND instance_type = ? AND last_value IS NOT NULL LIMIT 1`;
  return prepared(db, sql).get(instanceType) !== undefined;
}

/** Saves list prices; returns how many changed. Call it inside the publishing transaction. */
export function saveListPrices(db: Db, prices: readonly ListPrice[], collectedAt: number): number {
  return saveObserved(db, prices.map(observed), collectedAt);
}

/** An ambiguous answer is no price and no absence: what is on record stays, and says that it is not confirmed. */
function observed(price: ListPrice): Observed {
  const { instanceType, region, qualifier } = price;
  const identity = { kind: KIND, region, zoneId: '', instanceType, qualifier, unit: 'microusd/h' };
  if (price.outcome !== 'value') return { ...identity, outcome: price.outcome };
  const { micro, scale, effectiveAt } = price;
  return { ...identity, outcome: 'value', value: micro, scale, effectiveAt };
}
