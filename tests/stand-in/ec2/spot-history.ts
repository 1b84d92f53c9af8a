import { cutPage, fingerprint, readPosition } from '../aws/paging.ts';
import { ec2Reply, type Reply } from '../aws/reply.ts';
import type { Call } from './context.ts';
import { readSpotQuery } from './spot-query.ts';
import { type SpotSnapshot, takeSnapshot } from './spot-snapshot.ts';

const LARGEST_PAGE = 1000;
const KEPT = 24;

/** Snapshots under way. A token alone can rebuild one, so that dropping the oldest loses nothing. */
export class SnapshotCache {
  readonly #snapshots = new Map<string, SpotSnapshot>();

  get(key: string, build: () => SpotSnapshot): SpotSnapshot {
    const known = this.#snapshots.get(key);
    const snapshot = known ?? build();
    this.#snapshots.delete(key);
    this.#snapshots.set(key, snapshot);
    if (this.#snapshots.size > KEPT) {
      const oldest = this.#snapshots.keys().next().value;
      if (oldest !== undefined) this.#snapshots.delete(oldest);
    }
    return snapshot;
  }
}

export function describeSpotPriceHistory(call: Call, cache: SnapshotCache): Reply {
  const { request } = call;
  const position = readPosition(request, call.now);
  const query = readSpotQuery(call, position.asOf);
  const key = `${call.credentials.accountId} ${fingerprint(request)} ${position.asOf}`;
  const snapshot = cache.get(key, () => takeSnapshot(call, query, position.asOf));
  const size = Math.min(query.maxResults ?? LARGEST_PAGE, LARGEST_PAGE, call.pageSize);
  const page = cutPage(request, position, snapshot.length, size, call.quirk);
  const items = snapshot.write(page.from, page.to);
  const token = page.nextToken === '' ? '<nextToken/>' : `<nextToken>${page.nextToken}</nextToken>`;
  return ec2Reply(request, `<spotPriceHistorySet>${items}</spotPriceHistorySet>${token}`);
}
