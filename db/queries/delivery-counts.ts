import type { Db } from '../client.ts';

/** How the outbox stands: what waits and since when, what was given up, and what arrived lately. Product time. */
export type DeliveryCounts = {
  waiting: number;
  oldestWaitingAt: number | null;
  parked: number;
  dead: number;
  delivered: number;
};

/** `since` bounds what was delivered and given up; what waits counts whatever its age. */
export function deliveryCounts(db: Db, since: number): DeliveryCounts {
  return db.sqlite
    .prepare<{ since: number }, DeliveryCounts>(
      `SELECT count(*) FILTER (WHERE state IN ('queued', 'sending')) AS waiting,
              min(created_at) FILTER (WHERE state IN ('queued', 'sending', 'parked')) AS oldestWaitingAt,
              count(*) FILTER (WHERE state = 'parked') AS parked,
              count(*) FILTER (WHERE state = 'dead' AND created_at >= @since) AS dead,
              count(*) FILTER (WHERE state = 'delivered' AND delivered_at >= @since) AS delivered
       FROM delivery`,
    )
    .get({ since }) as DeliveryCounts;
}
