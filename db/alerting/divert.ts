import type { Notice } from '#lib/alerts/notice.ts';
import type { Db } from '../client.ts';
import { enqueueDelivery } from '../queries/deliveries.ts';
import { readFallback, type Stranded, strandedDeliveries } from '../queries/fallback.ts';

/**
 * Tells the fallback what is critical and is kept for a broken channel, which keeps it all the same. A copy has an id of
 * its own that follows from the original's: once each, whatever runs twice. It tells of the same events, so that the
 * ends of what it began find their way as for any channel. Inside the caller's transaction.
 */
export function divertStranded(db: Db): number {
  const fallback = readFallback(db);
  if (fallback === undefined) return 0;
  let queued = 0;
  for (const stranded of strandedDeliveries(db, fallback)) {
    const { copyId: noticeId, lane: kept, eventIds } = stranded;
    // With the fallback's own news of the rule, so that an end does not overtake its beginning.
    const lane = `${fallback.name}${kept.slice(kept.lastIndexOf('|'))}`;
    const notice = noted(stranded);
    if (enqueueDelivery(db, { noticeId, channel: fallback.name, lane, notice, eventIds })) queued++;
  }
  return queued;
}

function noted({ notice, channel, reason }: Stranded): Notice {
  const meant = `meant for ${channel}, which is broken: ${reason ?? 'it refuses what is sent'}`;
  return { ...notice, note: notice.note === undefined ? meant : `${meant} · ${notice.note}` };
}
