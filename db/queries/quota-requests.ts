import { asc, eq } from 'drizzle-orm';
import type { QuotaKind } from '#lib/catalogue/quotas.ts';
import { isDecided } from '#lib/quotas/requests.ts';
import type { Db } from '../client.ts';
import { quotaRequest, quotaRequestStatus } from '../schema/index.ts';
import { tellNews } from './news.ts';

type RequestRow = typeof quotaRequest.$inferSelect;

/** A request for more quota as one look found it. */
export type SeenRequest = Omit<RequestRow, 'region' | 'firstSeenAt' | 'lastSeenAt'> &
  Pick<QuotaKind, 'scope'>;

/**
 * Saves what a look saw of a region's requests, inside the publishing transaction; returns how many have a new status. A
 * request that AWS no longer lists stays as last seen. `lastLookAt`: the last complete look before this one; a decision
 * since then is news, one from before the first look is history.
 */
export function saveRequests(
  db: Db,
  region: string,
  seen: readonly SeenRequest[],
  at: number,
  lastLookAt: number | null,
): number {
  let changes = 0;
  for (const request of seen) {
    const before = db.orm.select().from(quotaRequest).where(eq(quotaRequest.id, request.id)).get();
    // A page that came late may say less than what is known.
    if (before !== undefined && request.updatedAt < before.updatedAt) continue;
    saveRow(db, region, request, before, at);
    if (before?.status === request.status) continue;
    changes++;
    saveStatus(db, request, at);
    const isNew = before === undefined ? lastLookAt !== null && request.updatedAt > lastLookAt : true;
    if (isNew && isDecided(request.status)) tellDecision(db, region, request, before?.status ?? null, at);
  }
  return changes;
}

function saveRow(
  db: Db,
  region: string,
  seen: SeenRequest,
  before: RequestRow | undefined,
  at: number,
): void {
  const { scope: _, ...request } = seen;
  const row = { ...request, region, firstSeenAt: before?.firstSeenAt ?? at, lastSeenAt: at };
  db.orm.insert(quotaRequest).values(row).onConflictDoUpdate({ target: quotaRequest.id, set: row }).run();
}

/** A status holds from AWS's own instant of the last update, which may repeat: the order seen is kept. */
function saveStatus(db: Db, { id, status, updatedAt }: SeenRequest, at: number): void {
  const last = statusesOf(db, id).at(-1);
  const from = updatedAt <= at ? updatedAt : at;
  const row = { requestId: id, status, at: last === undefined ? from : Math.max(from, last.at + 1) };
  db.orm.insert(quotaRequestStatus).values(row).onConflictDoNothing().run();
}

function tellDecision(db: Db, region: string, request: SeenRequest, from: string | null, at: number): void {
  const { id, code, name, scope, desiredValue, status, requestedAt, updatedAt, automatic } = request;
  const detail = { code, name, scope, desired: desiredValue, from, status, requestedAt, automatic };
  const place = { region, zoneId: '', itemType: '' };
  const item = { at: updatedAt, kind: 'quota-request-decided', ...place, subject: id, detail };
  tellNews(db, [item], at);
}

/** A status that a request was seen in, from an instant on. */
type RequestStatus = { at: number; status: string };

function statusesOf(db: Db, id: string): RequestStatus[] {
  return db.orm
    .select({ at: quotaRequestStatus.at, status: quotaRequestStatus.status })
    .from(quotaRequestStatus)
    .where(eq(quotaRequestStatus.requestId, id))
    .orderBy(asc(quotaRequestStatus.at))
    .all();
}

/** A request with every status it was seen in, oldest first. */
export type QuotaRequest = RequestRow & { statuses: RequestStatus[] };

/** Every request on record, newest first; also those that AWS has stopped listing. */
export function listQuotaRequests(db: Db): QuotaRequest[] {
  const statuses = new Map<string, RequestStatus[]>();
  for (const { requestId, ...row } of db.orm
    .select()
    .from(quotaRequestStatus)
    .orderBy(asc(quotaRequestStatus.at))
    .all())
    statuses.set(requestId, [...(statuses.get(requestId) ?? []), row]);
  return db.orm
    .select()
    .from(quotaRequest)
    .all()
    .sort((a, b) => b.requestedAt - a.requestedAt || a.id.localeCompare(b.id))
    .map((row) => ({ ...row, statuses: statuses.get(row.id) ?? [] }));
}
