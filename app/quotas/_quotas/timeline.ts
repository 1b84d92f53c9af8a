import type { QuotaRequest } from '#db/queries/quota-requests.ts';
import { DAY } from '#lib/domain/time.ts';
import { isDecided, REQUEST_LISTED_DAYS } from '#lib/quotas/requests.ts';

/** What the strip of a request is drawn from: shares of the time shown, 0 at its start and 1 now. */
export type Strip = { from: number; to: number; marks: number[]; isCut: boolean };

export type RequestView = QuotaRequest & {
  isOpen: boolean;
  /** When it was decided; null while it is open. */
  decidedAt: number | null;
  /** AWS no longer lists it: its status is the last one seen. */
  isForgotten: boolean;
  strip: Strip;
};

export type Timeline = { open: RequestView[]; decided: RequestView[]; hidden: number };

const SHOWN_MS = REQUEST_LISTED_DAYS * DAY;

/** Open requests, longest waiting first, then the newest decisions. `listedAt`: the last complete look at a region. */
export function timelineOf(
  requests: readonly QuotaRequest[],
  listedAt: (region: string) => number | null,
  now: number,
  most: number,
): Timeline {
  const views = requests.map((request): RequestView => {
    const isOpen = !isDecided(request.status);
    return {
      ...request,
      isOpen,
      decidedAt: isOpen ? null : request.updatedAt,
      isForgotten: request.lastSeenAt < (listedAt(request.region) ?? 0),
      strip: stripOf(request, isOpen, now),
    };
  });
  const open = views.filter((view) => view.isOpen).sort((a, b) => a.requestedAt - b.requestedAt);
  const decided = views.filter((view) => !view.isOpen).sort((a, b) => b.updatedAt - a.updatedAt);
  return { open, decided: decided.slice(0, most), hidden: Math.max(0, decided.length - most) };
}

function stripOf(request: QuotaRequest, isOpen: boolean, now: number): Strip {
  const start = now - SHOWN_MS;
  const share = (at: number) => Math.min(1, Math.max(0, (at - start) / SHOWN_MS));
  return {
    from: share(request.requestedAt),
    to: share(isOpen ? now : request.updatedAt),
    marks: request.statuses.filter(({ at }) => at >= start).map(({ at }) => share(at)),
    isCut: request.requestedAt < start,
  };
}
