import { HOUR } from '#lib/domain/time.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** What was asked of one API action in one region; `perSecond` is the rate that pacing has come down to. */
export type ApiUse = {
  service: string;
  action: string;
  region: string;
  calls: number;
  throttled: number;
  waitedMs: number;
  perSecond: number;
};

const ADD = `INSERT INTO api_use (hour_at, service, action, region, calls, throttled, waited_ms, per_second)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (hour_at, service, action, region) DO UPDATE SET calls = calls + excluded.calls,
    throttled = throttled + excluded.throttled, waited_ms = waited_ms + excluded.waited_ms, per_second = excluded.per_second`;

/** Adds to the use of the present hour, for people who ask what is left of the budget. */
export function addApiUse(db: Db, uses: readonly ApiUse[], at: number): void {
  const hour = Math.floor(at / HOUR) * HOUR;
  for (const use of uses) {
    const { service, action, region, calls, throttled, waitedMs, perSecond } = use;
    prepared(db, ADD).run(hour, service, action, region, calls, throttled, Math.round(waitedMs), perSecond);
  }
}

/** The use of the hours that begin in a stretch of time, added up by action and region; `perSecond` is the newest. */
export function apiUseBetween(db: Db, from: number, until: number): ApiUse[] {
  const sql = `SELECT service, action, region, sum(calls), sum(throttled), sum(waited_ms), per_second, max(hour_at)
    FROM api_use WHERE hour_at >= ? AND hour_at < ? GROUP BY service, action, region ORDER BY service, action, region`;
  type Row = [string, string, string, number, number, number, number];
  return (prepared(db, sql).all(from, until) as Row[]).map(
    ([service, action, region, calls, throttled, waitedMs, perSecond]) => ({
      service,
      action,
      region,
      calls,
      throttled,
      waitedMs,
      perSecond,
    }),
  );
}

export function apiUseSince(db: Db, since: number): ApiUse[] {
  return apiUseBetween(db, since, Number.MAX_SAFE_INTEGER);
}

export function dropOldApiUse(db: Db, before: number): number {
  return prepared(db, 'DELETE FROM api_use WHERE hour_at < ?').run(before).changes;
}
