import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** One numeric fact over time, and its newest state. */
export const series = sqliteTable(
  'series',
  {
    id: integer('id').primaryKey(),
    kind: text('kind').notNull(),
    region: text('region').notNull(),
    /** Zone ID, or '' for a fact of a whole region. */
    zoneId: text('zone_id').notNull(),
    instanceType: text('instance_type').notNull(),
    /** What else tells series apart: the product of a spot price. */
    qualifier: text('qualifier').notNull(),
    unit: text('unit').notNull(),
    /** Fewest decimals AWS has written this price with: answers carry at least as many. */
    scale: integer('scale').notNull(),
    /** What the last complete look said: value, none, not_sold. */
    outcome: text('outcome').notNull(),
    lastValue: integer('last_value'),
    /** When the present value began, as far as AWS has told us. */
    changedAt: integer('changed_at'),
    /** AWS's newest record of the present value. */
    confirmedAt: integer('confirmed_at'),
  },
  (table) => [
    uniqueIndex('series_identity_idx').on(
      table.kind,
      table.region,
      table.zoneId,
      table.instanceType,
      table.qualifier,
    ),
    index('series_type_idx').on(table.instanceType, table.kind),
  ],
);

/**
 * The value of a series from an instant on, written only when it changes; null = from here on nothing on record.
 * WITHOUT ROWID (added by hand in the migration: drizzle cannot say it): half the bytes, clustered by series.
 */
export const point = sqliteTable(
  'point',
  { seriesId: integer('series_id').notNull(), at: integer('at').notNull(), value: integer('value') },
  (table) => [primaryKey({ columns: [table.seriesId, table.at] })],
);

/**
 * One day of a series that has at least one point that day, in UTC. The value is taken to hold to the end of the
 * day; a day without a row held the `last` of the row before it. WITHOUT ROWID, like point.
 */
export const rollupDay = sqliteTable(
  'rollup_day',
  {
    seriesId: integer('series_id').notNull(),
    /** Days since 1970. */
    day: integer('day').notNull(),
    /** Time-weighted over the part of the day with a known value; null when it had none. */
    mean: integer('mean'),
    min: integer('min'),
    max: integer('max'),
    last: integer('last'),
    changes: integer('changes').notNull(),
  },
  (table) => [primaryKey({ columns: [table.seriesId, table.day] })],
);
