import { desc } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { audit } from '../schema/index.ts';

/** What somebody changed; nothing in it may be secret. Product time. */
export type AuditEntry = { at: number; action: string; subject: string; detail: string | null };

export function noteChange(db: Db, entry: AuditEntry): void {
  db.orm.insert(audit).values(entry).run();
}

/** Newest first. */
export function listChanges(db: Db, limit: number): AuditEntry[] {
  return db.orm
    .select({ at: audit.at, action: audit.action, subject: audit.subject, detail: audit.detail })
    .from(audit)
    .orderBy(desc(audit.id))
    .limit(limit)
    .all();
}
