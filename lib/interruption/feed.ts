import { DAY } from '#lib/domain/time.ts';

/** What is remembered of the feed between looks; times are product milliseconds. */
export type FeedState = {
  /** Of the whole content. */
  hash: string;
  etag: string | null;
  /** Since when the content is this one, as far as is known. */
  changedAt: number;
  /** When it was last read. */
  seenAt: number;
};

/** What one look found; `modifiedAt` is what the server says of the file, null where it says nothing. */
export type FeedSeen = { hash: string; etag: string | null; modifiedAt: number | null };

/** A feed that has not moved for this long is no news any more: it is written several times a day. */
const STALE_AFTER = 3 * DAY;

/**
 * Since when the feed is as it is. The content decides, not the date of the file: one written anew with the same
 * content has not moved. The date helps where the content is new to us: it may be older than our look.
 */
export function nextFeedState(before: FeedState | undefined, seen: FeedSeen, now: number): FeedState {
  const { hash, etag, modifiedAt } = seen;
  if (before?.hash === hash) return { ...before, etag, seenAt: now };
  const earliest = before?.seenAt ?? 0;
  const dated = modifiedAt !== null && modifiedAt > earliest && modifiedAt <= now;
  return { hash, etag, changedAt: dated ? modifiedAt : now, seenAt: now };
}

/** Whether the feed has stopped moving. */
export function isStale({ changedAt }: Pick<FeedState, 'changedAt'>, now: number): boolean {
  return now - changedAt >= STALE_AFTER;
}
