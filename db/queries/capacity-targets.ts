import { isUltraServer } from '#lib/capacity/question.ts';
import { LARGEST_QUALIFIER } from '#lib/capacity/standing.ts';
import { ULTRASERVERS } from '#lib/catalogue/ultraservers.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import type { Span } from '#lib/series/coverage.ts';
import type { FailedLook } from '#lib/series/gaps.ts';
import { isIncomplete, toOutcome } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { listTypeRegions } from './instance-types.ts';
import { looksOf } from './looks.ts';
import { prepared } from './prepared.ts';

/** One question about Capacity Blocks and what its newest looks came to. Times are milliseconds UTC. */
export type BlockTarget = {
  id: number;
  region: string;
  /** Instance type or UltraServer type. */
  item: string;
  /** 8x168h and the like; see lib/capacity/question.ts. */
  qualifier: string;
  current: boolean;
  outcome: Outcome;
  errorClass: string | null;
  errorText: string | null;
  lastLookAt: number | null;
  lastCompleteAt: number | null;
};

type Row = [
  id: number,
  region: string,
  item: string,
  qualifier: string,
  current: number,
  outcome: string,
  errorClass: string | null,
  errorText: string | null,
  lastLookAt: number | null,
  lastCompleteAt: number | null,
];

/** Every question ever asked about Capacity Blocks, by "region item qualifier". */
export function blockTargets(db: Db): Map<string, BlockTarget> {
  const sql = `SELECT id, region, types, products, current, outcome, error_class, error_text, last_look_at, last_complete_at
    FROM target WHERE collector = 'capacity-block' ORDER BY region, types, id`;
  const targets = (prepared(db, sql).all() as Row[]).map(
    ([
      id,
      region,
      item,
      qualifier,
      current,
      outcome,
      errorClass,
      errorText,
      lastLookAt,
      lastCompleteAt,
    ]): BlockTarget => ({
      id,
      region,
      item,
      qualifier,
      current: current === 1,
      outcome: toOutcome(outcome),
      errorClass,
      errorText,
      lastLookAt,
      lastCompleteAt,
    }),
  );
  return new Map(targets.map((one) => [targetKey(one), one]));
}

export function targetKey(one: { region: string; item: string; qualifier: string }): string {
  return `${one.region} ${one.item} ${one.qualifier}`;
}

/** A type in a region: the questions asked about its offers now, and what to say where there is none. */
export type BlockPlace = { type: string; region: string; asked: BlockTarget[]; unasked: Outcome };

/** Every block type crossed with every watched region. */
export function blockPlaces(db: Db, filter: PlaceFilter): BlockPlace[] {
  const asked = new Map<string, BlockTarget[]>();
  for (const one of blockTargets(db).values()) {
    if (!one.current || one.qualifier === LARGEST_QUALIFIER) continue;
    const key = `${one.item} ${one.region}`;
    asked.set(key, [...(asked.get(key) ?? []), one]);
  }
  const lists = looksOf(db, 'instance-type');
  const regions = [...new Set([...lists.keys(), ...[...asked.values()].flat().map((one) => one.region)])];
  const types = filter.types ?? blockTypes(db);
  const listed = new Set(
    listTypeRegions(db)
      .filter((row) => row.usageClasses.split(',').includes('capacity-block'))
      .map((row) => `${row.instanceType} ${row.region}`),
  );
  // Which regions have UltraServers no list says.
  const isSold = (type: string, region: string) => isUltraServer(type) || listed.has(`${type} ${region}`);
  return types.flatMap((type) =>
    regions
      .filter((region) => filter.regions?.includes(region) ?? true)
      .map((region) => ({
        type,
        region,
        asked: asked.get(`${type} ${region}`) ?? [],
        unasked: unaskedOutcome(lists.get(region), isSold(type, region)),
      }))
      .sort((a, b) => a.region.localeCompare(b.region)),
  );
}

export type PlaceFilter = { types?: readonly string[] | undefined; regions?: readonly string[] | undefined };

/** Every type that is sold as a Capacity Block somewhere, UltraServers among them, by name. */
function blockTypes(db: Db): string[] {
  const sql = `SELECT DISTINCT types FROM target WHERE collector = 'capacity-block' AND current = 1`;
  const items = (prepared(db, sql).all() as [string][]).map(([item]) => item);
  return [...new Set([...items, ...ULTRASERVERS.keys()])].sort();
}

/** What to say where nothing was asked: a list of types that was read in full and lacks it says that it is not sold. */
function unaskedOutcome(
  list: { outcome: Outcome; lastCompleteAt: number | null } | undefined,
  isSold: boolean,
): Outcome {
  if (list === undefined) return 'never';
  if (list.outcome === 'region_disabled') return list.outcome;
  if (list.lastCompleteAt !== null) return isSold ? 'never' : 'not_sold';
  return isIncomplete(list.outcome) ? list.outcome : 'never';
}

/** The stretches each question is known for, by target. */
export function blockCoverage(db: Db): Map<number, Span[]> {
  const sql = `SELECT c.target_id, c.from_at, c.to_at FROM coverage c JOIN target t ON t.id = c.target_id
    WHERE t.collector = 'capacity-block' ORDER BY c.target_id, c.from_at`;
  const spans = new Map<number, Span[]>();
  for (const [id, from, to] of prepared(db, sql).all() as [number, number, number][]) {
    const list = spans.get(id) ?? [];
    list.push({ from, to });
    spans.set(id, list);
  }
  return spans;
}

/** The looks of a question that were not complete, oldest first. */
export function failedLooksAt(db: Db, targetId: number): FailedLook[] {
  const sql = `SELECT collected_at, outcome FROM sample_set
    WHERE target_id = ? AND completeness <> 'complete' ORDER BY collected_at, id`;
  const rows = prepared(db, sql).all(targetId) as [number, string][];
  return rows.map(([at, outcome]) => ({ at, outcome: toOutcome(outcome) }));
}
