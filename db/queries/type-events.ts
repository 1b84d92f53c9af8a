import { OFFERING_EVENTS, type OfferingEvent } from '#lib/offerings/news.ts';
import type { Span } from '#lib/series/coverage.ts';
import type { Db } from '../client.ts';
import { type EpisodeListing, listEpisodes } from './alert-history.ts';
import { prepared } from './prepared.ts';

/** What happened to a type in some regions over a stretch of time. */
export type TypeEvents = {
  alerts: EpisodeListing[];
  listPrices: { at: number; region: string; from: number | null; to: number | null }[];
  offerings: { at: number; kind: OfferingEvent; region: string; zoneId: string }[];
};

/** More alerts than this are no marks any more. */
const MOST_ALERTS = 300;

const OFFERINGS = `SELECT at, kind, region, zone_id FROM news
  WHERE kind IN (SELECT value FROM json_each(@kinds)) AND item_type = @type AND at > @from AND at <= @to
    AND region IN (SELECT value FROM json_each(@regions)) ORDER BY at`;

const LIST_PRICES = `SELECT p.at, s.region, p.value,
    (SELECT value FROM point b WHERE b.series_id = p.series_id AND b.at < p.at ORDER BY b.at DESC LIMIT 1)
  FROM series s JOIN point p ON p.series_id = s.id
  WHERE s.kind = 'on-demand' AND s.zone_id = '' AND s.qualifier = 'Linux' AND s.instance_type = @type
    AND s.region IN (SELECT value FROM json_each(@regions)) AND p.at > @from AND p.at <= @to
    AND EXISTS (SELECT 1 FROM point b WHERE b.series_id = p.series_id AND b.at < p.at) ORDER BY p.at`;

/** Alerts about the type, changes of its list price, and where it came on sale or left; those of no region count for all. */
export function typeEvents(db: Db, type: string, regions: readonly string[], span: Span): TypeEvents {
  const asked = { type, regions: JSON.stringify(regions), ...span };
  const alerts = listEpisodes(db, { type, limit: MOST_ALERTS }).filter(
    ({ firedAt, labels }) =>
      firedAt > span.from &&
      firedAt <= span.to &&
      (labels.region === undefined || labels.region === '' || regions.includes(labels.region)),
  );
  const listPrices = prepared(db, LIST_PRICES).all(asked) as [number, string, number | null, number | null][];
  const offerings = prepared(db, OFFERINGS).all({ ...asked, kinds: JSON.stringify(OFFERING_EVENTS) }) as [
    number,
    OfferingEvent,
    string,
    string,
  ][];
  return {
    alerts,
    listPrices: listPrices.map(([at, region, to, from]) => ({ at, region, from, to })),
    offerings: offerings.map(([at, kind, region, zoneId]) => ({ at, kind, region, zoneId })),
  };
}
