import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** An accelerator type: what DescribeInstanceTypes says, joined with the described facts. */
export const instanceType = sqliteTable('instance_type', {
  name: text('name').primaryKey(),
  family: text('family').notNull(),
  accelerator: text('accelerator').notNull(),
  vendor: text('vendor').notNull(),
  kind: text('kind').notNull(),
  purpose: text('purpose').notNull(),
  status: text('status').notNull(),
  /** False for a type AWS lists and the described facts do not know yet. */
  described: integer('described', { mode: 'boolean' }).notNull(),
  /** Accelerators per instance; a fraction for partitioned GPUs. */
  acceleratorCount: real('accelerator_count').notNull(),
  memoryGibEach: real('memory_gib_each'),
  bf16TflopsEach: real('bf16_tflops_each'),
  fp16TflopsEach: real('fp16_tflops_each'),
  fp8TflopsEach: real('fp8_tflops_each'),
  vcpu: integer('vcpu'),
  hostMemoryGib: real('host_memory_gib'),
  networkGbps: real('network_gbps'),
  /** When AWS first and last listed it; null while only the described facts know it. */
  firstListedAt: integer('first_listed_at'),
  lastListedAt: integer('last_listed_at'),
});

/** In which regions AWS lists a type, and how it may be bought there. */
export const typeRegion = sqliteTable(
  'type_region',
  {
    instanceType: text('instance_type')
      .notNull()
      .references(() => instanceType.name, { onDelete: 'restrict' }),
    region: text('region').notNull(),
    /** Comma list in AWS's words: on-demand, spot, capacity-block. */
    usageClasses: text('usage_classes').notNull(),
    firstSeenAt: integer('first_seen_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.instanceType, table.region] })],
);
