import type { QuotaRequest } from '#db/queries/quota-requests.ts';
import { DAY } from '#lib/domain/time.ts';
import { isDecided, REQUEST_LISTED_DAYS } from '#lib/quotas/requests.ts';

/** What the strip of a request is drawn from: shares of the time shown, 0 at its start and 1 now. */
export type Strip = { from: number; to: number; marks: number[] };

export type RequestView = QuotaRequest & {
  isOpen: boolean;
  /** When it was decided; null while it is open. */
  decidedAt: number | null;
  /** AWS no longer lists it: its status is the last one seen. */
  isForgotten: boolean;
  strip: Strip;
};

/** `days`: how much time the strips show. */
export type Timeline = { open: RequestView[]; decided: RequestView[]; hidden: number; days: number };

const FEWEST_DAYS = 7;

/** Open requests, longest waiting first, then the newest decisions. `listedAt`: the last complete look at a region. */
export function timelineOf(
  requests: readonly QuotaRequest[],
  listedAt: (region: string) => number | null,
  now: number,
  most: number,
): Timeline {
  const open = requests.filter(({ status }) => !isDecided(status));
  open.sort((a, b) => a.requestedAt - b.requestedAt);
  const decided = requests.filter(({ status }) => isDecided(status));
  decided.sort((a, b) => b.updatedAt - a.updatedAt);
  const shown = decided.slice(0, most);
  const oldest = Math.min(now, ...[...open, ...shown].map((request) => request.requestedAt));
  const days = Math.min(REQUEST_LISTED_DAYS, Math.max(FEWEST_DAYS, Math.ceil((now - oldest) / DAY)));
  const view = (request: QuotaRequest): RequestView => {
    const isOpen = !isDecided(request.status);
    return {
      ...request,
      isOpen,
      decidedAt: isOpen ? null : request.updatedAt,
      isForgotten: request.lastSeenAt < (listedAt(request.region) ?? 0),
      strip: stripOf(request, isOpen, now, days * DAY),
    };
  };
  return { open: open.map(view), decided: shown.map(view), hidden: decided.length - shown.length, days };
}

function stripOf(request: QuotaRequest, isOpen: boolean, now: number, shownMs: number): Strip {
  const start = now - shownMs;
  const share = (at: number) => Math.min(1, Math.max(0, (at - start) / shownMs));
  return {
    from: share(request.requestedAt),
    to: share(isOpen ? now : request.updatedAt),
    marks: [...new Set(request.statuses.filter(({ at }) => at >= start).map(({ at }) => share(at)))],
  };
}
