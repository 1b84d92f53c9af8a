import type { Outcome } from '#lib/domain/outcome.ts';
import { isIncomplete, placeOutcome, toOutcome } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { readAdvisorFeed } from './advisor-feed.ts';
import { newestLook } from './looks.ts';
import { prepared } from './prepared.ts';
import type { SeriesFilter } from './prices.ts';
import { soldTypes } from './sold-types.ts';

/** How often Spot instances of a type are interrupted in a region, and what Spot saves there. Times are milliseconds UTC. */
export type Interruption = {
  type: string;
  region: string;
  /** Linux or Windows. */
  os: string;
  /** The bucket, 0 (least) to 4; lib/interruption/buckets.ts has the labels. */
  index: number | null;
  /** Percent below the on-demand price, a trailing average. */
  savings: number | null;
  observedAt: number | null;
  outcome: Outcome;
  /** Why the last look was not complete, such as a feed that stands still. */
  reason: string | null;
};

export type Interruptions = {
  asOf: number | null;
  /** Since when the feed is as it is; null before it was first read. */
  feedChangedAt: number | null;
  rows: Interruption[];
};

/**
 * The newest rate of every type, region and system, in this order. When types are named, a row for Linux follows for
 * each watched region without one of them, and says why.
 */
export function latestInterruptions(
  db: Db,
  filter: Pick<SeriesFilter, 'types' | 'regions'> = {},
): Interruptions {
  const looks = regionLooks(db);
  const found = rateRows(db)
    .filter(({ type, region }) => passes(filter, type, region))
    .map((row) => interruption(row, looks.get(row.region)));
  return {
    asOf: newestLook(db, 'interruption'),
    feedChangedAt: readAdvisorFeed(db)?.changedAt ?? null,
    rows: [...found, ...absent(db, filter, looks, found)].sort(byName),
  };
}

function passes({ types, regions }: Pick<SeriesFilter, 'types' | 'regions'>, type: string, region: string) {
  return (types?.includes(type) ?? true) && (regions?.includes(region) ?? true);
}

type RateRow = {
  type: string;
  region: string;
  os: string;
  outcome: string;
  index: number | null;
  savings: number | null;
  observedAt: number | null;
};

function rateRows(db: Db): RateRow[] {
  const sql = `SELECT r.instance_type AS type, r.region, r.qualifier AS os, r.outcome, r.last_value AS "index",
    s.last_value AS savings, r.confirmed_at AS observedAt
    FROM series r LEFT JOIN series s ON s.kind = 'spot-savings' AND s.region = r.region AND s.zone_id = ''
      AND s.instance_type = r.instance_type AND s.qualifier = r.qualifier
    WHERE r.kind = 'interruption'`;
  return db.sqlite.prepare<[], RateRow>(sql).all();
}

type RegionLook = { outcome: Outcome; reason: string | null };

function regionLooks(db: Db): Map<string, RegionLook> {
  const sql = `SELECT region, outcome, error_text FROM target WHERE collector = 'interruption' AND current = 1
    ORDER BY region`;
  const rows = prepared(db, sql).all() as [string, string, string | null][];
  return new Map(rows.map(([region, outcome, reason]) => [region, { outcome: toOutcome(outcome), reason }]));
}

function interruption({ outcome, ...row }: RateRow, look: RegionLook | undefined): Interruption {
  const own = placeOutcome(row.index, toOutcome(outcome), look?.outcome ?? 'never');
  return { ...row, outcome: own, reason: isIncomplete(own) ? (look?.reason ?? null) : null };
}

/** Types in watched regions where the feed has never had them. */
function absent(
  db: Db,
  filter: Pick<SeriesFilter, 'types' | 'regions'>,
  looks: ReadonlyMap<string, RegionLook>,
  found: readonly Interruption[],
): Interruption[] {
  if (filter.types === undefined) return [];
  const has = new Set(found.filter(({ os }) => os === 'Linux').map((row) => `${row.type} ${row.region}`));
  const asked = filter.regions ?? [...looks.keys()];
  const listed = soldTypes(db, ['spot']);
  return filter.types.flatMap((type) =>
    asked
      .filter((region) => !has.has(`${type} ${region}`))
      .map((region) => {
        const look = looks.get(region);
        const outcome = absence(look?.outcome ?? 'never', listed.get(region)?.has(type));
        const reason = isIncomplete(outcome) ? (look?.reason ?? null) : null;
        const nothing = { index: null, savings: null, observedAt: null };
        return { type, region, os: 'Linux', ...nothing, outcome, reason };
      }),
  );
}

/** `listed`: whether AWS lists the type on Spot there; undefined where nobody has read the list. */
function absence(look: Outcome, listed: boolean | undefined): Outcome {
  if (isIncomplete(look)) return look;
  return listed === false ? 'not_sold' : 'none';
}

/** The types that have a rate now, in a region and for a system. */
export function ratedTypes(db: Db, region: string, system: string): string[] {
  const sql = `SELECT instance_type FROM series WHERE kind = 'interruption' AND region = ? AND qualifier = ?
    AND last_value IS NOT NULL ORDER BY instance_type`;
  return (prepared(db, sql).all(region, system) as [string][]).map(([type]) => type);
}

/** Made once: a comparison that names its locale makes one each time, and there are thousands of rows. */
const { compare } = new Intl.Collator('en');

function byName(one: Interruption, other: Interruption): number {
  return compare(one.type, other.type) || compare(one.region, other.region) || compare(one.os, other.os);
}
