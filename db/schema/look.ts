import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** What one call is about: collector + region + query key, with what the last looks at it came to. */
export const target = sqliteTable(
  'target',
  {
    id: integer('id').primaryKey(),
    collector: text('collector').notNull(),
    region: text('region').notNull(),
    /** Whatever else the question depends on, so that a changed question starts its own record. */
    queryKey: text('query_key').notNull(),
    /** Comma lists of the types and products asked for; null for a question that names none. */
    types: text('types'),
    products: text('products'),
    /** The query asked now; older ones of the same collector and region are history. */
    current: integer('current', { mode: 'boolean' }).notNull(),
    outcome: text('outcome').notNull(),
    errorClass: text('error_class'),
    errorText: text('error_text'),
    lastLookAt: integer('last_look_at'),
    lastCompleteAt: integer('last_complete_at'),
    failuresInRow: integer('failures_in_row').notNull(),
    /** Back-fill: it is complete once coverage reaches back to here. */
    wantedFrom: integer('wanted_from'),
  },
  (table) => [uniqueIndex('target_identity_idx').on(table.collector, table.region, table.queryKey)],
);

/** The stretches of time a target is known for, merged; what lies between is a gap. */
export const coverage = sqliteTable(
  'coverage',
  {
    targetId: integer('target_id')
      .notNull()
      .references(() => target.id, { onDelete: 'restrict' }),
    fromAt: integer('from_at').notNull(),
    toAt: integer('to_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.targetId, table.fromAt] })],
);

/** When we looked and what came of it; `id` is the logical clock of the product. */
export const sampleSet = sqliteTable(
  'sample_set',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    targetId: integer('target_id')
      .notNull()
      .references(() => target.id, { onDelete: 'restrict' }),
    runId: text('run_id').notNull(),
    collectedAt: integer('collected_at').notNull(),
    /** The stretch of time the answer speaks for. */
    fromAt: integer('from_at').notNull(),
    toAt: integer('to_at').notNull(),
    completeness: text('completeness').notNull(),
    outcome: text('outcome').notNull(),
    errorClass: text('error_class'),
    errorText: text('error_text'),
    pages: integer('pages').notNull(),
    items: integer('items').notNull(),
    quarantined: integer('quarantined').notNull(),
    changes: integer('changes').notNull(),
  },
  (table) => [
    uniqueIndex('sample_set_run_idx').on(table.targetId, table.runId, table.fromAt),
    index('sample_set_collected_idx').on(table.collectedAt),
  ],
);

/** The run ledger: every slot of every job, and how it ended. */
export const jobRun = sqliteTable(
  'job_run',
  {
    runId: text('run_id').primaryKey(),
    job: text('job').notNull(),
    /** The scheduled instant; a run by hand uses its own start. */
    slot: integer('slot').notNull(),
    trigger: text('trigger').notNull(),
    /** running, ok, partial, failed, timeout, aborted, skipped. */
    state: text('state').notNull(),
    startedAt: integer('started_at').notNull(),
    finishedAt: integer('finished_at'),
    deadlineAt: integer('deadline_at').notNull(),
    ownerPid: integer('owner_pid').notNull(),
    countsJson: text('counts_json'),
    errorClass: text('error_class'),
    errorText: text('error_text'),
  },
  (table) => [
    uniqueIndex('job_run_slot_idx').on(table.job, table.slot),
    index('job_run_started_idx').on(table.startedAt),
  ],
);
