import type { AlertFacts, EndingFacts, KnownFacts, QuotaFacts, RequestFacts } from '#lib/digest/facts.ts';
import { DAY } from '#lib/domain/time.ts';
import { isDecided } from '#lib/quotas/requests.ts';
import { coveredShare, type Span } from '#lib/series/coverage.ts';
import type { Db } from '../../client.ts';
import { listTargets } from '../board.ts';
import type { Wanted } from '../market-news.ts';
import { prepared } from '../prepared.ts';
import { readQuotaBook } from '../quota-book.ts';
import { listQuotaRequests } from '../quota-requests.ts';
import { listHeld } from '../reservation-list.ts';

/** From this share of a limit on a quota is near it. */
const NEAR = 0.8;
const ENDS_WITHIN = 14 * DAY;

const EPISODES = `SELECT r.name, r.severity, sum(e.kind = 'firing'), sum(e.kind = 'resolved'),
    (SELECT count(*) FROM alert a WHERE a.rule_id = r.id AND a.phase IN ('firing', 'cooling'))
  FROM alert_event e JOIN alert a ON a.id = e.alert_id JOIN rule r ON r.id = a.rule_id
  WHERE e.kind IN ('firing', 'resolved') AND e.at > @from AND e.at <= @to
  GROUP BY r.id ORDER BY 3 DESC, r.name`;

export function alertFacts(db: Db, time: Span): AlertFacts[] {
  type Row = [rule: string, severity: string, began: number, ended: number, open: number];
  return (prepared(db, EPISODES).all(time) as Row[]).map(([rule, severity, began, ended, open]) => ({
    ...{ rule, severity, began, ended, open },
  }));
}

export function nearQuotas(db: Db, { isRegion }: Wanted): QuotaFacts[] {
  return readQuotaBook(db)
    .filter(({ region }) => isRegion(region))
    .flatMap(({ region, quotas }) =>
      quotas.flatMap(({ name, limit, used }) =>
        limit.value !== null && used.value !== null && limit.value > 0 && used.value >= NEAR * limit.value
          ? [{ region, name, limit: limit.value, used: used.value }]
          : [],
      ),
    )
    .sort((a, b) => b.used / b.limit - a.used / a.limit);
}

export function openRequests(db: Db, { isRegion }: Wanted): RequestFacts[] {
  return listQuotaRequests(db)
    .filter(({ region, status }) => isRegion(region) && !isDecided(status))
    .map(({ region, name, desiredValue, status, requestedAt }) => ({
      ...{ region, name, desired: desiredValue, status, requestedAt },
    }));
}

export function endingSoon(db: Db, { isRegion }: Wanted, to: number): EndingFacts[] {
  return listHeld(db, {})
    .filter(({ region, endAt, own }) => isRegion(region) && own !== false && endAt !== null)
    .filter(({ endAt }) => (endAt ?? 0) > to && (endAt ?? 0) <= to + ENDS_WITHIN)
    .map(({ kind, type, region, total, endAt }) => ({ kind, type, region, total, endAt: endAt ?? 0 }))
    .sort((a, b) => a.endAt - b.endAt);
}

const SOURCES = ['spot-price', 'capacity-block'];

/** How much of the time each source that an issue builds on is known for, over the regions that it asks. */
export function knownFacts(db: Db, { isRegion }: Wanted, time: Span): KnownFacts[] {
  return SOURCES.flatMap((collector) => {
    const shares = new Map<string, number[]>();
    for (const { region, spans, outcome } of listTargets(db, [collector])) {
      if (!isRegion(region) || outcome === 'region_disabled' || outcome === 'not_sold') continue;
      shares.set(region, [...(shares.get(region) ?? []), coveredShare(spans, time)]);
    }
    const regions = [...shares].map(([region, all]) => ({ region, share: mean(all) }));
    if (regions.length === 0) return [];
    const worst = regions.toSorted((a, b) => a.share - b.share)[0] ?? null;
    return [{ collector, share: mean(regions.map(({ share }) => share)), worst }];
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
