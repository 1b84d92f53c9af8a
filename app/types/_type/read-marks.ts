import { usd } from '#app/_ui/format.ts';
import type { Db } from '#db/client.ts';
import { typeEvents } from '#db/queries/type-events.ts';
import { alertHeadline } from '#lib/alerts/wording.ts';
import { announcementsOf } from '#lib/catalogue/announcements.ts';
import type { OfferingEvent } from '#lib/offerings/news.ts';
import type { Span } from '#lib/series/coverage.ts';
import type { Mark } from './chart/marks.ts';

const OFFERING_WORDS: Readonly<Record<OfferingEvent, string>> = {
  'type-appeared': 'first seen on sale in',
  'type-back': 'on sale again in',
  'type-left': 'no longer on sale in',
  'zone-added': 'on sale in one more zone,',
  'zone-removed': 'no longer on sale in',
};

/** What the chart marks: our alerts, changes of list price and of where the type is sold, and what AWS announced. */
export function readMarks(db: Db, type: string, regions: readonly string[], span: Span): Mark[] {
  const { alerts, listPrices, offerings } = typeEvents(db, type, regions, span);
  return [
    ...alerts.map(
      ({ firedAt, ruleName, fired, labels }): Mark => ({
        ...{ at: firedAt, kind: 'alert', source: `rule ${ruleName}` },
        words: alertHeadline({ phase: 'firing', memory: fired, labels, since: firedAt }),
        href: `/alerts/history?${new URLSearchParams({ rule: ruleName, type })}`,
      }),
    ),
    ...listPrices.map(
      ({ at, region, from, to }): Mark => ({
        ...{ at, kind: 'list-price', href: undefined, source: 'AWS Price List' },
        words: `On-demand in ${region} ${from === null ? 'listed' : `from ${usd(from)}/h`} ${to === null ? 'to no price' : `${from === null ? 'at' : 'to'} ${usd(to)}/h`}`,
      }),
    ),
    ...offerings.map(
      ({ at, kind, region, zoneId }): Mark => ({
        ...{ at, kind: 'offering', href: undefined, source: 'EC2 type offerings' },
        words: `${type} ${OFFERING_WORDS[kind]} ${zoneId === '' ? region : `${zoneId} (${region})`}`,
      }),
    ),
    ...announcementsOf(type)
      .filter(({ at }) => at > span.from && at <= span.to)
      .map(({ at, words, source }): Mark => ({ at, kind: 'announced', words, href: undefined, source })),
  ];
}
