import type { Db } from '#db/client.ts';

/** Pages and records that the spot collector has taken in, as the product itself has counted them. */
export function receivedOf({ sqlite }: Db): { pages: number; items: number } {
  return sqlite
    .prepare<[], { pages: number; items: number }>(
      `SELECT sum(pages) AS pages, sum(items) AS items
       FROM sample_set JOIN target ON target.id = target_id WHERE collector = 'spot-price'`,
    )
    .get() as { pages: number; items: number };
}
