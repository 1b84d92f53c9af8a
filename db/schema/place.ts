import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** A region as DescribeRegions told it. */
export const region = sqliteTable('region', {
  name: text('name').primaryKey(),
  optInStatus: text('opt_in_status').notNull(),
  enabled: integer('enabled', { mode: 'boolean' }).notNull(),
  geography: text('geography'),
  seenAt: integer('seen_at').notNull(),
});

/** A zone by its global ID; `name` is this account's own name for it and is never used as an identity. */
export const zone = sqliteTable(
  'zone',
  {
    zoneId: text('zone_id').primaryKey(),
    region: text('region')
      .notNull()
      .references(() => region.name, { onDelete: 'restrict' }),
    name: text('name').notNull(),
    type: text('type').notNull(),
    state: text('state').notNull(),
    optInStatus: text('opt_in_status'),
    parentZoneId: text('parent_zone_id'),
    seenAt: integer('seen_at').notNull(),
  },
  (table) => [index('zone_region_idx').on(table.region)],
);
