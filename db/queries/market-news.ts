import type { ListPriceChange, NewsFacts } from '#lib/digest/facts.ts';
import { OFFERING_EVENTS, type OfferingEvent } from '#lib/offerings/news.ts';
import type { Span } from '#lib/series/coverage.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** Which types and regions are asked about. */
export type Wanted = { isType: (type: string) => boolean; isRegion: (region: string) => boolean };

const LIST_PRICES = `SELECT s.instance_type, s.region, p.at, p.value,
    (SELECT value FROM point b WHERE b.series_id = p.series_id AND b.at < p.at ORDER BY b.at DESC LIMIT 1)
  FROM series s JOIN point p ON p.series_id = s.id
  WHERE s.kind = 'on-demand' AND s.zone_id = '' AND s.qualifier = 'Linux' AND p.at > @from AND p.at <= @to
    AND EXISTS (SELECT 1 FROM point b WHERE b.series_id = p.series_id AND b.at < p.at)
  ORDER BY s.instance_type, s.region, p.at`;

/** List prices that became others within a time; the first one on record is no change. */
export function listPriceChanges(db: Db, { isType, isRegion }: Wanted, time: Span): ListPriceChange[] {
  type Row = [type: string, region: string, at: number, to: number | null, from: number | null];
  return (prepared(db, LIST_PRICES).all(time) as Row[])
    .filter(([type, region]) => isType(type) && isRegion(region))
    .map(([type, region, at, to, from]) => ({ type, region, from, to, at }));
}

const NEWS = `SELECT at, kind, item_type, region, zone_id FROM news
  WHERE kind IN (SELECT value FROM json_each(@kinds)) AND at > @from AND at <= @to ORDER BY at, id`;

export type OfferingNewsItem = NewsFacts & { kind: OfferingEvent };

/** Types that came on sale or left within a time. */
export function offeringNews(db: Db, { isType, isRegion }: Wanted, time: Span): OfferingNewsItem[] {
  type Row = [at: number, kind: OfferingEvent, type: string, region: string, zoneId: string];
  return (prepared(db, NEWS).all({ ...time, kinds: JSON.stringify(OFFERING_EVENTS) }) as Row[])
    .filter(([, , type, region]) => isType(type) && isRegion(region))
    .map(([at, kind, type, region, zoneId]) => ({ at, kind, type, region, zoneId }));
}
