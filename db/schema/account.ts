import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** A service quota of this account in a region; its limit and its use over time are series. */
export const quota = sqliteTable(
  'quota',
  {
    region: text('region').notNull(),
    code: text('code').notNull(),
    name: text('name').notNull(),
    /** on-demand, spot, capacity-block, capacity-block-organization. */
    scope: text('scope').notNull(),
    /** Families it is about, comma list such as p5,p5e,p5en. */
    families: text('families').notNull(),
    unit: text('unit').notNull(),
    adjustable: integer('adjustable', { mode: 'boolean' }).notNull(),
    /** False: AWS gave no applied value, and the limit is AWS's default. */
    applied: integer('applied', { mode: 'boolean' }).notNull(),
    /** AWS's default limit; null when it did not say. */
    defaultValue: integer('default_value'),
    /** The quota's own CloudWatch metric as AWS gave it; null: it has none, and its use cannot be known. */
    usageMetricJson: text('usage_metric_json'),
    /** Why AWS could not say this one value although the call succeeded. */
    errorCode: text('error_code'),
    lastSeenAt: integer('last_seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.region, table.code] })],
);

/** A requested change of a quota; kept beyond the 90 days that AWS shows it. */
export const quotaRequest = sqliteTable(
  'quota_request',
  {
    id: text('id').primaryKey(),
    region: text('region').notNull(),
    code: text('code').notNull(),
    name: text('name').notNull(),
    desiredValue: integer('desired_value').notNull(),
    /** AWS's word: PENDING, CASE_OPENED, APPROVED, DENIED, CASE_CLOSED, NOT_APPROVED, INVALID_REQUEST. */
    status: text('status').notNull(),
    caseId: text('case_id'),
    /** True: Service Quotas made it by itself. */
    automatic: integer('automatic', { mode: 'boolean' }).notNull(),
    requestedAt: integer('requested_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    firstSeenAt: integer('first_seen_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
  },
  (table) => [index('quota_request_code_idx').on(table.region, table.code)],
);

/** Each status that a request was seen in, from an instant on. */
export const quotaRequestStatus = sqliteTable(
  'quota_request_status',
  {
    requestId: text('request_id')
      .notNull()
      .references(() => quotaRequest.id, { onDelete: 'restrict' }),
    at: integer('at').notNull(),
    status: text('status').notNull(),
  },
  (table) => [primaryKey({ columns: [table.requestId, table.at] })],
);

/** A Capacity Block or reservation that this account has or shares in. */
export const reservation = sqliteTable('reservation', {
  /** cr-… or cb-…, AWS's own id: it lasts as long as the reservation. */
  id: text('id').primaryKey(),
  /** block, reservation. */
  kind: text('kind').notNull(),
  region: text('region').notNull(),
  zoneId: text('zone_id').notNull(),
  itemType: text('item_type').notNull(),
  /** Instances in all, and free; null where AWS does not say. */
  total: integer('total'),
  available: integer('available'),
  /** AWS's word, such as active, scheduled, payment-pending. */
  state: text('state').notNull(),
  startAt: integer('start_at'),
  /** Null: open-ended. */
  endAt: integer('end_at'),
  /** The block that a reservation belongs to. */
  blockId: text('block_id'),
  ownerId: text('owner_id'),
  /** False: shared by another account. */
  own: integer('own', { mode: 'boolean' }).notNull(),
  /** ok, impaired, insufficient-data; null where AWS does not say. */
  interconnect: text('interconnect'),
  createdAt: integer('created_at'),
  firstSeenAt: integer('first_seen_at').notNull(),
  lastSeenAt: integer('last_seen_at').notNull(),
  goneAt: integer('gone_at'),
});

/** Each state that a reservation was seen in, from an instant on. */
export const reservationState = sqliteTable(
  'reservation_state',
  {
    reservationId: text('reservation_id')
      .notNull()
      .references(() => reservation.id, { onDelete: 'restrict' }),
    at: integer('at').notNull(),
    state: text('state').notNull(),
  },
  (table) => [primaryKey({ columns: [table.reservationId, table.at] })],
);

/** A placement-score configuration that was sent to AWS: it counts new ones within 24 hours. */
export const scoreConfig = sqliteTable('score_config', {
  /** Hash of every parameter that was sent. */
  fingerprint: text('fingerprint').primaryKey(),
  basket: text('basket').notNull(),
  requestJson: text('request_json').notNull(),
  firstUsedAt: integer('first_used_at').notNull(),
  lastUsedAt: integer('last_used_at').notNull(),
  /** When AWS last refused it as one too many. */
  refusedAt: integer('refused_at'),
});
