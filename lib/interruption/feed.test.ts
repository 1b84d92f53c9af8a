import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { type FeedState, isStale, nextFeedState } from './feed.ts';

const NOW = Date.UTC(2026, 10, 22, 10);
const before: FeedState = { hash: 'a', etag: 'x', changedAt: NOW - 4 * DAY, seenAt: NOW - 6 * HOUR };

describe('since when the feed is as it is', () => {
  it('is the date of the file where its content is new to us', () => {
    expect(nextFeedState(undefined, { hash: 'a', etag: null, modifiedAt: NOW - 9 * DAY }, NOW)).toEqual({
      hash: 'a',
      etag: null,
      changedAt: NOW - 9 * DAY,
      seenAt: NOW,
    });
    expect(nextFeedState(before, { hash: 'b', etag: 'y', modifiedAt: NOW - HOUR }, NOW).changedAt).toBe(
      NOW - HOUR,
    );
  });

  it.each([null, NOW + DAY, NOW - 2 * DAY])('is now where the file is dated %j', (modifiedAt) => {
    expect(nextFeedState(before, { hash: 'b', etag: 'y', modifiedAt }, NOW).changedAt).toBe(NOW);
  });

  it('does not move with a file that was written anew with the same content', () => {
    const after = nextFeedState(before, { hash: 'a', etag: 'y', modifiedAt: NOW - HOUR }, NOW);
    expect(after).toEqual({ hash: 'a', etag: 'y', changedAt: before.changedAt, seenAt: NOW });
  });

  it('is too long ago from three days on', () => {
    expect(isStale({ changedAt: NOW - 3 * DAY + 1 }, NOW)).toBe(false);
    expect(isStale({ changedAt: NOW - 3 * DAY }, NOW)).toBe(true);
  });
});
