import { COLLECTORS, type CollectorName } from './collectors.ts';

/** What a page may wait for news of: a source, or alerts. */
export type NewsTopic = CollectorName | 'alert';
export const NEWS_TOPICS: readonly NewsTopic[] = [...COLLECTORS, 'alert'];
