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
    /** Those of the plan whose people had ended their subscription. */
    leftOutJson: text('left_out_json').notNull().default('[]'),
  },
  (table) => [uniqueIndex('digest_issue_idx').on(table.name, table.period)],
);

/** A person who wants a digest no more: by address, so that a channel may be renamed without its coming back. */
export const unsubscription = sqliteTable(
  'unsubscription',
  {
    id: integer('id').primaryKey(),
    digest: text('digest').notNull(),
    /** An address in small letters. */
    recipient: text('recipient').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [uniqueIndex('unsubscription_once_idx').on(table.digest, table.recipient)],
);
