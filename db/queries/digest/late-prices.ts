import type { ListPriceChange } from '#lib/digest/facts.ts';
import { LIST_PRICES, listPriceCells } from '#lib/digest/market.ts';
import { DAY } from '#lib/domain/time.ts';
import type { Db } from '../../client.ts';
import { listPriceChanges, type Wanted } from '../market-news.ts';
import { sentSince } from './issues.ts';

/** AWS dates list prices back, mostly to the beginning of a month. */
const DATED_BACK = 31 * DAY;

/**
 * Changes of list prices that hold from a time which earlier issues were about, and that none of them has told: they
 * were seen only when those had been sent.
 */
export function latePriceChanges(db: Db, name: string, wanted: Wanted, from: number): ListPriceChange[] {
  const sent = sentSince(db, name, from - DATED_BACK).filter((issue) => issue.to <= from);
  if (sent.length === 0) return [];
  const told = new Set(
    sent
      .flatMap(({ sections }) => sections.filter(({ title }) => title === LIST_PRICES))
      .flatMap(({ rows }) => rows.map(({ cells }) => cells.join())),
  );
  const since = Math.max(from - DATED_BACK, Math.min(...sent.map((issue) => issue.from)));
  return listPriceChanges(db, wanted, { from: since, to: from }).filter(
    (change) => !told.has(listPriceCells(change).join()),
  );
}
