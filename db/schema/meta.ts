import { sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Facts about the database itself: instance_id, origin (aws or simulated), data_version. */
export const meta = sqliteTable('meta', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});
