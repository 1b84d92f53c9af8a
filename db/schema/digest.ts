import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** One issue of a digest, as it was put together: what people were told stays as it was. */
export const digest = sqliteTable(
  'digest',
  {
    id: integer('id').primaryKey(),
    name: text('name').notNull(),
    /** 2026-W48, or 2026-11-23: with the name one issue, made once. */
    period: text('period').notNull(),
    dueAt: integer('due_at').notNull(),
    madeAt: integer('made_at').notNull(),
    /** sent: put into the outbox; skipped: it was too late for that. */
    state: text('state').notNull(),
    reason: text('reason'),
    /** Null where it was skipped. */
    documentJson: text('document_json'),
    /** The channels that it was put into the outbox for. */
    channelsJson: text('channels_json').notNull(),
  },
  (table) => [uniqueIndex('digest_issue_idx').on(table.name, table.period)],
);
