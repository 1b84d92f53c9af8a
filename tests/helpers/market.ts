import type { Db } from '#db/client.ts';
import { ensureTarget, extendCoverage, recordLook } from '#db/queries/targets.ts';
import type { PublishedSet } from '#jobs/pipeline/types.ts';
import type { Completeness } from '#lib/domain/outcome.ts';
import { DAY, MINUTE } from '#lib/domain/time.ts';

const USD = 1_000_000;
export const INTERVAL = 5 * MINUTE;

export type PoolSpec = {
  type?: string;
  region?: string;
  zoneId?: string;
  product?: string;
  /** [instant, dollars or null for nothing on record], oldest first. */
  points: readonly (readonly [at: number, usd: number | null])[];
};

/** A spot series with its points; the last one is the price in force. Returns its id. */
export function aPool(db: Db, spec: PoolSpec): number {
  const { type = 'p5.48xlarge', region = 'us-east-1', zoneId = 'use1-az4', product = 'Linux/UNIX' } = spec;
  const { id } = db.sqlite
    .prepare<unknown[], { id: number }>(
      `INSERT INTO series (kind, region, zone_id, instance_type, qualifier, unit, scale, outcome)
       VALUES ('spot', ?, ?, ?, ?, 'usd/h', 6, 'never') RETURNING id`,
    )
    .get(region, zoneId, type, product) as { id: number };
  for (const [at, usd] of spec.points) aPrice(db, id, at, usd);
  return id;
}

/** A new price of a pool, as a look would write it. */
export function aPrice(db: Db, seriesId: number, at: number, usd: number | null): void {
  const value = usd === null ? null : Math.round(usd * USD);
  db.sqlite
    .prepare('INSERT OR REPLACE INTO point (series_id, at, value) VALUES (?, ?, ?)')
    .run(seriesId, at, value);
  db.sqlite
    .prepare('UPDATE series SET last_value = ?, changed_at = ?, confirmed_at = ?, outcome = ? WHERE id = ?')
    .run(value, at, at, value === null ? 'none' : 'value', seriesId);
}

/** AWS repeats an unchanged price every 24 h. */
export function aHeartbeat(db: Db, at: number): void {
  db.sqlite.prepare("UPDATE series SET confirmed_at = ? WHERE outcome = 'value'").run(at);
}

/** The accelerators of a type. */
export function aType(db: Db, name = 'p5.48xlarge', accelerator = 'H100', count = 8): void {
  db.sqlite
    .prepare(
      `INSERT INTO instance_type (name, family, accelerator, vendor, kind, purpose, status, described, accelerator_count)
       VALUES (?, 'p5', ?, 'NVIDIA', 'gpu', 'training', 'current', 1, ?)`,
    )
    .run(name, accelerator, count);
}

export type SetSpec = {
  at: number;
  region?: string;
  completeness?: Completeness;
  items?: number;
  /** How far back the region is known; complete sets only. */
  knownFrom?: number;
  simulated?: boolean;
  /** What tells this look apart from others; one that nobody has had unless said. */
  runId?: string;
};

let runs = 0;

/** A look at the spot prices of a region, recorded as the publisher would. */
export function aSet(db: Db, spec: SetSpec): PublishedSet {
  const { at, region = 'us-east-1', completeness = 'complete', items = 1, simulated = false } = spec;
  const { runId = `run-${++runs}` } = spec;
  const target = ensureTarget(db, 'spot-price', region, { key: 'all' });
  const span = { from: spec.knownFrom ?? at - 90 * DAY, to: at };
  if (completeness === 'complete') extendCoverage(db, target.id, span);
  const id = recordLook(db, target.id, {
    runId,
    collectedAt: at,
    span: { from: at - INTERVAL, to: at },
    completeness,
    outcome: completeness === 'failed' ? 'failed' : 'value',
    pages: 1,
    items,
    quarantined: 0,
    changes: 0,
  });
  return {
    id,
    collector: 'spot-price',
    region,
    collectedAt: at,
    completeness,
    intervalMs: INTERVAL,
    simulated,
  };
}
