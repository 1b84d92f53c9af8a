import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * One offer of reserved capacity as an episode on sale. Its identity is what is offered where and when, never AWS's
 * id, which lives for one answer only; an offer that comes back after it was gone is a row of its own.
 */
export const offer = sqliteTable(
  'offer',
  {
    id: integer('id').primaryKey(),
    /** capacity-block, training-plan. */
    market: text('market').notNull(),
    region: text('region').notNull(),
    zoneId: text('zone_id').notNull(),
    /** An instance type, or an UltraServer type such as u-p6e-gb200x72. */
    itemType: text('item_type').notNull(),
    /** Instances, or UltraServers. */
    itemCount: integer('item_count').notNull(),
    /** Accelerators in all of it; null while the type is not described. */
    accelerators: real('accelerators'),
    /** The duration asked for; the real span is endAt - startAt. */
    durationHours: integer('duration_hours').notNull(),
    startAt: integer('start_at').notNull(),
    endAt: integer('end_at').notNull(),
    /**
     * What else tells offers apart: the target resource and the parts of a training plan; for a block the window for
     * the start that was asked for, '' without one.
     */
    variant: text('variant').notNull(),
    /** Micro-dollars for all of it; the newest fee. */
    fee: integer('fee').notNull(),
    feeScale: integer('fee_scale').notNull(),
    /** Micro-dollars per accelerator-hour of the real span. */
    perAcceleratorHour: integer('per_accelerator_hour'),
    firstSeenAt: integer('first_seen_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    /** The look that no longer showed it. */
    goneAt: integer('gone_at'),
    /** vanished, start_passed. */
    goneWhy: text('gone_why'),
  },
  (table) => [
    uniqueIndex('offer_identity_idx').on(
      table.market,
      table.region,
      table.itemType,
      table.itemCount,
      table.zoneId,
      table.startAt,
      table.endAt,
      table.variant,
      table.firstSeenAt,
    ),
    index('offer_question_idx')
      .on(table.market, table.region, table.itemType, table.itemCount, table.durationHours, table.variant)
      .where(sql`gone_at IS NULL`),
    index('offer_open_idx').on(table.market, table.goneAt, table.region),
    index('offer_seen_idx').on(table.market, table.itemType, table.lastSeenAt),
  ],
);

/** The fee of an offer from an instant on; written at first sight and at each change. */
export const offerFee = sqliteTable(
  'offer_fee',
  {
    offerId: integer('offer_id')
      .notNull()
      .references(() => offer.id, { onDelete: 'restrict' }),
    at: integer('at').notNull(),
    fee: integer('fee').notNull(),
  },
  (table) => [primaryKey({ columns: [table.offerId, table.at] })],
);

/** The parts of a training plan: one fee buys them all, and there may be gaps between them. */
export const offerPart = sqliteTable(
  'offer_part',
  {
    offerId: integer('offer_id')
      .notNull()
      .references(() => offer.id, { onDelete: 'restrict' }),
    part: integer('part').notNull(),
    itemType: text('item_type').notNull(),
    itemCount: integer('item_count').notNull(),
    zoneId: text('zone_id').notNull(),
    startAt: integer('start_at').notNull(),
    endAt: integer('end_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.offerId, table.part] })],
);

/** That a type is sold in a zone at all, as an episode: it may leave and come back. */
export const typeOffering = sqliteTable(
  'type_offering',
  {
    instanceType: text('instance_type').notNull(),
    region: text('region').notNull(),
    zoneId: text('zone_id').notNull(),
    firstSeenAt: integer('first_seen_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    goneAt: integer('gone_at'),
  },
  (table) => [
    primaryKey({ columns: [table.instanceType, table.zoneId, table.firstSeenAt] }),
    index('type_offering_region_idx').on(table.region, table.goneAt),
  ],
);
