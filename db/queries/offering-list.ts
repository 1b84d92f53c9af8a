import type { Outcome } from '#lib/domain/outcome.ts';
import { OFFERING_EVENTS, type OfferingEvent } from '#lib/offerings/news.ts';
import type { Span } from '#lib/series/coverage.ts';
import { isIncomplete } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { type Look, looksOf } from './looks.ts';
import { prepared } from './prepared.ts';

const COLLECTOR = 'type-offering';

export type OfferingFilter = {
  /** Names; absent: all. */
  types?: readonly string[] | undefined;
  regions?: readonly string[] | undefined;
  zones?: readonly string[] | undefined;
  /** open: offered as far as is known; gone: no longer; the default is open. */
  state?: 'open' | 'gone' | 'all' | undefined;
  /** Offered at some time in this stretch. */
  within?: Span | undefined;
};

/** That a type is or was offered in a zone, as an episode; times are milliseconds UTC. */
export type TypeOffering = {
  type: string | null;
  region: string;
  /** null: offered nowhere in the region, or nobody knows; the outcome says which. */
  zoneId: string | null;
  firstSeenAt: number | null;
  lastSeenAt: number | null;
  goneAt: number | null;
  outcome: Outcome;
};

type Tuple = [string, string, string, number, number, number | null];

const STATES = { open: ' AND gone_at IS NULL', gone: ' AND gone_at IS NOT NULL', all: '' } as const;

/** Every episode that passes the filter, by type, region, zone and beginning. */
export function typeOfferings(db: Db, filter: OfferingFilter): TypeOffering[] {
  const { clause, values } = conditions('instance_type', filter);
  const { within, state = 'open' } = filter;
  const time = within === undefined ? '' : ' AND first_seen_at <= ? AND coalesce(gone_at, last_seen_at) >= ?';
  const sql = `SELECT instance_type, region, zone_id, first_seen_at, last_seen_at, gone_at FROM type_offering
    WHERE ${clause}${STATES[state]}${time} ORDER BY instance_type, region, zone_id, first_seen_at`;
  const looks = looksOf(db, COLLECTOR);
  const span = within === undefined ? [] : [within.to, within.from];
  const rows = prepared(db, sql).all(...values, ...span) as Tuple[];
  return rows.map(([type, region, zoneId, firstSeenAt, lastSeenAt, goneAt]) => {
    const outcome = goneAt !== null ? 'not_sold' : openOutcome(looks.get(region), lastSeenAt);
    return { type, region, zoneId, firstSeenAt, lastSeenAt, goneAt, outcome };
  });
}

/** An open episode that the newest complete look did not speak of is no longer asked for. */
function openOutcome(look: Look | undefined, lastSeenAt: number): Outcome {
  if (look === undefined) return 'never';
  if (isIncomplete(look.outcome)) return look.outcome;
  return lastSeenAt < (look.lastCompleteAt ?? 0) ? 'never' : 'value';
}

const NOWHERE = { zoneId: null, firstSeenAt: null, lastSeenAt: null, goneAt: null } as const;

/**
 * One row for each type and watched region in which it is offered nowhere, and why; where no type is named, one for
 * each region named that has nothing at all.
 */
export function absentOfferings(
  db: Db,
  { types, regions }: Pick<OfferingFilter, 'types' | 'regions'>,
  found: readonly TypeOffering[],
): TypeOffering[] {
  const looks = looksOf(db, COLLECTOR);
  const outcomeOf = (region: string): Outcome => {
    const outcome = looks.get(region)?.outcome ?? 'never';
    return isIncomplete(outcome) ? outcome : 'not_sold';
  };
  if (types === undefined) {
    const present = new Set(found.map((row) => row.region));
    return (regions ?? [])
      .filter((region) => !present.has(region))
      .map((region) => ({ ...NOWHERE, type: null, region, outcome: outcomeOf(region) }));
  }
  const present = new Set(found.map((row) => `${row.type} ${row.region}`));
  return types.flatMap((type) =>
    (regions ?? [...looks.keys()])
      .filter((region) => !present.has(`${type} ${region}`))
      .map((region) => ({ ...NOWHERE, type, region, outcome: outcomeOf(region) })),
  );
}

/** Something that came or went. */
export type OfferingChange = {
  id: number;
  at: number;
  event: OfferingEvent;
  type: string;
  region: string;
  /** null: of the region as a whole. */
  zoneId: string | null;
  zones: string[];
};

/** What came and went in a stretch of time, newest first. */
export function offeringChanges(
  db: Db,
  filter: Pick<OfferingFilter, 'types' | 'regions' | 'zones'> & { within: Span },
): OfferingChange[] {
  const { clause, values } = conditions('item_type', { ...filter, zones: undefined });
  const sql = `SELECT id, at, kind, item_type, region, zone_id, detail_json FROM news
    WHERE ${clause} AND kind IN (SELECT value FROM json_each(?)) AND at BETWEEN ? AND ? ORDER BY at DESC, id DESC`;
  const { from, to } = filter.within;
  type Row = [number, number, OfferingEvent, string, string, string, string];
  const rows = prepared(db, sql).all(...values, JSON.stringify(OFFERING_EVENTS), from, to) as Row[];
  return rows
    .map(([id, at, event, type, region, zoneId, detail]) => {
      const { zones } = JSON.parse(detail) as { zones: string[] };
      return { id, at, event, type, region, zoneId: zoneId === '' ? null : zoneId, zones };
    })
    .filter(({ zones }) => filter.zones === undefined || zones.some((zone) => filter.zones?.includes(zone)));
}

function conditions(typeColumn: string, { types, regions, zones }: OfferingFilter) {
  const lists = [
    [typeColumn, types],
    ['region', regions],
    ['zone_id', zones],
  ] as const;
  const given = lists.filter(([, list]) => list !== undefined);
  return {
    clause: ['1', ...given.map(([column]) => `${column} IN (SELECT value FROM json_each(?))`)].join(' AND '),
    values: given.map(([, list]) => JSON.stringify(list)),
  };
}
