import type { Db } from '#db/client.ts';
import * as board from '#db/queries/board.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { toOutcome } from '#lib/series/standing.ts';
import type { TimedValue } from '#lib/series/timeline.ts';

/** All that the board is made of, read once per request. */
export type BoardFacts = {
  types: board.TypeFacts[];
  pools: board.PoolState[];
  listings: Map<string, board.Listing[]>;
  onDemand: Map<string, board.OnDemandState[]>;
  /** The spot-price question per region. */
  spotTargets: Map<string, board.TargetState>;
  listedRegions: Set<string>;
  askedRegions: string[];
  /** What a missing on-demand price means: `none` once the price list has been read completely. */
  onDemandOutcome: Outcome;
  /** The newest complete look at spot prices: changes are measured from it, as in the API. */
  asOf: number | null;
  points: (seriesIds: readonly number[], from: number) => Map<number, TimedValue[]>;
  valuesAt: (at: number) => Map<number, number>;
};

export function readBoardFacts(db: Db): BoardFacts {
  const targets = board.listTargets(db, ['spot-price', 'instance-type', 'on-demand-price']);
  const spot = targets.filter((target) => target.collector === 'spot-price');
  const lists = targets.filter(
    (target) => target.collector === 'instance-type' && target.lastCompleteAt !== null,
  );
  return {
    types: board.listTypes(db),
    pools: board.listPools(db),
    listings: groupByType(board.listListings(db)),
    onDemand: groupByType(board.listOnDemand(db)),
    spotTargets: new Map(spot.map((target) => [target.region, target])),
    listedRegions: new Set(lists.map((target) => target.region)),
    askedRegions: spot.map((target) => target.region),
    onDemandOutcome: listOutcome(targets.filter((target) => target.collector === 'on-demand-price')),
    asOf: spot.reduce<number | null>(
      (newest, target) => Math.max(newest ?? 0, target.lastCompleteAt ?? 0) || null,
      null,
    ),
    points: (seriesIds, from) => board.pointsSince(db, seriesIds, from),
    valuesAt: kept((at: number) => board.poolValuesAt(db, at)),
  };
}

function listOutcome(targets: readonly board.TargetState[]): Outcome {
  if (targets.some((target) => target.lastCompleteAt !== null)) return 'none';
  return toOutcome(targets[0]?.outcome ?? 'never');
}

function groupByType<T extends { type: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.type);
    if (group === undefined) groups.set(row.type, [row]);
    else group.push(row);
  }
  return groups;
}

/** Each answer is kept as long as the facts are: of one version of the data. */
function kept<T>(read: (at: number) => T): (at: number) => T {
  const known = new Map<number, T>();
  return (at) => {
    const value = known.get(at) ?? read(at);
    known.set(at, value);
    return value;
  };
}
