import { desc } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { audit } from '../schema/index.ts';

/** Nothing in it is secret: anybody who sees the desk may read it. */
export type AuditEntry = { action: string; subject: string; detail?: string | null };

/** Notes what somebody changed, inside the transaction that changes it. Product time. */
export function noteChange(db: Db, { action, subject, detail }: AuditEntry, at: number): void {
  db.orm
    .insert(audit)
    .values({ at, action, subject, detail: detail ?? null })
    .run();
}

/** Newest first. */
export function listChanges(db: Db, limit: number): (AuditEntry & { at: number })[] {
  return db.orm
    .select({ at: audit.at, action: audit.action, subject: audit.subject, detail: audit.detail })
    .from(audit)
    .orderBy(desc(audit.id))
    .limit(limit)
    .all();
}
