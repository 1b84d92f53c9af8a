import { formatAge } from '#lib/domain/time.ts';
import type { OfferingEvent } from '#lib/offerings/news.ts';
import { requestWords } from '#lib/quotas/requests.ts';
import type { DigestSection } from './document.ts';
import type { AlertFacts, DigestFacts, KnownFacts } from './facts.ts';
import { when } from './figures.ts';

export function quotaSection({ quotas, requests, to }: DigestFacts): DigestSection {
  return {
    title: 'Quotas near their limit, and open requests',
    note: 'From 80 % of the limit on, in vCPU. Source: Service Quotas and CloudWatch.',
    heads: ['Quota', 'Region', 'State'],
    numbers: [],
    narrow: [0, 1, 2],
    brief: '{0} in {1}: {2}',
    rows: [
      ...quotas.map(({ name, region, limit, used }) => ({
        cells: [name, region, `${used} of ${limit} vCPU in use (${Math.round((used / limit) * 100)} %)`],
        path: '/quotas',
      })),
      ...requests.map(({ name, region, desired, status, requestedAt }) => ({
        cells: [name, region, `${requestWords(status)} for ${formatAge(to - requestedAt)}: ${desired} vCPU`],
        path: '/quotas',
      })),
    ],
    hidden: 0,
  };
}

export function endingSection({ endings, to }: DigestFacts): DigestSection {
  return {
    title: 'What you hold and that ends soon',
    note: 'Within 14 days. Source: EC2 Capacity Reservations and Capacity Blocks.',
    heads: ['What', 'Region', 'Ends'],
    numbers: [],
    narrow: [0, 1, 2],
    brief: '{0} in {1}: {2}',
    rows: endings.map(({ kind, type, region, total, endAt }) => ({
      cells: [
        `${total ?? '?'} × ${type ?? 'type not known'} (${kind})`,
        region,
        `${when(endAt)} UTC, in ${formatAge(endAt - to)}`,
      ],
    })),
    hidden: 0,
  };
}

export function alertSection(alerts: readonly AlertFacts[]): DigestSection {
  return {
    title: 'Alerts',
    note: 'Episodes that began or ended in this time, by rule.',
    heads: ['Rule', 'Severity', 'Began', 'Ended', 'Firing'],
    numbers: [2, 3, 4],
    narrow: [0, 2, 3, 4],
    brief: '{0} ({1}): began {2}, ended {3}, firing {4}',
    rows: alerts.map(({ rule, severity, began, ended, open }) => ({
      cells: [rule, severity, String(began), String(ended), String(open)],
      path: `/alerts/history?rule=${encodeURIComponent(rule)}`,
    })),
    hidden: 0,
  };
}

const MOST_NEWS = 20;
const EVENTS: Record<OfferingEvent, string> = {
  'type-appeared': 'is new',
  'type-back': 'is back',
  'type-left': 'is no longer sold',
  'zone-added': 'is new in this zone',
  'zone-removed': 'is no longer sold in this zone',
};

export function newsSection({ news }: DigestFacts): DigestSection {
  return {
    title: 'Types that came and went',
    note: 'By zone. Source: EC2 instance type offerings.',
    heads: ['What', 'Where', 'Since'],
    numbers: [],
    narrow: [0, 1, 2],
    rows: news.slice(0, MOST_NEWS).map(({ kind, type, region, zoneId, at }) => ({
      cells: [
        `${type} ${EVENTS[kind as OfferingEvent] ?? kind}`,
        zoneId === '' ? region : zoneId,
        `${when(at)} UTC`,
      ],
      path: `/types/${type}?region=${region}`,
    })),
    hidden: Math.max(0, news.length - MOST_NEWS),
  };
}

/** A source that covered less of the time than this, or less of it in one region, is named on top. */
const COMPLETE = 0.98;

/** What was not known of the time, for the top of the issue. */
export function incompleteLines(
  known: readonly KnownFacts[],
  nameOf: (collector: string) => string,
): string[] {
  return known
    .filter(({ share, worst }) => Math.min(share, worst?.share ?? 1) < COMPLETE)
    .map(({ collector, share, worst }) => {
      const isLess = worst !== null && percent(worst.share) !== percent(share);
      const least = isLess ? `, least in ${worst.region} (${percent(worst.share)})` : '';
      return `${nameOf(collector)} are known for ${percent(share)} of this time${least}`;
    });
}

const percent = (share: number) => `${Math.floor(share * 100)} %`;
