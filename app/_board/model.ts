import type { Listing, PoolState, TargetState, TypeFacts } from '#db/queries/board.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { DAY } from '#lib/domain/time.ts';
import { shareOf } from '#lib/series/change.ts';
import { sparkPath } from '#lib/series/spark.ts';
import { isIncomplete, toOutcome } from '#lib/series/standing.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import { explainAbsence } from './absence.ts';
import { changeOfCheapest } from './change-since.ts';
import { blockCell, headroomCell, interruptionCell, scoreCell } from './extra-cells.ts';
import type { Extras } from './extras.ts';
import type { BoardFacts } from './facts.ts';
import { type BoardFilter, matchesType, readText, regionsOf } from './filter.ts';
import { groupRows } from './group.ts';
import { cheapestOnDemand, onDemandIn } from './on-demand-cell.ts';
import type { BestPool, BoardRow } from './row.ts';
import { sortRows } from './sort.ts';
import { SPARK } from './spark-size.ts';

export type BoardView = {
  rows: BoardRow[];
  priced: number;
  pools: number;
  regions: number;
  /** The regions the filter limits the board to; undefined means every one. */
  shownRegions: string[] | undefined;
};

/** One row per type that the filter asks for, priced ones first; in groups, each in its turn. */
export function buildBoard(
  facts: BoardFacts,
  filter: BoardFilter,
  now: number,
  extras: Extras = {},
): BoardView {
  const text = readText(filter.q, facts.types, facts.askedRegions);
  const shown = facts.types.filter((type) => matchesType(filter, text.words, type));
  const shownRegions = regionsOf(filter) ?? text.regions;
  const pools = groupPools(facts.pools, shownRegions);
  const best = new Map(
    shown.flatMap((type) => cheapest(pools.get(type.name) ?? []) ?? []).map((pool) => [pool.type, pool]),
  );
  const points = facts.points(
    [...best.values()].map((pool) => pool.id),
    now - (SPARK.days + 1) * DAY,
  );
  const rows = shown.map((type) =>
    withExtras(
      buildRow(facts, shownRegions, now, {
        type,
        pools: pools.get(type.name) ?? [],
        best: best.get(type.name),
        points,
      }),
      { type, listings: facts.listings.get(type.name) ?? [], extras, regions: shownRegions },
    ),
  );
  const priced = rows.filter((row) => row.best !== null);
  const sorted = sortRows(rows, filter.sort, filter.dir);
  return {
    rows: filter.group === '' ? sorted : groupRows(sorted).flatMap((group) => group.rows),
    priced: priced.length,
    pools: rows.reduce((sum, row) => sum + row.pools, 0),
    regions: new Set(shown.flatMap((type) => (pools.get(type.name) ?? []).map((pool) => pool.region))).size,
    shownRegions,
  };
}

type RowParts = {
  type: TypeFacts;
  pools: PricedPool[];
  best: PricedPool | undefined;
  points: Map<number, TimedValue[]>;
};
type PricedPool = PoolState & { value: number };

function buildRow(
  facts: BoardFacts,
  regions: readonly string[] | undefined,
  now: number,
  parts: RowParts,
): BoardRow {
  const { type, pools, best } = parts;
  const absence = best === undefined ? explainAbsence(absenceQuestion(facts, regions, type.name)) : null;
  return {
    type: type.name,
    family: type.family,
    accelerator: type.accelerator,
    count: type.acceleratorCount,
    described: type.described,
    retired: type.status === 'retired',
    memory: memoryOf(type),
    best: best === undefined ? null : bestPool(facts, best, parts, now),
    absence,
    onDemand: best === undefined ? cheapestOnDemand(facts, type.name, regions) : onDemandIn(facts, best),
    pools: pools.length,
    regions: new Set(pools.map((pool) => pool.region)).size,
  };
}

function memoryOf({ memoryGibEach, acceleratorCount }: TypeFacts): number | null {
  return memoryGibEach === null || acceleratorCount <= 0 ? null : memoryGibEach * acceleratorCount;
}

type Beside = {
  type: TypeFacts;
  listings: Listing[];
  extras: Extras;
  regions: readonly string[] | undefined;
};

/** What is told beside the price is of the region of the price, so that a row is about one place. */
function withExtras(row: BoardRow, { type, listings, extras, regions }: Beside): BoardRow {
  const { blocks, scores, interruptions, quotas } = extras;
  const listed = listings.map(({ region }) => region).filter((region) => regions?.includes(region) ?? true);
  const home = row.best?.region ?? row.onDemand.region ?? listed.sort()[0] ?? null;
  return {
    ...row,
    block:
      blocks && blockCell(blocks.offers.get(type.name) ?? [], blocks.places.get(type.name) ?? [], regions),
    score: scores && scoreCell(scores.get(type.name) ?? [], home, regions),
    interruption: interruptions && interruptionCell(interruptions.get(`${type.name} ${home}`), home),
    headroom:
      quotas &&
      headroomCell(
        type,
        row.best === null ? 'on-demand' : 'spot',
        home === null ? undefined : quotas.book.get(home),
        quotas.sold,
      ),
  };
}

const UNKNOWN = { spans: [], wantedFrom: null };

function bestPool(
  facts: BoardFacts,
  pool: PricedPool,
  { type, pools, points }: RowParts,
  now: number,
): BestPool {
  const target = facts.spotTargets.get(pool.region);
  const onDemand = onDemandIn(facts, pool);
  const change = (days: number) => {
    const then = (facts.asOf ?? now) - days * DAY;
    const values = facts.valuesAt(then);
    const past = pools.map(({ id, region }) => ({
      value: values.get(id),
      known: facts.spotTargets.get(region) ?? UNKNOWN,
    }));
    return changeOfCheapest(past, pool.value, then);
  };
  return {
    value: pool.value,
    scale: pool.scale,
    perAccelerator: type.acceleratorCount > 0 ? Math.round(pool.value / type.acceleratorCount) : null,
    zoneId: pool.zoneId,
    region: pool.region,
    share: shareOf(pool.value, onDemand.value),
    changedAt: pool.changedAt,
    h24: change(1),
    d7: change(7),
    d30: change(30),
    spark: sparkPath(points.get(pool.id) ?? [], { ...SPARK, from: now - SPARK.days * DAY, to: now }),
    lookedAt: target?.lastCompleteAt ?? null,
    trouble: troubleOf(target),
  };
}

function troubleOf(target: TargetState | undefined): Outcome | null {
  if (target === undefined) return 'never';
  const outcome = toOutcome(target.outcome);
  return isIncomplete(outcome) ? outcome : null;
}

function absenceQuestion(facts: BoardFacts, regions: readonly string[] | undefined, type: string) {
  return {
    regions: regions ?? facts.askedRegions,
    listings: facts.listings.get(type) ?? [],
    spot: facts.spotTargets,
    listedRegions: facts.listedRegions,
  };
}

function groupPools(
  pools: readonly PoolState[],
  regions: readonly string[] | undefined,
): Map<string, PricedPool[]> {
  const groups = new Map<string, PricedPool[]>();
  for (const pool of pools) {
    if (pool.value === null || regions?.includes(pool.region) === false) continue;
    const group = groups.get(pool.type);
    if (group === undefined) groups.set(pool.type, [pool as PricedPool]);
    else group.push(pool as PricedPool);
  }
  return groups;
}

/** Of equal prices the first by name, so that a tie does not jump between zones. */
function cheapest(pools: readonly PricedPool[]): PricedPool | undefined {
  let best = pools[0];
  for (const pool of pools) {
    if (
      best === undefined ||
      pool.value < best.value ||
      (pool.value === best.value && pool.zoneId < best.zoneId)
    )
      best = pool;
  }
  return best;
}
