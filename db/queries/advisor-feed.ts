import { z } from 'zod';
import type { FeedState } from '#lib/interruption/feed.ts';
import type { Db } from '../client.ts';
import { readMeta, writeMeta } from './meta.ts';

const KEY = 'spot_advisor_feed';

const stored = z.object({
  hash: z.string(),
  etag: z.string().nullable(),
  changedAt: z.int(),
  seenAt: z.int(),
});

/** What is remembered of the public feed of interruption rates; undefined before it was first read. */
export function readAdvisorFeed(db: Db): FeedState | undefined {
  const text = readMeta(db, KEY);
  return text === undefined ? undefined : stored.parse(JSON.parse(text));
}

/** Remembers how the feed stands. Call it inside the publishing transaction. */
export function saveAdvisorFeed(db: Db, state: FeedState): void {
  writeMeta(db, KEY, JSON.stringify(state));
}
