import type { NewsTopic } from '#lib/domain/news-topics.ts';
import type { PageName } from './top-bar.tsx';

/**
 * Every page says how old prices are, whether the jobs run, which is known by the looks at prices, and how many alerts
 * fire.
 */
const EVERYWHERE: readonly NewsTopic[] = ['spot-price', 'alert'];

const WAYS: readonly NewsTopic[] = ['on-demand-price', 'savings-plan', 'capacity-block'];
const GETTING: readonly NewsTopic[] = ['placement-score', 'interruption', 'quota', 'quota-usage'];

/** What each page waits for news of; one that is not named here, of everything. */
const TOPICS: Partial<Record<PageName, readonly NewsTopic[]>> = {
  type: [...WAYS, ...GETTING, 'instance-type', 'type-offering'],
  capacity: ['capacity-block'],
  quotas: ['quota', 'quota-usage', 'instance-type'],
  compare: [...WAYS, 'instance-type'],
};

/** The topics of a page, with those that its address adds; undefined: everything. */
export function topicsOf(page: PageName, own: readonly NewsTopic[] | undefined): string | undefined {
  const topics = own ?? TOPICS[page];
  return topics === undefined ? undefined : [...EVERYWHERE, ...topics].join(',');
}
