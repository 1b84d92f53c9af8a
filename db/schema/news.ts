import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** Something that happened in the market or the account: a type appeared, a quota request was decided, a block starts soon. */
export const news = sqliteTable(
  'news',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    at: integer('at').notNull(),
    kind: text('kind').notNull(),
    region: text('region').notNull(),
    zoneId: text('zone_id').notNull(),
    itemType: text('item_type').notNull(),
    /** What it is about, such as a quota code or a reservation id; with kind and `at` it is told once. */
    subject: text('subject').notNull(),
    detailJson: text('detail_json').notNull(),
    /** The look that told it: `at` may lie before it. */
    toldAt: integer('told_at').notNull().default(0),
  },
  (table) => [
    uniqueIndex('news_once_idx').on(
      table.kind,
      table.region,
      table.zoneId,
      table.itemType,
      table.subject,
      table.at,
    ),
    index('news_at_idx').on(table.at),
  ],
);

/** What was asked of one API action in one region in one hour, and how often AWS refused it. */
export const apiUse = sqliteTable(
  'api_use',
  {
    hourAt: integer('hour_at').notNull(),
    service: text('service').notNull(),
    action: text('action').notNull(),
    region: text('region').notNull(),
    calls: integer('calls').notNull(),
    throttled: integer('throttled').notNull(),
    waitedMs: integer('waited_ms').notNull(),
    /** The rate that pacing has come down to, calls per second. */
    perSecond: real('per_second').notNull(),
  },
  (table) => [primaryKey({ columns: [table.hourAt, table.service, table.action, table.region] })],
);
