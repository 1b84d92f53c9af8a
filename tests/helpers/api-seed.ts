import type { Db } from '#db/client.ts';
import { coverage, instanceType, jobRun, meta, point, series, target } from '#db/schema/index.ts';
import type { Outcome } from '#lib/domain/outcome.ts';

type SeriesRow = typeof series.$inferInsert;

/** An accelerator type with the counts that matter to prices. */
export function seedType(db: Db, name: string, acceleratorCount: number): void {
  const facts = {
    family: 'x',
    accelerator: 'X1',
    vendor: 'NVIDIA',
    kind: 'gpu',
    purpose: 'both',
    status: 'current',
  };
  db.orm
    .insert(instanceType)
    .values({ name, ...facts, described: true, acceleratorCount })
    .run();
}

export type SeedTarget = {
  collector?: string;
  region: string;
  outcome?: Outcome;
  lastLookAt?: number | null;
  lastCompleteAt?: number | null;
  /** Known stretches, from and to. */
  known?: [number, number][];
};

/** A present target; a complete look leaves lastCompleteAt at lastLookAt unless told otherwise. */
export function seedTarget(db: Db, seed: SeedTarget): void {
  const lastLookAt = seed.lastLookAt ?? null;
  const row = db.orm
    .insert(target)
    .values({
      collector: seed.collector ?? 'spot-price',
      region: seed.region,
      queryKey: '{}',
      current: true,
      outcome: seed.outcome ?? 'value',
      lastLookAt,
      lastCompleteAt: seed.lastCompleteAt === undefined ? lastLookAt : seed.lastCompleteAt,
      failuresInRow: 0,
    })
    .returning()
    .get();
  for (const [fromAt, toAt] of seed.known ?? [])
    db.orm.insert(coverage).values({ targetId: row.id, fromAt, toAt }).run();
}

export type SeedSeries = Partial<SeriesRow> & {
  instanceType: string;
  region: string;
  /** Instants and micro-dollars, oldest first; null ends the price. */
  points: [number, number | null][];
};

/** A spot series with its points; its newest state follows from them unless told otherwise. */
export function seedSeries(db: Db, { points, ...seed }: SeedSeries): number {
  const [changedAt = null, lastValue = null] = points.at(-1) ?? [];
  const row = db.orm
    .insert(series)
    .values({
      kind: 'spot',
      zoneId: '',
      qualifier: 'Linux/UNIX',
      unit: 'microusd/h',
      scale: 6,
      outcome: lastValue === null ? 'none' : 'value',
      lastValue,
      changedAt,
      confirmedAt: changedAt,
      ...seed,
    })
    .returning()
    .get();
  for (const [at, value] of points) db.orm.insert(point).values({ seriesId: row.id, at, value }).run();
  return row.id;
}

/** An on-demand price as the collector keeps it. */
export function seedOnDemand(db: Db, seed: SeedSeries): number {
  return seedSeries(db, { kind: 'on-demand', qualifier: 'Linux', scale: 10, ...seed });
}

export function seedRun(db: Db, startedAt: number, state = 'ok'): void {
  const identity = { runId: `run-${startedAt}`, job: 'spot-price', slot: startedAt, trigger: 'schedule' };
  db.orm
    .insert(jobRun)
    .values({ ...identity, state, startedAt, deadlineAt: startedAt, ownerPid: 1 })
    .run();
}

/** What every ingest transaction does last. */
export function bumpVersion(db: Db): void {
  const version =
    Number(db.sqlite.prepare("SELECT value FROM meta WHERE key = 'data_version'").pluck().get()) + 1;
  db.orm
    .insert(meta)
    .values({ key: 'data_version', value: String(version) })
    .onConflictDoUpdate({ target: meta.key, set: { value: String(version) } })
    .run();
}
