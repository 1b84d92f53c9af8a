import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** A person's condition. `kind` is plain text and `params_json` is checked by the kind's schema: a new kind needs no migration. */
export const rule = sqliteTable('rule', {
  id: integer('id').primaryKey(),
  name: text('name').notNull().unique(),
  kind: text('kind').notNull(),
  paramsJson: text('params_json').notNull(),
  severity: text('severity').notNull(),
  channelsJson: text('channels_json').notNull(),
  forMs: integer('for_ms').notNull(),
  keepFiringMs: integer('keep_firing_ms').notNull(),
  resolveEvals: integer('resolve_evals').notNull(),
  enabled: integer('enabled', { mode: 'boolean' }).notNull(),
  revision: integer('revision').notNull(),
  updatedAt: integer('updated_at').notNull(),
  /** Pause after which an alert that still fires is told again, product milliseconds; 0: never. */
  repeatMs: integer('repeat_ms').notNull().default(0),
  /** file: the configuration brings it and takes it away; page: people do, on the Rules page. */
  origin: text('origin').notNull().default('file'),
});

/** Which channels are told by rules that name none: the first that matches decides, in the order of `position`. */
export const route = sqliteTable('route', {
  position: integer('position').primaryKey(),
  /** JSON of what it matches: severities, types, regions; absent: any. */
  matchJson: text('match_json').notNull(),
  channelsJson: text('channels_json').notNull(),
});

/** Who changed what, with nothing secret in it. */
export const audit = sqliteTable('audit', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  at: integer('at').notNull(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  detail: text('detail'),
});

/** Where notices go. The address of one from the configuration stays there; that of one made on a page is sealed here. */
export const channel = sqliteTable('channel', {
  id: integer('id').primaryKey(),
  name: text('name').notNull().unique(),
  kind: text('kind').notNull(),
  /** A safe hint for people, such as hooks.slack.com/services/T…/…ab12. */
  hint: text('hint').notNull(),
  /** ok, paused, broken. */
  state: text('state').notNull(),
  stateReason: text('state_reason'),
  pausedUntil: integer('paused_until'),
  enabled: integer('enabled', { mode: 'boolean' }).notNull(),
  updatedAt: integer('updated_at').notNull(),
  /** file or page, as for rules. */
  origin: text('origin').notNull().default('file'),
  /** Address and options of one made on a page, encrypted with the key of this desk. */
  sealed: text('sealed'),
  /** Told as well of what is critical while another channel is broken. */
  isFallback: integer('is_fallback', { mode: 'boolean' }).notNull().default(false),
});

/** One breach of one rule for one set of identity labels: its phase and what it needs to move on. */
export const alert = sqliteTable(
  'alert',
  {
    id: integer('id').primaryKey(),
    ruleId: integer('rule_id')
      .notNull()
      .references(() => rule.id, { onDelete: 'restrict' }),
    /** Canonical JSON of the identity labels: never the price. */
    identity: text('identity').notNull(),
    labelsJson: text('labels_json').notNull(),
    /** ok, pending, firing, cooling. */
    phase: text('phase').notNull(),
    /** fresh, no_data, error. */
    health: text('health').notNull(),
    episode: integer('episode').notNull(),
    heldMs: integer('held_ms').notNull(),
    falseHeldMs: integer('false_held_ms').notNull(),
    falseEvals: integer('false_evals').notNull(),
    unknownEvals: integer('unknown_evals').notNull(),
    flapCount: integer('flap_count').notNull(),
    /** Newest sample set that moved it: an older or equal one is not evaluated again. */
    lastSetId: integer('last_set_id').notNull(),
    lastEvalAt: integer('last_eval_at').notNull(),
    firingAt: integer('firing_at'),
    resolvedAt: integer('resolved_at'),
    factsJson: text('facts_json').notNull(),
    /** Since when it comes and goes so often that its news is folded, and when that was last told. */
    flappingSince: integer('flapping_since'),
    flapToldAt: integer('flap_told_at'),
  },
  (table) => [
    uniqueIndex('alert_identity_idx').on(table.ruleId, table.identity),
    index('alert_phase_idx').on(table.phase),
  ],
);

/** News about an alert, written in the transaction that moved it. */
export const alertEvent = sqliteTable(
  'alert_event',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    alertId: integer('alert_id')
      .notNull()
      .references(() => alert.id, { onDelete: 'restrict' }),
    episode: integer('episode').notNull(),
    /** firing, resolved. */
    kind: text('kind').notNull(),
    at: integer('at').notNull(),
    sampleSetId: integer('sample_set_id').notNull(),
    reason: text('reason'),
    factsJson: text('facts_json').notNull(),
    /** The silence that kept it from being told. */
    silenceId: integer('silence_id'),
  },
  (table) => [uniqueIndex('alert_event_once_idx').on(table.alertId, table.episode, table.kind)],
);

/** Somebody wants to hear nothing of some alerts for a while: news is kept back, states go on. */
export const silence = sqliteTable('silence', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  /** JSON of label names with the values they must have, at least one. */
  matchersJson: text('matchers_json').notNull(),
  author: text('author').notNull(),
  comment: text('comment').notNull(),
  createdAt: integer('created_at').notNull(),
  startsAt: integer('starts_at').notNull(),
  /** Set forward to the present when somebody ends it. */
  endsAt: integer('ends_at').notNull(),
  /** When its end was dealt with: what began under it and still fires has been told. */
  closedAt: integer('closed_at'),
});

/** The outbox: one notice to one channel, with where it stands. */
export const delivery = sqliteTable(
  'delivery',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** Hash of what the notice tells; unique, so that the same news cannot be queued twice. */
    noticeId: text('notice_id').notNull().unique(),
    channelId: integer('channel_id')
      .notNull()
      .references(() => channel.id, { onDelete: 'restrict' }),
    /** Deliveries of one lane leave in order. */
    lane: text('lane').notNull(),
    kind: text('kind').notNull(),
    createdAt: integer('created_at').notNull(),
    notBefore: integer('not_before').notNull(),
    /** queued, sending, delivered, parked, dead, superseded. */
    state: text('state').notNull(),
    attempts: integer('attempts').notNull(),
    leaseUntil: integer('lease_until'),
    leaseToken: text('lease_token'),
    ambiguous: integer('ambiguous', { mode: 'boolean' }).notNull(),
    plain: integer('plain', { mode: 'boolean' }).notNull(),
    noticeJson: text('notice_json').notNull(),
    lastErrorClass: text('last_error_class'),
    lastStatus: integer('last_status'),
    deliveredAt: integer('delivered_at'),
  },
  (table) => [
    index('delivery_due_idx').on(table.state, table.notBefore),
    index('delivery_channel_idx').on(table.channelId, table.id),
    index('delivery_lane_idx').on(table.lane, table.id),
  ],
);

/** Which events a delivery tells. */
export const deliveryEvent = sqliteTable(
  'delivery_event',
  {
    id: integer('id').primaryKey(),
    deliveryId: integer('delivery_id')
      .notNull()
      .references(() => delivery.id, { onDelete: 'restrict' }),
    eventId: integer('event_id')
      .notNull()
      .references(() => alertEvent.id, { onDelete: 'restrict' }),
  },
  (table) => [
    uniqueIndex('delivery_event_once_idx').on(table.deliveryId, table.eventId),
    index('delivery_event_event_idx').on(table.eventId),
  ],
);

/** Every attempt and what came back, with nothing secret in it. */
export const deliveryAttempt = sqliteTable(
  'delivery_attempt',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    deliveryId: integer('delivery_id')
      .notNull()
      .references(() => delivery.id, { onDelete: 'restrict' }),
    at: integer('at').notNull(),
    tookMs: integer('took_ms').notNull(),
    outcome: text('outcome').notNull(),
    status: integer('status'),
    detail: text('detail'),
  },
  (table) => [index('delivery_attempt_delivery_idx').on(table.deliveryId)],
);
