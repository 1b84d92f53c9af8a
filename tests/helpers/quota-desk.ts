import { readQuotaBook } from '#db/queries/quota-book.ts';
import type { QuotaState, RegionQuotas } from '#lib/quotas/book.ts';
import { type FaultyDesk, openFaultyDesk } from './faulty-desk.ts';

export const P = 'L-417A185B';
export const P5_SPOT = 'L-C4BD4855';
export const TRN = 'L-2C3B7624';

/** A desk that watches two regions; limits and use have been looked at once. */
export async function openQuotaDesk(setup: Parameters<typeof openFaultyDesk>[0] = {}): Promise<FaultyDesk> {
  const desk = await openFaultyDesk({ regions: ['us-east-1', 'us-west-2'], ...setup });
  await desk.run('quota');
  await desk.run('quota-usage');
  return desk;
}

export function bookOf(desk: FaultyDesk, region = 'us-east-1'): RegionQuotas {
  const found = readQuotaBook(desk.db).find((entry) => entry.region === region);
  if (found === undefined) throw new Error(`${region} is not in the book`);
  return found;
}

export function quotaOf(desk: FaultyDesk, code = P, region = 'us-east-1'): QuotaState {
  const found = bookOf(desk, region).quotas.find((quota) => quota.code === code);
  if (found === undefined) throw new Error(`${code} is not in the book of ${region}`);
  return found;
}

/** Everything that quotas leave in the database. */
export function quotaFacts(desk: FaultyDesk): Record<string, unknown[]> {
  const all = (sql: string) => desk.db.sqlite.prepare(sql).raw().all();
  return {
    quotas: all('SELECT region, code, name, applied, default_value, error_code FROM quota ORDER BY 1, 2'),
    points: all('SELECT * FROM point ORDER BY 1, 2'),
    requests: all('SELECT id, status, updated_at, first_seen_at FROM quota_request ORDER BY 1'),
    statuses: all('SELECT * FROM quota_request_status ORDER BY 1, 2'),
    news: all('SELECT kind, region, subject, at, detail_json FROM news ORDER BY 1, 2, 3, 4'),
  };
}
