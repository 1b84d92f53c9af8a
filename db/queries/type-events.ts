import type { ListPriceChange } from '#lib/digest/facts.ts';
import type { Span } from '#lib/series/coverage.ts';
import type { Db } from '../client.ts';
import { type EpisodeListing, listEpisodes } from './alert-history.ts';
import { listPriceChanges, type OfferingNewsItem, offeringNews } from './market-news.ts';

/** What happened to a type in some regions over a stretch of time. */
export type TypeEvents = {
  alerts: EpisodeListing[];
  listPrices: ListPriceChange[];
  offerings: OfferingNewsItem[];
};

/** More alerts than this are no marks any more; the newest are shown. */
const MOST_ALERTS = 300;

/** Alerts about the type, changes of its list price, and where it came on sale or left; those of no region count for all. */
export function typeEvents(db: Db, type: string, regions: readonly string[], span: Span): TypeEvents {
  const wanted = {
    isType: (name: string) => name === type,
    isRegion: (region: string) => regions.includes(region),
  };
  const alerts = listEpisodes(db, { type, within: span, limit: MOST_ALERTS });
  return {
    alerts: alerts.filter(({ labels: { region } }) => !region || wanted.isRegion(region)),
    listPrices: listPriceChanges(db, wanted, span),
    offerings: offeringNews(db, wanted, span),
  };
}
