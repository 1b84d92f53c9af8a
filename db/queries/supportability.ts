import type { Outcome } from '#lib/domain/outcome.ts';
import { GRADES } from '#lib/scores/grades.ts';
import { isIncomplete, placeOutcome, toOutcome } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { newestLook } from './looks.ts';
import { prepared } from './prepared.ts';
import { type SeriesFilter, seriesWhere } from './prices.ts';
import { soldTypes } from './sold-types.ts';

/** How well on-demand capacity of a type in a zone covers an amount. Times are milliseconds UTC. */
export type Supportability = {
  type: string;
  region: string;
  /** null: the region has no grade of this type, and the outcome says why. */
  zoneId: string | null;
  /** The amount that was asked about; null before anything was. */
  instances: number | null;
  /** unsupported, low, medium, high. */
  grade: string | null;
  /** The grade as a number, 0 the worst. */
  index: number | null;
  observedAt: number | null;
  outcome: Outcome;
  /** Why the last look was not complete. */
  reason: string | null;
};

type Filter = Pick<SeriesFilter, 'types' | 'regions' | 'zones'>;
type RegionLook = { outcome: Outcome; qualifier: string; reason: string | null };

/** The newest grade of every type and zone for the amount asked now; with a row for every region without, where types are named. */
export function latestSupportability(
  db: Db,
  filter: Filter = {},
): { asOf: number | null; rows: Supportability[] } {
  const looks = regionLooks(db);
  const found = gradeRows(db, filter, looks);
  const rows =
    filter.types === undefined || filter.zones !== undefined
      ? found
      : [...found, ...absent(db, filter, looks, found)];
  return { asOf: newestLook(db, 'supportability'), rows };
}

function regionLooks(db: Db): Map<string, RegionLook> {
  const sql = `SELECT region, outcome, query_key, error_text FROM target WHERE collector = 'supportability'
    AND current = 1 ORDER BY region`;
  const rows = prepared(db, sql).all() as [string, string, string, string | null][];
  return new Map(
    rows.map(([region, outcome, qualifier, reason]) => [
      region,
      { outcome: toOutcome(outcome), qualifier, reason },
    ]),
  );
}

function gradeRows(db: Db, filter: Filter, looks: ReadonlyMap<string, RegionLook>): Supportability[] {
  const { clause, values } = seriesWhere('supportability', filter);
  const sql = `SELECT s.instance_type, s.region, s.zone_id, s.qualifier, s.outcome, s.last_value, s.confirmed_at
    FROM series s WHERE ${clause} ORDER BY s.instance_type, s.region, s.zone_id`;
  type Row = [string, string, string, string, string, number | null, number | null];
  return (prepared(db, sql).all(...values) as Row[])
    .filter(([, region, , qualifier]) => looks.get(region)?.qualifier === qualifier)
    .map(([type, region, zoneId, qualifier, own, index, observedAt]) => {
      const look = looks.get(region);
      const outcome = placeOutcome(index, toOutcome(own), look?.outcome ?? 'never');
      return {
        type,
        region,
        zoneId,
        instances: instancesOf(qualifier),
        grade: index === null ? null : (GRADES[index] ?? null),
        index,
        observedAt,
        outcome,
        reason: isIncomplete(outcome) ? (look?.reason ?? null) : null,
      };
    });
}

/** The qualifier is "on-demand/" and the amount. */
function instancesOf(qualifier: string): number {
  return Number(qualifier.split('/')[1]);
}

const OFF = 'nobody asks: supportability is switched on under `optional` in the configuration file';

function absent(
  db: Db,
  filter: Filter,
  looks: ReadonlyMap<string, RegionLook>,
  found: readonly Supportability[],
): Supportability[] {
  const has = new Set(found.map((row) => `${row.type} ${row.region}`));
  const sold = soldTypes(db, ['on-demand', 'capacity-block']);
  const regions = filter.regions ?? [...looks.keys()];
  return (filter.types ?? []).flatMap((type) =>
    regions
      .filter((region) => !has.has(`${type} ${region}`))
      .map((region) => ({
        type,
        region,
        zoneId: null,
        grade: null,
        index: null,
        observedAt: null,
        ...absence(looks.get(region), sold.get(region)?.has(type)),
      })),
  );
}

/** `isSold`: whether AWS lists the type there; undefined where nobody has read the list. */
function absence(look: RegionLook | undefined, isSold: boolean | undefined) {
  if (look === undefined) return { instances: null, outcome: 'never' as const, reason: OFF };
  const { outcome, reason, qualifier } = look;
  const instances = instancesOf(qualifier);
  if (isIncomplete(outcome)) return { instances, outcome, reason };
  return { instances, outcome: isSold === false ? ('not_sold' as const) : ('none' as const), reason: null };
}
